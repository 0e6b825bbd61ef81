// A piece of a file that somebody sends into a channel (channel.md §8): one record each. Every one
// carries the file's name and size, so that any may come first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/ids.h"

namespace tocsin {

struct FileChunk {
  FileId file = FileId::zero();
  std::string name;  // check_file_name
  std::uint64_t size = 0;
  std::uint32_t index = 0;
  Bytes data;
  friend bool operator==(const FileChunk&, const FileChunk&) = default;
};

inline constexpr std::uint64_t file_bytes_max = 25 * 1024 * 1024;
inline constexpr std::size_t file_chunk_bytes = 60'000;  // all but the last: one envelope
inline constexpr std::size_t file_name_bytes_max = 120;

// One component of a path, and plain on a screen.
Result<void> check_file_name(std::string_view name);

// size: 1 to file_bytes_max.
constexpr std::uint32_t chunks_of(std::uint64_t size) {
  return static_cast<std::uint32_t>((size + file_chunk_bytes - 1) / file_chunk_bytes);
}

// index < chunks_of(size).
constexpr std::size_t chunk_bytes(std::uint64_t size, std::uint32_t index) {
  const std::uint64_t before = std::uint64_t{index} * file_chunk_bytes;
  const std::uint64_t left = size - before;
  return left < file_chunk_bytes ? static_cast<std::size_t>(left) : file_chunk_bytes;
}

// Of name, size and the BLAKE2b-256 of each chunk, one after the other: a file can be checked
// without ever being whole in memory, and under another name it is another file.
FileId file_id(std::string_view name, std::uint64_t size, ByteView chunk_hashes);
// The same, of the whole content.
FileId file_id(std::string_view name, ByteView content);

}  // namespace tocsin
