#include "transport/uv/loop.h"

#include "tests/support/catch.hpp"
#include "transport/uv/turn.h"

namespace tocsin::uv {
namespace {

TEST_CASE("a loop runs until it is stopped from inside") {
  Loop loop;
  int turns = 0;
  Turn turn{loop, [&] {
              if (++turns == 3) return loop.stop();
              turn.request();
            }};
  turn.request();
  loop.run();
  CHECK(turns == 3);
}

TEST_CASE("a loop with nothing to do ends by itself") {
  Loop loop;
  loop.run();
  CHECK(!loop.read_buffer().empty());
}

}  // namespace
}  // namespace tocsin::uv
