#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("doctor repeats the first screen and tells whether the daemon answers") {
  Stage stage;
  stage.answer("daemon state", {Row{"daemon"}.set("state", "locked")});
  const auto done = stage.run({"doctor"});
  CHECK(stage.said.out_.find("Tocsin protects what travels") != std::string::npos);
  CHECK(stage.said.out_.find("answers, and is locked") != std::string::npos);
  // The machine the test runs on may have something red; then it says so.
  CHECK((done || done.error().code == "E_DOCTOR"));
}

TEST_CASE("a daemon that does not answer is red") {
  Stage stage;
  const auto done = stage.run({"doctor", "--json"});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == "E_DOCTOR");
  CHECK(stage.said.out_.find("Tocsin protects") == std::string::npos);
}

}  // namespace tocsin::cli
