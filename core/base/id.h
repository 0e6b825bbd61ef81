// Id<Tag, N>: N public bytes that name one kind of thing. Explicit from bytes, ordered, no default,
// no conversion between tags.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/codes.h"
#include "core/base/result.h"

namespace tocsin {

template <class Tag, std::size_t N>
class Id {
 public:
  static constexpr std::size_t size = N;
  using Array = std::array<std::uint8_t, N>;

  explicit constexpr Id(const Array& bytes) : bytes_{bytes} {}

  static Result<Id> from(ByteView view) {
    if (view.size() != N) return fail(Errc::malformed, "an id of the wrong length");
    Array bytes{};
    std::ranges::copy(view, bytes.begin());
    return Id{bytes};
  }

  // All zero: the wire's word for "absent" (statements.md §5). Never names a thing.
  static constexpr Id zero() { return Id{Array{}}; }

  bool is_zero() const { return *this == zero(); }

  ByteView view() const { return bytes_; }

  const Array& array() const { return bytes_; }

  Bytes bytes() const { return to_bytes(view()); }

  std::string hex() const { return hex_encode(bytes_); }

  // What people and logs see: never enough to be mistaken for the whole.
  std::string short_hex() const { return hex_encode(ByteView{bytes_}.first(N < 4 ? N : 4)); }

  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  Array bytes_;
};

}  // namespace tocsin
