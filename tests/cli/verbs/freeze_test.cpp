#include <string>

#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a freeze asks for the passphrase and nothing else") {
  Stage stage;
  stage.answer("freeze", {Row{"freeze"}});
  REQUIRE(stage.run({"freeze", "bo"}, "pass\n"));
  const ControlRequest& sent = *stage.daemon.last("freeze");
  CHECK(sent.arguments.text("who").value() == "bo");
  CHECK_FALSE(sent.arguments.has("words"));
  CHECK(sent.unlock_key.size() == 32);
  REQUIRE(stage.run({"freeze", "bo", "--reason"}, "stolen\npass\n"));
  CHECK(stage.daemon.last("freeze")->arguments.text("reason").value() == "stolen");
  CHECK(stage.run({"freeze", "bo", "--batch"}).error().exit == Exit::usage);
}

TEST_CASE("a thaw asks for words, organization and act") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "freeze").set("mode", "actual")});
  stage.answer("thaw", {Row{"signed"}});
  REQUIRE(stage.run({"thaw", "7f3a"}, "a b c\nplumbers thaw\npass\n"));
  const Row& sent = stage.daemon.last("thaw")->arguments;
  CHECK(sent.text("subject").value() == "7f3a");
  CHECK(sent.text("words").value() == "a b c");
  CHECK(sent.text("spoken").value() == "plumbers thaw");
}

TEST_CASE("roll remove and relay drop are live acts: they ask for the passphrase") {
  Stage stage;
  stage.answer("roll remove", {Row{"removed"}});
  stage.answer("relay drop", {Row{"relay_dropped"}});
  REQUIRE(stage.run({"roll", "remove", "dana"}, "pass\n"));
  CHECK(stage.daemon.last("roll remove")->unlock_key.size() == 32);
  CHECK(stage.daemon.last("roll remove")->arguments.text("device").value() == "dana");
  REQUIRE(stage.run({"relay", "drop", "north"}, "pass\n"));
  CHECK(stage.daemon.last("relay drop")->unlock_key.size() == 32);
  CHECK(stage.run({"roll", "remove", "dana", "--batch"}).error().exit == Exit::usage);
}

TEST_CASE("evidence lists all of it, and writes the proof of one device alone") {
  Stage stage;
  stage.answer("evidence", {Row{"evidence"}.set("bytes", Value{Bytes{1, 2, 3}})});
  REQUIRE(stage.run({"evidence"}));
  CHECK_FALSE(stage.daemon.last("evidence")->arguments.has("device"));
  CHECK(stage.run({"evidence", "-o", "x"}).error().exit == Exit::usage);
  Folder folder;
  const std::string path = folder.path("bo.evidence");
  REQUIRE(stage.run({"evidence", "abcd", "-o", path}));
  CHECK(stage.daemon.last("evidence")->arguments.text("device").value() == "abcd");
  CHECK(Folder::read(path) == std::string{1, 2, 3});
}

}  // namespace tocsin::cli
