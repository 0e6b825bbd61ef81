// These stand before the C library's in programs whose tests use a FailingSync, and in no other.
#include "tests/support/failing_sync.h"

#include <cerrno>
#include <csignal>
#include <optional>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::optional<ino_t> failing;
bool is_deadly = false;

int synced(int file, long call) {
  struct stat status{};
  if (failing && ::fstat(file, &status) == 0 && status.st_ino == *failing) {
    if (is_deadly) static_cast<void>(::kill(::getpid(), SIGKILL));
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(call, file));
}

}  // namespace

extern "C" int fsync(int file) {
  return synced(file, SYS_fsync);
}

extern "C" int fdatasync(int file) {
  return synced(file, SYS_fdatasync);
}

namespace tocsin::tests {

FailingSync::FailingSync(const std::string& path, How how) {
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0) failing = status.st_ino;
  is_deadly = how == How::kills;
}

FailingSync::~FailingSync() {
  failing.reset();
}

}  // namespace tocsin::tests
