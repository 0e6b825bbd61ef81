#include "cli/live_act.h"

#include <algorithm>
#include <string>

#include "cli/command_table.h"
#include "core/model/proof.h"
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

// Something that a parameter takes, so that the line is complete.
std::string some_value(const Parameter& parameter, const std::string& file) {
  switch (parameter.takes) {
    case Takes::choice:
      return std::string{parameter.choices.substr(0, parameter.choices.find('|'))};
    case Takes::subject:
    case Takes::hex:
    case Takes::text:
      return "c41d";
    case Takes::integer:
    case Takes::percent:
      return "1";
    case Takes::time:
      return "2027-05-15T05:00Z";
    case Takes::span:
      return "3s";
    case Takes::size:
      return "4GiB";
    case Takes::file:
    case Takes::path:
      return file;
    case Takes::flag:
      break;
  }
  return "";
}

// A verb with all its options but one of those that exclude each other, which is drawn.
std::vector<std::string> some_line(const Verb& verb, const std::string& file, Random& random) {
  std::vector<std::string> line;
  const std::string words{verb.words};
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    line.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  for (const Parameter& parameter : verb.parameters) {
    const bool is_option = parameter.name.starts_with('-');
    if (!parameter.is_required && random.below(2) == 0) continue;
    if (is_option) line.emplace_back(parameter.name);
    if (parameter.takes != Takes::flag) line.push_back(some_value(parameter, file));
  }
  for (const char* const option : {"--json", "--batch"})
    if (random.below(3) == 0) line.emplace_back(option);
  return line;
}

}  // namespace

TEST_CASE("no flag reaches call") {
  for (const Verb& verb : command_table()) {
    for (const Parameter& parameter : verb.parameters) {
      INFO(verb.words << " " << parameter.name);
      for (const char* const shortcut :
           {"--force", "--yes", "-y", "-f", "--no-confirm", "--words", "--spoken", "--passphrase"})
        CHECK((parameter.takes != Takes::flag || parameter.name != shortcut));
      // What a person types is nowhere a value of the line.
      CHECK(parameter.field != "words");
      CHECK(parameter.field != "spoken");
      CHECK(parameter.field != "reason");
    }
  }
  // Whatever stands on the line: with nobody there to type, no key opens and no act goes out.
  tests::SeededRandom random{7};
  Folder folder;
  const std::string file = folder.write(
      "x.draft", to_text(proof_of(ProofKind::manifest, StatementType::manifest, Mode::actual)));
  std::size_t tried = 0;
  for (const Verb& verb : command_table()) {
    if (verb.act != Act::live) continue;
    for (int i = 0; i < 20; ++i) {
      Stage stage;
      stage.answer("show", {Row{"statement"}.set("type", "call").set("mode", "actual")});
      stage.answer(verb.words, {Row{"signed"}});
      const auto line = some_line(verb, file, random);
      INFO(Catch::StringMaker<std::vector<std::string>>::convert(line));
      CHECK_FALSE(stage.run(line));
      CHECK(stage.daemon.last(verb.words) == nullptr);
      for (const ControlRequest& request : stage.daemon.asked) CHECK(request.unlock_key.empty());
      ++tried;
    }
  }
  CHECK(tried >= 200);
}

TEST_CASE("a founding draft asks for all six words and nothing spoken") {
  Stage stage;
  Folder folder;
  const std::string file = folder.write(
      "m.draft", to_text(proof_of(ProofKind::manifest, StatementType::manifest, Mode::rehearsal)));
  stage.answer("confirm", {Row{"signed"}.set("as", "ana")});
  REQUIRE(
      stage.run({"confirm", file, "--approve"}, "amber basket candle dune ember fjord\npass\n"));
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

TEST_CASE("one decision, and it has to be said, of a founding draft too") {
  Stage stage;
  Folder folder;
  const std::string file = folder.write(
      "m.draft", to_text(proof_of(ProofKind::manifest, StatementType::manifest, Mode::rehearsal)));
  CHECK(stage.run({"confirm", file}).error().exit == Exit::usage);
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
