// Owned bytes, views of them, and a little-endian Reader and Writer for fixed layouts.
// A Reader never reads past its view: after the first short read it is `failed()` and yields
// zeros, so a layout is read straight through and checked once with `finished()`.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
  // char and unsigned char may alias; this is the one place that says so.
  return {static_cast<const std::uint8_t*>(static_cast<const void*>(text.data())), text.size()};
}

inline std::string to_text(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

inline Bytes to_bytes(ByteView view) {
  return {view.begin(), view.end()};
}

inline Bytes to_bytes(std::string_view text) {
  return to_bytes(as_bytes(text));
}

// For public bytes only: secrets are compared by crypto's constant-time `equal`.
inline bool same_bytes(ByteView a, ByteView b) {
  return std::ranges::equal(a, b);
}

inline bool is_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_{bytes} {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }

  std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }

  std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }

  std::uint64_t u64() { return integer(8); }

  ByteView take(std::size_t count);

  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> out{};
    const ByteView from = take(N);
    std::ranges::copy(from, out.begin());
    return out;
  }

  ByteView rest() const { return rest_; }

  std::size_t left() const { return rest_.size(); }

  bool failed() const { return failed_; }

  // Everything was there and nothing is left over.
  bool finished() const { return !failed_ && rest_.empty(); }

 private:
  std::uint64_t integer(std::size_t width);

  ByteView rest_;
  bool failed_ = false;
};

class Writer {
 public:
  Writer& u8(std::uint8_t value) { return integer(value, 1); }

  Writer& u16(std::uint16_t value) { return integer(value, 2); }

  Writer& u32(std::uint32_t value) { return integer(value, 4); }

  Writer& u64(std::uint64_t value) { return integer(value, 8); }

  Writer& bytes(ByteView value);
  Writer& zeros(std::size_t count);

  std::size_t size() const { return out_.size(); }

  const Bytes& view() const { return out_; }

  Bytes take() { return std::move(out_); }

 private:
  Writer& integer(std::uint64_t value, std::size_t width);

  Bytes out_;
};

}  // namespace tocsin
