#include "daemon/unlock_tries.h"

#include "tests/support/catch.hpp"

namespace tocsin::daemon {
namespace {

TEST_CASE("five wrong keys are free, then each doubles the wait, up to a quarter of an hour") {
  UnlockTries tries;
  Instant now{};
  for (int i = 0; i < 5; ++i) {
    CHECK(!tries.wait(now));
    tries.failed(now);
  }
  CHECK(tries.left() == 0);
  for (const int seconds : {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900}) {
    CHECK(tries.wait(now) == Seconds{seconds});
    now += Seconds{seconds} - std::chrono::milliseconds{1};
    CHECK(tries.wait(now) == Seconds{1});
    now += std::chrono::milliseconds{1};
    CHECK(!tries.wait(now));
    tries.failed(now);
  }
}

TEST_CASE("the right key makes five tries free again") {
  UnlockTries tries;
  for (int i = 0; i < 7; ++i) tries.failed(Instant{});
  tries.succeeded();
  CHECK(!tries.wait(Instant{}));
  CHECK(tries.left() == 5);
}

}  // namespace
}  // namespace tocsin::daemon
