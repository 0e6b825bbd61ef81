// Sums of outside lengths, and the one narrowing conversion.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/base/ensure.h"

namespace tocsin {

constexpr std::optional<std::size_t> checked_sum(std::size_t a, std::size_t b) {
  if (a > std::numeric_limits<std::size_t>::max() - b) return std::nullopt;
  return a + b;
}

// For values whose range was checked before: a value that does not fit is our bug.
template <class To, class From>
constexpr To narrow(From value) {
  static_assert(std::is_integral_v<To> && std::is_integral_v<From>);
  ENSURE(std::in_range<To>(value));
  return static_cast<To>(value);
}

}  // namespace tocsin
