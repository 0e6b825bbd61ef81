#include <functional>
#include <string>

#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

// The proof of the test coalition's charter, and of one that was changed.
struct TwoCharters {
  tests::TestCoalition test{{.seed = 1}};

  std::string proof() { return to_text(wire::encode(test.charter_proof())); }

  std::string changed(const std::function<void(Charter&)>& change) {
    Charter charter = test.charter();
    change(charter);
    Proof proof = test.charter_proof();
    for (std::size_t at = 0; at < proof.statements.size(); ++at) {
      if (proof.statements[at].type != StatementType::charter) continue;
      Statement statement = proof.statements[at];
      statement.body = wire::encode(charter);
      proof = tests::with_changed(proof, at, statement);
      break;
    }
    return to_text(wire::encode(proof));
  }
};

void amend(Charter& charter) {
  charter.version = 2;
  charter.rules.amend.front().numerator = 4;
  charter.rules.amend.front().denominator = 5;
  Rule& mandate = charter.actions[1].mandate;
  mandate[1].numerator = 3;
  mandate[1].denominator = 5;
  charter.regions.emplace_back("west");
  charter.params.start.hold = Seconds{48 * 3600};
}

}  // namespace

TEST_CASE("two charters in files are compared without a daemon, the rules first") {
  TwoCharters charters;
  Folder folder;
  Stage stage;
  const std::string before = folder.write("v1.charter", charters.proof());
  const std::string after = folder.write("v2.charter", charters.changed(amend));
  REQUIRE(stage.run({"charter", "diff", before, after}));
  CHECK(stage.daemon.asked.empty());
  CHECK(stage.said.out_ == golden("charter_diff", stage.said.out_));
  stage.said.out_.clear();
  REQUIRE(stage.run({"charter", "diff", before, before}));
  CHECK(stage.said.out_ ==
        "North River Coalition  charter version 1 compared with version 1: 0 differences.\n");
}

TEST_CASE("one charter is compared with that in force") {
  TwoCharters charters;
  Folder folder;
  Stage stage;
  stage.answer("charter show", {Row{"charter"}.set("id", Value{Bytes(32, 5)})});
  stage.answer("export", {Row{"proof"}.set("bytes", Value{to_bytes(as_bytes(charters.proof()))})});
  const std::string after = folder.write("v2.charter", charters.changed(amend));
  REQUIRE(stage.run({"--json", "charter", "diff", after}));
  CHECK(stage.said.out_.find("\"part\":\"rule amend\"") != std::string::npos);
  CHECK(stage.said.out_.find("\"fate\":\"goes\"") != std::string::npos);
  CHECK(stage.said.out_.find("\"before_version\":1,\"after_version\":2") != std::string::npos);
}

TEST_CASE("a charter that is still TOML is compared by its organizations' short names") {
  Folder folder;
  Stage stage;
  const std::string example = Folder::read("packaging/share/charters/example.toml");
  std::string changed = example;
  const std::string start = "start   = { hold = \"72h\"";
  REQUIRE(changed.find(start) != std::string::npos);
  changed.replace(changed.find(start), start.size(), "start   = { hold = \"71h\"");
  REQUIRE(stage.run(
      {"charter", "diff", folder.write("a.toml", example), folder.write("b.toml", changed)}));
  CHECK(stage.said.out_ ==
        "North River Coalition  charter version 1 compared with version 1: 1 differences.\n"
        "parameter start.hold: now 71 h; before 3 d\n");
}

TEST_CASE("an action's rules are explained by what the daemon knows") {
  Stage stage;
  stage.answer("rule explain", {Row{"action"}.set("name", "stoppage").set("mandate", "N")});
  REQUIRE(stage.run({"--json",
                     "rule",
                     "explain",
                     "stoppage",
                     "--what-if",
                     "silent=choir",
                     "--what-if",
                     "silent=bakers"}));
  CHECK(stage.said.out_.find("\"mandate\":\"N\"") != std::string::npos);
  const Row& asked = stage.daemon.last("rule explain")->arguments;
  CHECK(asked.text("action").value() == "stoppage");
  CHECK(asked.texts("silent") == std::vector<std::string>{"choir", "bakers"});
}

TEST_CASE("without a daemon a rule is explained by the charter's shape alone") {
  TwoCharters charters;
  Folder folder;
  Stage stage;
  const std::string file = folder.write("a.charter", charters.proof());
  REQUIRE(stage.run({"rule", "explain", "stoppage", "--charter", file}));
  CHECK(stage.said.out_ == golden("rule_explain", stage.said.out_));
  stage.said.out_.clear();
  REQUIRE(
      stage.run({"rule", "explain", "stoppage", "--charter", file, "--what-if", "silent=tenants"}));
  CHECK(stage.said.out_ == golden("rule_one_silent", stage.said.out_));
  stage.said.out_.clear();
  REQUIRE(stage.run({"rule",
                     "explain",
                     "stoppage",
                     "--charter",
                     file,
                     "--what-if",
                     "silent=tenants",
                     "--what-if",
                     "silent=choir"}));
  CHECK(stage.said.out_ == golden("rule_two_silent", stage.said.out_));
  CHECK(stage.daemon.asked.empty());
}

TEST_CASE("what is supposed of nobody, or of no organization, is refused") {
  TwoCharters charters;
  Folder folder;
  Stage stage;
  const std::string file = folder.write("a.charter", charters.proof());
  const auto code = [&](const std::string& supposed) {
    return stage.run({"rule", "explain", "stoppage", "--charter", file, "--what-if", supposed})
        .error()
        .code;
  };
  CHECK(code("choir") == "E_USAGE");
  CHECK(code("silent=") == "E_USAGE");
  CHECK(code("silent=nobody") == "E_NOT_FOUND");
  CHECK(stage.run({"rule", "explain", "siesta", "--charter", file}).error().exit == Exit::usage);
}

}  // namespace tocsin::cli
