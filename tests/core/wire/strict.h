// What decoders of signed values are held to: they take a value at its limits, and in one encoding
// alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/model/ids.h"
#include "core/wire/canonical.h"
#include "tests/support/catch.hpp"

namespace tocsin::wire {

// The value, changed, is what somebody might sign.
template <class T>
bool is_taken(T value, const std::function<void(T&)>& change) {
  change(value);
  return decode_signed<T>(encode(value)).has_value();
}

// Field 15, a varint: nobody's.
inline Bytes with_unknown_field(Bytes bytes) {
  bytes.push_back(0x78);
  bytes.push_back(0x01);
  return bytes;
}

template <class T>
void check_strict(const T& value) {
  const Bytes bytes = encode(value);
  CHECK(decode_signed<T>(bytes).value() == value);
  CHECK_FALSE(decode_signed<T>(with_unknown_field(bytes)));
  CHECK_FALSE(decode_signed<T>(ByteView{bytes}.first(bytes.size() - 1)));
}

template <std::size_t N>
std::array<std::uint8_t, N> filled(std::uint8_t fill) {
  std::array<std::uint8_t, N> out{};
  out.fill(fill);
  return out;
}

// Of no statements, in their order.
inline std::vector<StatementId> statement_ids(std::size_t count) {
  std::vector<StatementId> out;
  for (std::size_t i = 1; i <= count; ++i)
    out.push_back(StatementId{{static_cast<std::uint8_t>(i)}});
  return out;
}

}  // namespace tocsin::wire
