// This fsync stands before the C library's in programs whose tests use a FailingSync, and in no
// other.
#include "tests/support/failing_sync.h"

#include <cerrno>
#include <optional>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::optional<ino_t> failing;

}  // namespace

extern "C" int fsync(int file) {
  struct stat status{};
  if (failing && ::fstat(file, &status) == 0 && status.st_ino == *failing) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fsync, file));
}

namespace tocsin::tests {

FailingSync::FailingSync(const std::string& folder) {
  struct stat status{};
  if (::stat(folder.c_str(), &status) == 0) failing = status.st_ino;
}

FailingSync::~FailingSync() {
  failing.reset();
}

}  // namespace tocsin::tests
