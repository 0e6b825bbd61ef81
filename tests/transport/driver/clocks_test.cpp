#include "transport/driver/clocks.h"

#include "tests/support/catch.hpp"

namespace tocsin::driver {
namespace {

TEST_CASE("our own clock never runs backwards, and people's clock is in this century") {
  const Now first = Clocks{}.now();
  const Now second = Clocks{}.now();
  CHECK(second.instant >= first.instant);
  CHECK(wall_ms(first.wall) > 1'700'000'000'000);
  CHECK(wall_ms(first.wall) < 4'100'000'000'000);
}

}  // namespace
}  // namespace tocsin::driver
