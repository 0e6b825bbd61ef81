#include "core/channel/route.h"

#include <set>

#include "core/model/limits/channel.h"
#include "tests/support/catch.hpp"

namespace tocsin::channel {
namespace {

Days days(std::uint32_t first) {
  return Days{first, StepKey{Bytes(32, 1)}, StepKey{Bytes(32, 2)}};
}

}  // namespace

TEST_CASE("every day has a route of its own, the same whenever it is derived") {
  std::set<Route> routes;
  for (std::uint32_t day = 100; day < 140; ++day)
    routes.insert(admission_of(days(100).at(day)->admission).route);
  CHECK(routes.size() == 40);
  CHECK(admission_of(days(100).at(120)->admission).apk ==
        admission_of(days(100).at(120)->admission).apk);
}

TEST_CASE("thirty days back and one ahead are watched, and an epoch from tomorrow on its own day") {
  CHECK(days(100).watched_from(110) == 100);
  CHECK(days(100).watched_from(150) == 120);
  CHECK(days(100).watched_to(150) == 151);
  CHECK(days(100).watched_from(90) == 100);
  CHECK(days(100).watched_to(90) == 100);
  CHECK(days(0).watched_from(3) == 0);
}

TEST_CASE("a day far from the first is refused instead of hashed for") {
  CHECK(days(0).at(limits::day_steps_max));
  CHECK(days(0).at(limits::day_steps_max + 1).error().code == Errc::limit_exceeded);
}

TEST_CASE("days come back from their bytes") {
  const auto again = Days::decode(days(7).encode());
  REQUIRE(again);
  CHECK(again->encode() == days(7).encode());
  CHECK_FALSE(Days::decode(Bytes(67, 0)));
}

}  // namespace tocsin::channel
