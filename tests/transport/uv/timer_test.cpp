#include "transport/uv/timer.h"

#include <memory>

#include "tests/support/catch.hpp"

namespace tocsin::uv {
namespace {

TEST_CASE("a timer armed for the past is due at once, and once") {
  Loop loop;
  int calls = 0;
  Timer timer{loop, [&] { ++calls; }};
  const Instant now{Seconds{100}};
  timer.arm(Instant{Seconds{3}}, now);
  loop.run_until([&] { return calls > 0; });
  bool is_over = false;
  Timer after{loop, [&] { is_over = true; }};
  after.arm(now, now);
  loop.run_until([&] { return is_over; });
  CHECK(calls == 1);
}

TEST_CASE("arming replaces what was armed, and nothing disarms") {
  Loop loop;
  bool is_called = false;
  Timer timer{loop, [&] { is_called = true; }};
  const Instant now{Seconds{100}};
  timer.arm(now, now);
  SECTION("by never") {
    timer.arm(std::nullopt, now);
  }
  SECTION("by the end of time") {
    timer.arm(Instant::max(), now);
  }
  SECTION("by disarming") {
    timer.disarm();
  }
  bool is_over = false;
  Timer after{loop, [&] { is_over = true; }};
  after.arm(now, now);
  loop.run_until([&] { return is_over; });
  CHECK(!is_called);
}

TEST_CASE("a timer may be let go from inside its own call") {
  Loop loop;
  bool is_called = false;
  std::unique_ptr<Timer> timer;
  timer = std::make_unique<Timer>(loop, [&] {
    timer.reset();
    is_called = true;
  });
  timer->arm_in(Millis{0});
  loop.run_until([&] { return is_called; });
  CHECK(!timer);
}

}  // namespace
}  // namespace tocsin::uv
