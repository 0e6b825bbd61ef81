#include <string>

#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a join says approve or decline, and never both or neither") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "call").set("mode", "actual")});
  stage.answer("join", {Row{"signed"}});
  CHECK(stage.run({"join", "c41d"}).error().exit == Exit::usage);
  CHECK(stage.run({"join", "c41d", "--approve", "--decline"}).error().exit == Exit::usage);
  CHECK(stage.daemon.asked.empty());
  REQUIRE(stage.run({"join", "c41d", "--decline"}, "a b c\nplumbers stoppage\npass\n"));
  CHECK(stage.daemon.last("join")->arguments.text("decision").value() == "decline");
}

TEST_CASE("a join carries the items of its checklists and what was answered") {
  Stage stage;
  Folder folder;
  folder.write("notice.toml",
               "format = 1\n[[item]]\nid = \"notice-a\"\nblocking = true\ntext.en = \"Given.\"\n");
  Row call{"statement"};
  call.set("type", "call").set("mode", "actual");
  stage.answer("show", {call.set("checklists", Value{std::vector<std::string>{"notice"}})});
  stage.answer("join", {Row{"signed"}});
  const std::string typed = "a b c\nplumbers stoppage\npass\n";
  const auto missing = stage.run({"join", "c41d", "--approve", "--checklists", "/nowhere"}, typed);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == "E_NOT_FOUND");
  CHECK(stage.daemon.last("join") == nullptr);
  REQUIRE(stage.run(
      {"join", "c41d", "--approve", "--item", "notice-a=done", "--checklists", folder.path("")},
      typed));
  const Row& sent = stage.daemon.last("join")->arguments;
  REQUIRE(sent.rows("pack").size() == 1);
  CHECK(sent.rows("pack").front().flag("blocking"));
  CHECK(sent.rows("checklist").front().text("state").value() == "done");
}

TEST_CASE("an own hold asks for the passphrase and nothing else") {
  Stage stage;
  stage.answer("hold", {Row{"signed"}});
  REQUIRE(stage.run({"hold", "c41d", "--own"}, "pass\n"));
  const Row& sent = stage.daemon.last("hold")->arguments;
  CHECK(sent.flag("own"));
  CHECK_FALSE(sent.has("words"));
  CHECK(stage.daemon.last("hold")->unlock_key.size() == 32);
}

TEST_CASE("every other stop asks for words, organization and action") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "call").set("mode", "actual")});
  stage.answer("hold", {Row{"signed"}});
  stage.answer("end", {Row{"signed"}});
  REQUIRE(stage.run(
      {"hold", "c41d", "--target", "choir:public/metro", "--until", "2027-05-15T05:00-04:00"},
      "a b c\nplumbers stoppage\npass\n"));
  const Row& held = stage.daemon.last("hold")->arguments;
  CHECK(held.text("words").value() == "a b c");
  CHECK(held.texts("targets") == std::vector<std::string>{"choir:public/metro"});
  CHECK(held.time("until"));
  REQUIRE(stage.run({"end", "c41d", "--form", "settled", "--outcome", "met", "--outcome", "part"},
                    "a b c\nplumbers stoppage\npass\n"));
  CHECK(stage.daemon.last("end")->arguments.texts("outcomes") ==
        std::vector<std::string>{"met", "part"});
  CHECK(stage.daemon.last("end")->arguments.text("form").value() == "settled");
}

TEST_CASE("a pause says until when, and an update names a target with its time") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "call").set("mode", "actual")});
  stage.answer("pause", {Row{"signed"}});
  stage.answer("resume", {Row{"signed"}});
  stage.answer("update", {Row{"signed"}});
  CHECK(stage.run({"pause", "c41d"}).error().exit == Exit::usage);
  const std::string typed = "a b c\nplumbers stoppage\npass\n";
  REQUIRE(stage.run({"pause", "c41d", "--until", "2027-05-15T05:00-04:00"}, typed));
  CHECK(stage.daemon.last("pause")->arguments.time("until"));
  REQUIRE(stage.run({"resume", "c41d", "--own"}, typed));
  CHECK(stage.daemon.last("resume")->arguments.text("words").value() == "a b c");
  CHECK(stage.run({"update", "c41d", "--postpone", "drivers:transport/metro"}).error().exit ==
        Exit::usage);
  REQUIRE(stage.run({"update",
                     "c41d",
                     "--drop",
                     "drivers:transport/metro",
                     "--postpone",
                     "plumbers:public/metro=2027-05-15T05:00-04:00"},
                    typed));
  const Row& sent = stage.daemon.last("update")->arguments;
  CHECK(sent.texts("drop") == std::vector<std::string>{"drivers:transport/metro"});
  REQUIRE(sent.rows("postpone").size() == 1);
  CHECK(sent.rows("postpone")[0].text("target").value() == "plumbers:public/metro");
  CHECK(sent.rows("postpone")[0].time("until"));
}

}  // namespace tocsin::cli
