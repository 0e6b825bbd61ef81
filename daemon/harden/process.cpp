#include "daemon/harden/process.h"

#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tocsin::harden {
namespace {

// A daemon whose stderr is closed would log into its own database.
bool have_standard_descriptors() {
  for (int number = 0; number <= 2; ++number) {
    if (::fcntl(number, F_GETFD) != -1) continue;
    if (::open("/dev/null", O_RDWR) != number) return false;
  }
  return true;
}

}  // namespace

bool restrict_process() {
  ::umask(0077);
  bool ok = have_standard_descriptors();
  ok = ::close_range(3, ~0U, 0) == 0 && ok;
  const rlimit no_core{0, 0};
  ok = ::setrlimit(RLIMIT_CORE, &no_core) == 0 && ok;
  ok = ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && ok;
  ok = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ok;
  ok = std::signal(SIGPIPE, SIG_IGN) != SIG_ERR && ok;
  return ok;
}

}  // namespace tocsin::harden
