#include "daemon/harden/environment.h"

#include <cstdlib>

namespace tocsin::harden {

KnownEnvironment KnownEnvironment::take() {
  KnownEnvironment known;
  for (const char* name : {"HOME",
                           "XDG_DATA_HOME",
                           "XDG_RUNTIME_DIR",
                           "STATE_DIRECTORY",
                           "RUNTIME_DIRECTORY",
                           "CREDENTIALS_DIRECTORY"}) {
    if (const char* value = std::getenv(name)) known.values_.emplace(name, value);
  }
  ::clearenv();
  // io_uring does its work in kernel threads, past every filter of system calls.
  ::setenv("UV_USE_IO_URING", "0", 1);
  return known;
}

std::optional<std::string> KnownEnvironment::operator()(const char* name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

}  // namespace tocsin::harden
