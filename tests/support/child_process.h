// What changes a whole process for good is tried in a child of its own.
#pragma once

#include <functional>

#include <sys/wait.h>
#include <unistd.h>

namespace tocsin::tests {

// True: the child said so and left in order.
inline bool holds_in_child(const std::function<bool()>& check) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(check() ? 0 : 1);
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

}  // namespace tocsin::tests
