#include "daemon/log_allowance.h"

#include "core/model/limits/driver.h"
#include "tests/support/catch.hpp"

namespace tocsin::daemon {
namespace {

TEST_CASE("ten lines a second are written, and the next second tells how many were not") {
  LogAllowance allowance;
  const Instant now{Seconds{100}};
  for (std::size_t i = 0; i < limits::log_lines_max; ++i) CHECK(allowance.take(now) == 0U);
  for (int i = 0; i < 7; ++i) CHECK(!allowance.take(now + Millis{999}));
  CHECK(allowance.take(now + Seconds{1}) == 7U);
  CHECK(allowance.take(now + Seconds{1}) == 0U);
}

}  // namespace
}  // namespace tocsin::daemon
