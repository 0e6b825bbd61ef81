#include "transport/uv/turn.h"

#include <memory>

#include "tests/support/catch.hpp"
#include "transport/uv/timer.h"

namespace tocsin::uv {
namespace {

TEST_CASE("a turn requested three times comes once") {
  Loop loop;
  int turns = 0;
  Turn turn{loop, [&] { ++turns; }};
  turn.request();
  turn.request();
  turn.request();
  loop.run_until([&] { return turns > 0; });
  // Another turn gives the first one every chance to come again.
  bool is_over = false;
  Turn after{loop, [&] { is_over = true; }};
  after.request();
  loop.run_until([&] { return is_over; });
  CHECK(turns == 1);
}

TEST_CASE("a turn requested from inside itself lets others have theirs first") {
  Loop loop;
  std::string order;
  Turn busy{loop, [&] {
              order += 'b';
              if (order.size() < 6) busy.request();
            }};
  Timer timer{loop, [&] { order += 't'; }};
  busy.request();
  timer.arm_in(Millis{0});
  loop.run_until([&] { return order.size() >= 6; });
  CHECK(order.find('t') < 3);
}

TEST_CASE("a turn may be let go from inside itself") {
  Loop loop;
  bool is_called = false;
  std::unique_ptr<Turn> turn;
  turn = std::make_unique<Turn>(loop, [&] {
    turn.reset();
    is_called = true;
  });
  turn->request();
  loop.run_until([&] { return is_called; });
  CHECK(!turn);
}

TEST_CASE("a turn let go before its time never comes") {
  Loop loop;
  bool is_called = false;
  {
    Turn turn{loop, [&] { is_called = true; }};
    turn.request();
  }
  bool is_over = false;
  Turn after{loop, [&] { is_over = true; }};
  after.request();
  loop.run_until([&] { return is_over; });
  CHECK(!is_called);
}

}  // namespace
}  // namespace tocsin::uv
