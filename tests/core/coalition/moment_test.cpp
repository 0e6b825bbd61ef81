#include "core/coalition/moment.h"

#include "tests/support/catch.hpp"

namespace tocsin::coalition {

TEST_CASE("a moment is a day and a minute of UTC") {
  CHECK(moment(WallTime{}) == "not set");
  CHECK(moment(wall_from_ms(1'810'135'200'000)) == "2027-05-12 15:20 UTC");
  CHECK(moment(wall_from_ms(951'782'340'000)) == "2000-02-28 23:59 UTC");
  CHECK(moment(wall_from_ms(951'782'400'000)) == "2000-02-29 00:00 UTC");
}

TEST_CASE("a duration is said in the largest unit that divides it") {
  CHECK(duration(Seconds{0}) == "0 s");
  CHECK(duration(Seconds{90}) == "90 s");
  CHECK(duration(Seconds{5 * 60}) == "5 min");
  CHECK(duration(Seconds{71 * 3600}) == "71 h");
  CHECK(duration(Seconds{72 * 3600}) == "3 d");
}

}  // namespace tocsin::coalition
