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

TEST_CASE("doctor --privacy looks at this laptop's files besides") {
  Stage stage;
  stage.answer("daemon state", {Row{"daemon"}.set("state", "open")});
  const auto done = stage.run({"doctor", "--privacy", "--json"});
  CHECK((done || done.error().code == "E_DOCTOR"));
  for (const char* about : {"swap", "file modes", "where it lies", "shell history", "daemon"})
    CHECK(stage.said.out_.find(std::string{"\"about\":\""} + about) != std::string::npos);
}

TEST_CASE(
    "doctor --before-action asks the daemon, and is red where something must be right first") {
  Stage stage;
  stage.answer("daemon state", {Row{"daemon"}.set("state", "open")});
  Row mesh{"mesh"};
  mesh.set("links", 0).set("syncs", 0);
  const Bytes call(32, 0xc4);
  stage.answer("status",
               {Row{"self"}.set("org_slug", "plumbers"),
                mesh,
                Row{"coalition"}.set("clock", "ok"),
                Row{"call"}.set("id", Value{call}).set("state", "ENDED")});
  stage.answer("debrief summary",
               {Row{"debrief_of"}.set("slug", "plumbers").set("state", "OVERDUE")});
  const auto done = stage.run({"doctor", "--before-action"});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == "E_DOCTOR");
  CHECK(done.error().exit == Exit::config);
  CHECK(stage.daemon.last("debrief summary")->arguments.text("subject").value() ==
        hex_encode(call));
  CHECK(stage.said.out_.find("tocsin draft debrief") != std::string::npos);
  CHECK(stage.said.out_.find("Tocsin protects") == std::string::npos);
  CHECK(stage.run({"doctor", "--before-action", "--privacy"}).error().exit == Exit::usage);
}

TEST_CASE("a daemon whose profile has no keys yet is yellow, with what to do") {
  Stage stage;
  stage.answer("daemon state", {Row{"daemon"}.set("state", "absent")});
  static_cast<void>(stage.run({"doctor", "--json"}));
  CHECK(stage.said.out_.find(R"("verdict":"yellow","about":"daemon")") != std::string::npos);
  CHECK(stage.said.out_.find(R"("todo":"tocsin init")") != std::string::npos);
}

}  // namespace tocsin::cli
