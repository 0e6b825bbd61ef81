#include "transport/uv/signal.h"

#include <csignal>

#include "tests/support/catch.hpp"

namespace tocsin::uv {
namespace {

TEST_CASE("a signal is a call on the loop") {
  Loop loop;
  bool is_called = false;
  const Signal signal{loop, SIGUSR1, [&] { is_called = true; }};
  std::raise(SIGUSR1);
  loop.run_until([&] { return is_called; });
  CHECK(is_called);
}

}  // namespace
}  // namespace tocsin::uv
