#include "cli/live_act.h"

#include <string>

#include "core/model/proof.h"
#include "core/model/words.h"
#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Statement a_statement(StatementType type, Mode mode) {
  return Statement{Domain{CoalitionId::zero(), mode}, type, DeviceId::zero(), Bytes{1, 2, 3}, {}};
}

Bytes proof_of(ProofKind kind, StatementType type, Mode mode) {
  return wire::encode(Proof{kind, {}, {a_statement(type, mode)}});
}

}  // namespace

TEST_CASE("a founding draft asks for all six words and nothing spoken") {
  Stage stage;
  Folder folder;
  const std::string file = folder.write(
      "m.draft", to_text(proof_of(ProofKind::manifest, StatementType::manifest, Mode::rehearsal)));
  stage.answer("confirm", {Row{"signed"}.set("as", "ana")});
  REQUIRE(stage.run({"confirm", file}, "amber basket candle dune ember fjord\npass\n"));
  const ControlRequest* asked = stage.daemon.last("confirm");
  REQUIRE(asked != nullptr);
  CHECK(asked->arguments.text("words").value() == "amber basket candle dune ember fjord");
  CHECK_FALSE(asked->arguments.has("spoken"));
  CHECK(asked->arguments.text("stance").value() == "approve");
  CHECK(asked->unlock_key.size() == 32);
  CHECK(stage.said.err_.find("All six words:") != std::string::npos);
}

TEST_CASE("a file of a posted thing is named by its id") {
  const Statement proposal = a_statement(StatementType::proposal, Mode::exercise);
  Row request;
  request.set("draft", Value{proof_of(ProofKind::mandate, StatementType::proposal, Mode::exercise)})
      .set("stance", "approve");
  REQUIRE(name_posted(request));
  CHECK_FALSE(request.has("draft"));
  CHECK(request.text("subject").value() == proposal.id().hex());
  CHECK(request.text("stance").value() == "approve");
}

TEST_CASE("the words of a founding draft are those of its statement, from the drill list") {
  const Statement charter = a_statement(StatementType::charter, Mode::actual);
  const auto row =
      founding_words(proof_of(ProofKind::charter, StatementType::charter, Mode::actual));
  REQUIRE(row);
  CHECK(row->text("words").value() == six_words_text(WordList::drill, charter.id().view()));
  CHECK_FALSE(founding_words(Bytes{1, 2, 3}));
}

TEST_CASE(
    "what is posted asks for words, organization and action, reason, passphrase, in this order") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "proposal").set("mode", "exercise")});
  stage.answer("confirm", {Row{"signed"}.set("as", "ana")});
  REQUIRE(stage.run({"confirm", "7f3a", "--object"},
                    "sand violin crane\nplumbers stoppage\ntoo early\npass\n"));
  const ControlRequest* asked = stage.daemon.last("confirm");
  REQUIRE(asked != nullptr);
  CHECK(asked->arguments.text("words").value() == "sand violin crane");
  CHECK(asked->arguments.text("spoken").value() == "plumbers stoppage");
  CHECK(asked->arguments.text("reason").value() == "too early");
  CHECK(stage.said.err_.find("EXERCISE Last three words:") != std::string::npos);
}

TEST_CASE("a report is nobody's action, so nothing is spoken") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "report").set("mode", "actual")});
  stage.answer("confirm", {Row{"signed"}});
  REQUIRE(stage.run({"confirm", "7f3a", "--approve"}, "sand violin crane\npass\n"));
  CHECK_FALSE(stage.daemon.last("confirm")->arguments.has("spoken"));
}

TEST_CASE("one decision, and of what is posted it has to be said") {
  Stage stage;
  CHECK(stage.run({"confirm", "7f3a"}).error().exit == Exit::usage);
  CHECK(stage.run({"confirm", "7f3a", "--approve", "--object"}).error().exit == Exit::usage);
  CHECK(stage.daemon.asked.empty());
}

TEST_CASE("a checklist item has one of four states") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "call").set("mode", "actual")});
  stage.answer("join", {Row{"signed"}});
  REQUIRE(stage.run({"join", "c41d", "--approve", "--item", "notice.sent=done"},
                    "a b c\nplumbers stoppage\npass\n"));
  const auto rows = stage.daemon.last("join")->arguments.rows("checklist");
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().text("item").value() == "notice.sent");
  CHECK(rows.front().text("state").value() == "done");
  CHECK(stage.run({"join", "c41d", "--approve", "--item", "notice.sent"}).error().exit ==
        Exit::usage);
}

}  // namespace tocsin::cli
