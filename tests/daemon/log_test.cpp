#include "daemon/log.h"

#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::daemon {
namespace {

TEST_CASE("a log line is a level, a code and a count") {
  const auto ending = tests::run_in_child([] {
    for (int i = 0; i < 20; ++i) log(LogLevel::warning, LogCode::disk_low, 7);
  });
  CHECK(ending.is_well());
  std::istringstream lines{ending.said};
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK((line == "tocsind: warning disk_low 7" ||
           line.starts_with("tocsind: warning lines_left_out ")));
  }
}

}  // namespace
}  // namespace tocsin::daemon
