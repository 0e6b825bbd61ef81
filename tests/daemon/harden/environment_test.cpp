#include "daemon/harden/environment.h"

#include <cstdlib>

#include "tests/support/catch.hpp"
#include "tests/support/child_process.h"

namespace tocsin::harden {
namespace {

TEST_CASE("known names are taken, and the environment is empty afterwards") {
  CHECK(tests::holds_in_child([] {
    ::setenv("HOME", "/home/ana", 1);
    ::setenv("LD_DEBUG_OUTPUT", "/tmp/x", 1);
    ::unsetenv("XDG_DATA_HOME");
    const auto known = KnownEnvironment::take();
    return known("HOME") == "/home/ana" && !known("XDG_DATA_HOME") && !known("LD_DEBUG_OUTPUT") &&
           std::getenv("HOME") == nullptr && std::getenv("LD_DEBUG_OUTPUT") == nullptr;
  }));
}

}  // namespace
}  // namespace tocsin::harden
