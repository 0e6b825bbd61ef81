#include "core/base/ensure.h"

#include <array>
#include <csignal>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.hpp"

namespace {

struct Ending {
  int status;
  std::string said;
};

// The child's standard error comes through a pipe; it writes less than a pipe holds.
template <class Act>
Ending run_in_child(Act&& act) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    std::signal(SIGABRT, SIG_DFL);
    ::dup2(ends[1], STDERR_FILENO);
    act();
    ::_exit(0);
  }
  ::close(ends[1]);
  Ending ending{};
  std::array<char, 256> some{};
  for (ssize_t size = 0; (size = ::read(ends[0], some.data(), some.size())) > 0;)
    ending.said.append(some.data(), static_cast<std::size_t>(size));
  ::close(ends[0]);
  REQUIRE(::waitpid(child, &ending.status, 0) == child);
  return ending;
}

TEST_CASE("a broken invariant aborts and says which one") {
  const Ending ending = run_in_child([] { ENSURE(1 + 1 == 3); });
  CHECK(WIFSIGNALED(ending.status));
  CHECK(WTERMSIG(ending.status) == SIGABRT);
  CHECK(ending.said.find("broken invariant: 1 + 1 == 3") != std::string::npos);
  CHECK(ending.said.find("ensure_test.cpp") != std::string::npos);
}

TEST_CASE("an invariant that holds says nothing") {
  const Ending ending = run_in_child([] { ENSURE(1 + 1 == 2); });
  CHECK(WIFEXITED(ending.status));
  CHECK(WEXITSTATUS(ending.status) == 0);
  CHECK(ending.said.empty());
}

}  // namespace
