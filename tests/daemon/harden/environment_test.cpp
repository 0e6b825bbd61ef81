#include "daemon/harden/environment.h"

#include <cstdlib>

#include "core/base/ensure.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::harden {
namespace {

TEST_CASE("known names are taken, and the environment is empty afterwards") {
  CHECK(tests::run_in_child([] {
          ::setenv("HOME", "/home/ana", 1);
          ::setenv("LD_DEBUG_OUTPUT", "/tmp/x", 1);
          ::unsetenv("XDG_DATA_HOME");
          const auto known = KnownEnvironment::take();
          ENSURE(known("HOME") == "/home/ana");
          ENSURE(!known("XDG_DATA_HOME") && !known("LD_DEBUG_OUTPUT"));
          ENSURE(std::getenv("HOME") == nullptr && std::getenv("LD_DEBUG_OUTPUT") == nullptr);
        }).is_well());
}

}  // namespace
}  // namespace tocsin::harden
