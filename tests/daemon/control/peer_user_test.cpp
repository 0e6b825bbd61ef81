#include "daemon/control/peer_user.h"

#include "tests/support/catch.hpp"

namespace tocsin::control {
namespace {

TEST_CASE("only the same user may speak, not another, not root, not nobody") {
  CHECK(may_speak(1000, 1000));
  CHECK(!may_speak(1001, 1000));
  CHECK(!may_speak(0, 1000));
  CHECK(!may_speak(std::nullopt, 1000));
  CHECK(!may_speak(std::nullopt, 0));
  CHECK(may_speak(0, 0));
}

}  // namespace
}  // namespace tocsin::control
