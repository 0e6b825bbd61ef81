// What ends a process is tried in a child: aborts, writes to a read-only page.
#pragma once

#include <array>
#include <csignal>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.hpp"

namespace tocsin::tests {

struct Ending {
  int status = 0;
  std::string said;  // on standard error

  bool is_well() const { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }

  bool is_abort() const { return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT; }
};

template <class Act>
Ending run_in_child(Act&& act) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    // Catch2 would report the signal a second time.
    std::signal(SIGABRT, SIG_DFL);
    std::signal(SIGSEGV, SIG_DFL);
    ::dup2(ends[1], STDERR_FILENO);
    act();
    ::_exit(0);
  }
  ::close(ends[1]);
  Ending ending;
  std::array<char, 256> some{};
  for (ssize_t size = 0; (size = ::read(ends[0], some.data(), some.size())) > 0;)
    ending.said.append(some.data(), static_cast<std::size_t>(size));
  ::close(ends[0]);
  REQUIRE(::waitpid(child, &ending.status, 0) == child);
  return ending;
}

}  // namespace tocsin::tests
