#include "daemon/log.h"

#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "core/model/limits/driver.h"
#include "daemon/descriptor.h"
#include "tests/support/catch.hpp"
#include "tests/support/child_process.h"
#include "tests/support/private_directory.h"

namespace tocsin::daemon {
namespace {

TEST_CASE("a log line is a level, a code and a count, and a flood becomes a count") {
  const tests::PrivateDirectory base;
  const std::string path = base / "stderr";
  REQUIRE(tests::holds_in_child([&] {
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY, 0600);
    if (file < 0 || ::dup2(file, 2) < 0) return false;
    for (int i = 0; i < 1000; ++i) log(LogLevel::warning, LogCode::disk_low, 7);
    return true;
  }));
  const Descriptor file{::open(path.c_str(), O_RDONLY)};
  std::string text(64 * 1024, '\0');
  text.resize(static_cast<std::size_t>(::read(file.number(), text.data(), text.size())));
  CHECK(text.starts_with("tocsind: warning disk_low 7\n"));
  // A second may begin in between; a thousand lines never fit.
  CHECK(std::ranges::count(text, '\n') <= static_cast<std::ptrdiff_t>(3 * limits::log_lines_max));
}

}  // namespace
}  // namespace tocsin::daemon
