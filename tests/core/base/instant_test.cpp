#include "core/base/instant.h"

#include <type_traits>

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

static_assert(!std::is_convertible_v<Instant, WallTime>);
static_assert(!std::is_convertible_v<WallTime, Instant>);

TEST_CASE("wall time counts milliseconds, and minutes, hours and days round down") {
  const WallTime time = wall_from_ms(86'400'000LL * 20'000 + 3'600'000 * 5 + 60'000 * 59 + 59'999);
  CHECK(wall_ms(time) == 86'400'000LL * 20'000 + 21'599'999);
  CHECK(day_of(time) == 20'000);
  CHECK(hour_of(time) == 20'000 * 24 + 5);
  CHECK(minute_of(time) == (20'000 * 24 + 5) * 60 + 59);
  CHECK(hour_of(time + Millis{1}) == 20'000 * 24 + 6);
}

TEST_CASE("before 1970 every count is zero") {
  const WallTime time = wall_from_ms(-1);
  CHECK(day_of(time) == 0);
  CHECK(hour_of(time) == 0);
  CHECK(minute_of(time) == 0);
}

}  // namespace
}  // namespace tocsin
