#include "daemon/harden/process.h"

#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "core/base/ensure.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::harden {
namespace {

TEST_CASE("a restricted process dumps nothing, gains nothing and shares nothing") {
  const auto ending = tests::run_in_child([] {
    const int inherited = ::open("/dev/null", O_RDONLY);
    ENSURE(restrict_process());
    rlimit core{};
    ENSURE(::getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0);
    ENSURE(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0);
    ENSURE(::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
    ENSURE(::umask(0) == 0077);
    ENSURE(::fcntl(inherited, F_GETFD) == -1);
  });
  INFO(ending.said);
  CHECK(ending.is_well());
}

TEST_CASE("a write to a closed pipe does not kill a restricted process") {
  CHECK(tests::run_in_child([] {
          ENSURE(restrict_process());
          std::raise(SIGPIPE);
        }).is_well());
}

TEST_CASE("a process without standard descriptors gets them, lest a store become its stderr") {
  CHECK(tests::run_in_child([] {
          ::close(0);
          ::close(2);
          ENSURE(restrict_process());
          ENSURE(::fcntl(0, F_GETFD) != -1 && ::fcntl(2, F_GETFD) != -1);
        }).is_well());
}

}  // namespace
}  // namespace tocsin::harden
