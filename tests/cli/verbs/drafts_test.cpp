#include <string>

#include "core/wire/debrief_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

constexpr const char* proposal_toml = R"(
action = "rally"
targets = ["plumbers:public/metro"]
demands = [{ kind = "win", addressee = "the board", origin = "contract", text = "heating", met_when = "it is warm" }]
title = "One day"
summary = "s"
why_now = "w"
after_plan = "a"
safety_cover = "c"
not_before = 2027-05-14T05:00:00-04:00
not_after = 2027-05-20T05:00:00-04:00
vote_by = 2027-05-01T05:00:00-04:00
max_duration = "1d"
)";

void answer_charter(Stage& stage) {
  Row charter{"charter"};
  charter.set("languages", Value{std::vector<std::string>{"en"}});
  stage.answer("charter show",
               {charter, Row{"org"}.set("slug", "plumbers").set("org", Value{Bytes(32, 9)})});
}

}  // namespace

TEST_CASE(
    "a proposal names organizations by the charter in force, and the daemon gets an encoded body") {
  Stage stage;
  Folder folder;
  answer_charter(stage);
  stage.answer("draft proposal", {Row{"draft"}.set("type", "proposal").set("mode", "rehearsal")});
  REQUIRE(stage.run({"draft", "proposal", folder.write("p.toml", proposal_toml), "--drill"}));
  const Row& sent = stage.daemon.last("draft proposal")->arguments;
  CHECK(sent.flag("drill"));
  const auto body = wire::decode<Proposal>(sent.bytes("body").value());
  REQUIRE(body);
  CHECK(body->action == "rally");
  CHECK(body->targets.front().org == OrgId::from(Bytes(32, 9)).value());
}

TEST_CASE("a debrief names its call and orgs, and says bands in words") {
  Stage stage;
  Folder folder;
  answer_charter(stage);
  stage.answer("show", {Row{"statement"}.set("id", Value{Bytes(32, 4)})});
  stage.answer("draft debrief", {Row{"draft"}.set("type", "debrief").set("mode", "rehearsal")});
  const std::string text = R"(
call = "c41d"
planned = "p"
happened = "h"
why = "w"
keep = "k"
change = "c"
outcomes = ["met", "part"]
turnout = [{ cell = "public/metro", band = "nearly_all" }]
next = [{ org = "plumbers", text = "meet" }]
)";
  REQUIRE(stage.run({"draft", "debrief", folder.write("d.toml", text)}));
  const auto body =
      wire::decode<Debrief>(stage.daemon.last("draft debrief")->arguments.bytes("body").value());
  REQUIRE(body);
  CHECK(body->call == StatementId::from(Bytes(32, 4)).value());
  CHECK(body->outcomes == std::vector{DemandOutcome::met, DemandOutcome::part});
  CHECK(body->turnout.front().band == TurnoutBand::nearly_all);
  CHECK(body->next.front().org == OrgId::from(Bytes(32, 9)).value());
  std::string bad = text;
  bad.replace(bad.find("nearly_all"), 10, "everybody!");
  CHECK(stage.run({"draft", "debrief", folder.write("d2.toml", bad)}).error().exit == Exit::usage);
  CHECK(
      stage.run({"draft", "debrief", folder.write("d3.toml", "call = \"c41d\"\n")}).error().exit ==
      Exit::usage);
}

TEST_CASE("a mistake in the file is exit 2 and changes nothing") {
  Stage stage;
  Folder folder;
  answer_charter(stage);
  CHECK(stage.run({"draft", "proposal", folder.write("p.toml", "action = \"rally\"\n")})
            .error()
            .exit == Exit::usage);
  CHECK(stage.daemon.last("draft proposal") == nullptr);
  CHECK(stage.run({"draft", "manifest", folder.write("m.toml", "name = 3\n")}).error().exit ==
        Exit::usage);
  CHECK(stage.daemon.last("draft manifest") == nullptr);
}

TEST_CASE("a manifest whose card is not there is refused by the card's name") {
  Stage stage;
  Folder folder;
  const std::string file = folder.write("manifest.toml",
                                        "name=\"Choir\"\nk=2\nlife=\"150d\"\n[[delegates]]\nhandle="
                                        "\"ana\"\ndevices=[\"ana.card\"]\n");
  const auto done = stage.run({"draft", "manifest", file});
  REQUIRE_FALSE(done);
  CHECK(done.error().reason.find("ana.card") != std::string::npos);
}

}  // namespace tocsin::cli
