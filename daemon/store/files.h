// Files written whole or not at all: temporary in the same directory, synced, renamed, directory
// synced (STYLE §6).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace tocsin::store {

Result<void> write_file(const std::string& directory, const std::string& name, ByteView bytes);
// What a crash in the middle of write_file left.
void forget_unfinished(const std::string& directory, const std::string& name);
// A regular file of at most `bytes_max`, no link.
Result<Bytes> read_file(const std::string& path, std::size_t bytes_max);
Result<void> sync_directory(const std::string& directory);
// Fills with zeros, so that the room is there when the disk is not.
Result<void> reserve_file(const std::string& directory, const std::string& name, std::size_t bytes);
// Gives the reserved room back to the disk.
void release_reserve(const std::string& path);
std::uint64_t free_bytes(const std::string& directory);

}  // namespace tocsin::store
