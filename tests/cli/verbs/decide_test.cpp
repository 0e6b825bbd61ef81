#include <algorithm>
#include <string>

#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("the status of a locked profile is that it is locked") {
  Stage stage;
  stage.answer("daemon state", {Row{"daemon"}.set("state", "locked").set("profile", "ana")});
  REQUIRE(stage.run({"status"}));
  CHECK(stage.said.out_.find("tocsin unlock") != std::string::npos);
  CHECK(stage.daemon.last("status") == nullptr);
}

TEST_CASE("the status of an open profile is the daemon's, the node's and the coalition's") {
  Stage stage;
  stage.answer("daemon state", {Row{"daemon"}.set("state", "open")});
  stage.answer(
      "status",
      {Row{"self"}.set("handle", "ana"), Row{"coalition"}.set("name", "North River Coalition")});
  REQUIRE(stage.run({"status"}));
  CHECK(stage.said.out_.find("You are ana") != std::string::npos);
  CHECK(stage.said.out_.find("North River Coalition") != std::string::npos);
}

TEST_CASE("the status of one thing asks for nothing else") {
  Stage stage;
  stage.answer("status", {Row{"proposal"}.set("state", "OPEN")});
  REQUIRE(stage.run({"status", "7f3a"}));
  CHECK(stage.daemon.last("daemon state") == nullptr);
  CHECK(stage.daemon.last("status")->arguments.text("subject").value() == "7f3a");
}

TEST_CASE("events are printed one by one until the daemon goes") {
  Stage stage;
  stage.answer("watch", {});
  stage.daemon.notices = {Row{"event"}.set("cursor", 1), Row{"event"}.set("cursor", 2)};
  const auto ended = stage.run({"watch", "--json", "--since", "0"});
  REQUIRE_FALSE(ended);
  CHECK(ended.error().exit == Exit::later);
  CHECK(stage.said.out_ ==
        "{\"v\":1,\"kind\":\"event\",\"cursor\":1}\n{\"v\":1,\"kind\":\"event\",\"cursor\":2}\n");
  CHECK(stage.daemon.last("watch")->arguments.integer("since").value() == 0);
}

TEST_CASE("a confirmed draft goes back into its file, or where one says") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "proposal").set("mode", "actual")});
  stage.answer("confirm", {Row{"signed"}, Row{"draft"}.set("bytes", Value{Bytes{9}})});
  Folder folder;
  const std::string out = folder.path("out.draft");
  REQUIRE(
      stage.run({"confirm", "7f3a", "--approve", "-o", out}, "a b c\nplumbers stoppage\npass\n"));
  CHECK(Folder::read(out) == "\x09");
}

TEST_CASE(
    "demands are numbered from 1, as the screens do it, and a wrong number asks for nothing") {
  Stage stage;
  stage.answer("show",
               {Row{"statement"}.set("type", "proposal").set("mode", "actual").set("demands", 2)});
  stage.answer("confirm", {Row{"signed"}});
  const std::string typed = "a b c\nplumbers stoppage\npass\n";
  REQUIRE(stage.run({"confirm", "7f3a", "--approve", "--demand", "1"}, typed));
  CHECK(stage.daemon.last("confirm")->arguments.texts("demands") == std::vector<std::string>{"0"});
  for (const char* const wrong : {"0", "3", "-1", "two", "1x", ""}) {
    CAPTURE(wrong);
    Stage other;
    other.daemon.answers = stage.daemon.answers;
    const auto refused = other.run({"confirm", "7f3a", "--approve", "--demand", wrong}, typed);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().exit == Exit::usage);
    CHECK(other.daemon.last("confirm") == nullptr);
  }
  const auto against = stage.run({"confirm", "7f3a", "--object", "--demand", "1"}, typed);
  REQUIRE_FALSE(against);
  CHECK(against.error().exit == Exit::usage);
}

TEST_CASE("taking back is a live act with words") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "proposal").set("mode", "actual")});
  stage.answer("withdraw", {Row{"signed"}.set("stance", "abstain")});
  REQUIRE(
      stage.run({"withdraw", "7f3a", "--reason"}, "a b c\nplumbers stoppage\nnew facts\npass\n"));
  CHECK(stage.daemon.last("withdraw")->arguments.text("reason").value() == "new facts");
  CHECK(stage.daemon.last("withdraw")->unlock_key.size() == 32);
}

TEST_CASE("a review shows the checklists that the own org answers") {
  Stage stage;
  Folder folder;
  folder.write("notice.toml",
               "format = 1\n[[item]]\nid = \"notice-a\"\ndue = \"1d\"\ntext.en = \"Given.\"\n");
  Row review{"review"};
  review.set("language", "en").set("first_t0", Value{wall_from_ms(1'810'000'000'000)});
  review.set("checklists", Value{std::vector<std::string>{"notice"}});
  stage.answer("review", {review});
  REQUIRE(stage.run({"review", "7f3a", "--checklists", folder.path("")}));
  CHECK(stage.said.out_.find("notice-a") != std::string::npos);
  CHECK(stage.said.out_.find("10 May 2027") != std::string::npos);
  // Reading never fails for want of a file.
  REQUIRE(stage.run({"review", "7f3a", "--checklists", "/nowhere"}));
  CHECK(stage.said.out_.find("E_") == std::string::npos);
}

TEST_CASE("the matrix is asked by id") {
  Stage stage;
  stage.answer("matrix", {Row{"matrix"}});
  REQUIRE(stage.run({"matrix", "7f3a"}));
  CHECK(stage.daemon.last("matrix")->arguments.text("subject").value() == "7f3a");
}

TEST_CASE("of a founding draft every hint names the file, which is all that can be named") {
  Stage stage;
  Folder folder;
  tests::TestCoalition test{{.seed = 1}};
  const std::string file = folder.write("river.draft", to_text(wire::encode(test.charter_proof())));
  stage.answer("review", {Row{"review"}.set("type", "charter").set("id", Value{Bytes(32, 0x5b)})});
  REQUIRE(stage.run({"review", file}));
  CHECK(stage.said.out_.find("5b5b5b5b --approve") == std::string::npos);
  CHECK(std::erase(stage.said.out_, '\n') > 0);
  CHECK(stage.said.out_.find("confirm") != std::string::npos);
  CHECK(stage.said.out_.find("river.draft --approve") != std::string::npos);
  stage.refuse_with("confirm",
                    Refusal{Exit::usage, "E_REVIEW", "not read", "tocsin review 5b5b5b5b", {}});
  const auto unread = stage.run({"confirm", file, "--approve"}, "a b c d e f\npass\n");
  CHECK(unread.error().remedy == "tocsin review " + file);
}

TEST_CASE("review and words take an id or a file") {
  Stage stage;
  stage.answer("review", {Row{"review"}});
  stage.answer("words", {Row{"words"}});
  REQUIRE(stage.run({"review", "7f3a", "--language", "es"}));
  CHECK(stage.daemon.last("review")->arguments.text("language").value() == "es");
  REQUIRE(stage.run({"words", "7f3a"}));
  CHECK(stage.run({"words", "no-such-file"}).error().exit == Exit::usage);
}

TEST_CASE("the status of a call that is held back exits 4 with its code, after what it shows") {
  Stage stage;
  Row call{"call"};
  call.set("state", "CALLED").set("verdict", "HELD");
  call.set("codes", Value{std::vector<std::string>{"E_STOPPED"}});
  stage.answer("status", {call});
  const auto done = stage.run({"status", "c41d"});
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().exit == Exit::held);
  CHECK(done.error().code == "E_STOPPED");
  CHECK(done.error().remedy.find("resume") != std::string::npos);
  call.set("codes", Value{std::vector<std::string>{"E_UNCONFIRMED"}});
  stage.answer("status", {call});
  CHECK(stage.run({"status", "c41d"}).error().remedy.find("wait a minute") == 0);
}

TEST_CASE("confirm waits until so many organizations received the call, and 75 leaves it signed") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "call").set("mode", "actual")});
  stage.answer("confirm", {Row{"signed"}});
  stage.answer("watch", {});
  stage.answer("acks", {Row{"ack"}.set("received", 1), Row{"ack"}.set("received", 0)});
  const std::string typed = "a b c\nplumbers stoppage\npass\n";
  CHECK(stage.run({"confirm", "c41d", "--approve", "--wait", "acked=1"}, typed).has_value());
  const auto late =
      stage.run({"confirm", "c41d", "--approve", "--wait", "acked", "--timeout", "0s"}, typed);
  REQUIRE_FALSE(late.has_value());
  CHECK(late.error().exit == Exit::later);
  CHECK(stage.daemon.last("confirm") != nullptr);
  CHECK(stage.run({"confirm", "c41d", "--approve", "--wait", "acked=0"}, typed).error().exit ==
        Exit::usage);
}

TEST_CASE("confirm looks again when the daemon tells of an ack, and at no other event") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "call").set("mode", "actual")});
  stage.answer("confirm", {Row{"signed"}});
  stage.answer("watch", {});
  stage.answer("acks", {Row{"ack"}.set("received", 0)});
  stage.daemon.notices = {Row{"event"}.set("event", "target.state"),
                          Row{"event"}.set("event", "call.acked")};
  const auto done = stage.run({"confirm", "c41d", "--approve", "--wait", "acked"},
                              "a b c\nplumbers stoppage\npass\n");
  CHECK(done.error().code == "E_NO_DAEMON");  // the script of the other end is over
  CHECK(std::ranges::count(stage.daemon.asked, "acks", &ControlRequest::verb) == 2);
}

}  // namespace tocsin::cli
