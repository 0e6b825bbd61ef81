#include <string>

#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Bytes some_proof() {
  return wire::encode(Proof{ProofKind::state, {}, {}});
}

}  // namespace

TEST_CASE("verify works on files alone") {
  tests::TestCoalition test{{.seed = 1, .is_rehearsal = true}};
  const tests::Story story = tests::tell(test, test.mode());
  Folder folder;
  const std::string certificate =
      folder.write("call.cert", to_text(wire::encode(story.certificate)));
  const std::string charter =
      folder.write("north-river.charter", to_text(wire::encode(test.charter_proof())));
  Stage stage;
  REQUIRE(stage.run({"verify", certificate, "--charter", charter}));
  CHECK(stage.daemon.asked.empty());
  CHECK(stage.said.out_.starts_with("REHEARSAL  VALID"));
  const auto live = stage.run({"verify", certificate, "--charter", charter, "--live"});
  REQUIRE_FALSE(live);
  CHECK(live.error().code == "E_MODE");
}

TEST_CASE("a draft is no proof, and whoever verifies one is told what it is for") {
  Folder folder;
  const std::string file = folder.write("call.draft", to_text(some_proof()));
  Stage stage;
  const auto done = stage.run({"verify", file});
  CHECK(done.error().code == "E_TYPE");
  CHECK(done.error().exit == Exit::invalid);
  CHECK(done.error().reason.starts_with("a draft"));
  CHECK(done.error().remedy.find("import " + file) != std::string::npos);
  CHECK(done.error().remedy.find("review and confirm") != std::string::npos);
  CHECK(stage.said.out_.empty());
}

TEST_CASE("a proof is imported as it is, a founding bundle with a key from six words") {
  Stage stage;
  Folder folder;
  stage.answer("import", {Row{"imported"}.set("type", "charter")});
  REQUIRE(stage.run({"import", folder.write("a.charter", to_text(some_proof()))}));
  CHECK_FALSE(stage.daemon.last("import")->arguments.has("file_key"));
  const std::string bundle = folder.write("found.bundle", std::string(64, '\x07'));
  REQUIRE(stage.run({"import", bundle}, "Amber  basket candle dune ember fjord\n"));
  const Bytes key = stage.daemon.last("import")->arguments.bytes("file_key").value();
  CHECK(key.size() == 32);
  REQUIRE(stage.run({"import", bundle}, "amber basket candle dune ember fjord\n"));
  CHECK(stage.daemon.last("import")->arguments.bytes("file_key").value() == key);
  REQUIRE(stage.run({"import", bundle}, "amber basket candle dune ember amber\n"));
  CHECK(stage.daemon.last("import")->arguments.bytes("file_key").value() != key);
}

TEST_CASE("a file that is neither proof nor bundle is refused here") {
  Stage stage;
  Folder folder;
  CHECK(stage.run({"import", folder.write("x", "short")}, "a b c d e f\n").error().exit ==
        Exit::invalid);
  CHECK(stage.daemon.last("import") == nullptr);
}

TEST_CASE("copies of a draft are merged into the first file, or where one says") {
  Stage stage;
  Folder folder;
  stage.answer("merge", {Row{"draft"}.set("type", "manifest").set("bytes", Value{Bytes{9}})});
  tests::TestCoalition test{{.seed = 1}};
  const std::string draft = to_text(wire::encode(test.charter_proof()));
  const std::string a = folder.write("a.draft", draft);
  const std::string b = folder.write("b.draft", draft);
  CHECK(stage.run({"merge", a}).error().exit == Exit::usage);
  REQUIRE(stage.run({"merge", a, b}));
  CHECK(stage.daemon.last("merge")->arguments.rows("drafts").size() == 2);
  CHECK(Folder::read(a) == "\x09");
  CHECK(Folder::read(b) == draft);
  const std::string c = folder.path("c.draft");
  REQUIRE(stage.run({"merge", b, b, "-o", c}));
  CHECK(Folder::read(c) == "\x09");
}

TEST_CASE("what is no draft is neither merged nor has words, and it is said why") {
  Stage stage;
  Folder folder;
  const std::string toml = folder.write("charter.toml", std::string(300, 'x'));
  for (const auto& line : {std::vector<std::string>{"merge", toml, toml}, {"words", toml}}) {
    const auto done = stage.run(line);
    CHECK(done.error().code == "E_DECODE");
    CHECK(done.error().reason.find("no draft") != std::string::npos);
    CHECK_FALSE(done.error().remedy.empty());
  }
  CHECK(stage.daemon.asked.empty());
}

}  // namespace tocsin::cli
