#include "core/base/checked.h"

#include <cstdint>
#include <limits>

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

TEST_CASE("a sum that does not fit is nothing") {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  CHECK(checked_sum(2, 3) == 5U);
  CHECK(checked_sum(most - 1, 1) == most);
  CHECK_FALSE(checked_sum(most, 1).has_value());
  CHECK_FALSE(checked_sum(1, most).has_value());
}

TEST_CASE("narrowing keeps the value at both ends of the range") {
  CHECK(narrow<std::uint8_t>(255) == 255);
  CHECK(narrow<std::int8_t>(-128) == -128);
  CHECK(narrow<std::uint32_t>(std::uint64_t{0xffffffff}) == 0xffffffffU);
}

}  // namespace
}  // namespace tocsin
