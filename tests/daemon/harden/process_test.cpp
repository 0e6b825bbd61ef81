#include "daemon/harden/process.h"

#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/support/catch.hpp"
#include "tests/support/child_process.h"

namespace tocsin::harden {
namespace {

TEST_CASE("a restricted process dumps nothing, gains nothing and shares nothing") {
  CHECK(tests::holds_in_child([] {
    const int inherited = ::open("/dev/null", O_RDONLY);
    if (!restrict_process()) return false;
    rlimit core{};
    const bool no_core = ::getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0;
    return no_core && ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 &&
           ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 && ::umask(0) == 0077 &&
           ::fcntl(inherited, F_GETFD) == -1;
  }));
}

TEST_CASE("a write to a closed pipe does not kill a restricted process") {
  CHECK(tests::holds_in_child([] { return restrict_process() && std::raise(SIGPIPE) == 0; }));
}

TEST_CASE(
    "a process without standard descriptors gets them, so that a store never becomes its stderr") {
  CHECK(tests::holds_in_child([] {
    ::close(0);
    ::close(2);
    return restrict_process() && ::fcntl(0, F_GETFD) != -1 && ::fcntl(2, F_GETFD) != -1;
  }));
}

}  // namespace
}  // namespace tocsin::harden
