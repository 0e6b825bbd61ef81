#include "cli/output.h"

#include <array>
#include <csignal>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

// Standard output for the length of a scope.
class Diverted {
 public:
  explicit Diverted(int file) : kept_{::dup(STDOUT_FILENO)} { ::dup2(file, STDOUT_FILENO); }

  ~Diverted() {
    ::dup2(kept_, STDOUT_FILENO);
    ::close(kept_);
  }

  Diverted(const Diverted&) = delete;
  Diverted& operator=(const Diverted&) = delete;

 private:
  int kept_;
};

}  // namespace

TEST_CASE("what is said reaches standard output whole") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  StandardOutput output;
  {
    const Diverted diverted{ends[1]};
    output.out("a line\n");
  }
  std::array<char, 16> read{};
  CHECK(::read(ends[0], read.data(), read.size()) == 7);
  CHECK(std::string{read.data()} == "a line\n");
  CHECK_FALSE(output.has_failed());
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("a reader that went away is remembered and ends nothing") {
  std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  ::close(ends[0]);
  StandardOutput output;
  {
    const Diverted diverted{ends[1]};
    output.out("a line\n");
  }
  ::close(ends[1]);
  CHECK(output.has_failed());
}

}  // namespace tocsin::cli
