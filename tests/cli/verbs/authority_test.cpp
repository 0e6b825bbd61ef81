#include <string>

#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE(
    "founding seals the bundle under six words that are shown once and writes the charter too") {
  Stage stage;
  Folder folder;
  stage.answer("charter finish",
               {Row{"bundle"}.set("bytes", Value{Bytes{1}}),
                Row{"grant"}.set("label", "attic").set("text", "TOCSIN-GRANT-1:X")});
  stage.answer("charter show", {Row{"charter"}.set("id", Value{Bytes(32, 5)})});
  stage.answer("export", {Row{"proof"}.set("bytes", Value{Bytes{2}})});
  const std::string draft = folder.write("charter.draft", "draft");
  const std::string relay = folder.write("attic.card", "TOCSIN-RELAY-1:\nABC\n");
  const std::string bundle = folder.path("found.bundle");
  const std::string charter = folder.path("found.bundle.charter");
  REQUIRE(
      stage.run({"--json", "charter", "finish", draft, "--relay", relay, "-o", bundle}, "pass\n"));
  const Row& sent = stage.daemon.last("charter finish")->arguments;
  CHECK(sent.bytes("file_key").value().size() == 32);
  CHECK(sent.bytes("salt").value().size() == 32);
  REQUIRE(sent.rows("relays").size() == 1);
  CHECK(sent.rows("relays").front().text("card").value() == "TOCSIN-RELAY-1:ABC");
  CHECK(sent.rows("relays").front().text("label").value() == "attic");
  CHECK(stage.daemon.last("charter finish")->unlock_key.size() == 32);
  CHECK(Folder::read(bundle) == "\x01");
  CHECK(Folder::read(charter) == "\x02");
  CHECK(stage.said.out_.find("\"kind\":\"bundle_words\"") != std::string::npos);
  CHECK(stage.said.out_.find("TOCSIN-GRANT-1:X") != std::string::npos);
}

TEST_CASE("a founding grant stands on one bare line, however long, also in a rehearsal") {
  Stage stage;
  Folder folder;
  const std::string grant = "TOCSIN-GRANT-1:" + std::string(341, 'A');
  stage.answer("charter finish",
               {Row{"bundle"}.set("bytes", Value{Bytes{1}}),
                Row{"grant"}.set("label", "attic").set("text", grant)});
  stage.answer("charter show", {Row{"charter"}.set("id", Value{Bytes(32, 5)})});
  stage.answer("export", {Row{"proof"}.set("bytes", Value{Bytes{2}})});
  const std::string draft = folder.write("charter.draft", "draft");
  const std::string bundle = folder.path("found.bundle");
  static_cast<void>(folder.path("found.bundle.charter"));
  REQUIRE(stage.run({"charter", "finish", draft, "-o", bundle}, "pass\n"));
  CHECK(stage.said.out_.starts_with("REHEARSAL  Founding bundle"));
  CHECK(stage.said.out_.find("\n" + grant + "\n") != std::string::npos);
  CHECK(stage.said.err_.find("relay attic: tocsin relay grant") != std::string::npos);
}

TEST_CASE("lint reads a charter's proof without a daemon") {
  tests::TestCoalition test{{.seed = 1}};
  Folder folder;
  Stage stage;
  REQUIRE(stage.run(
      {"charter", "lint", folder.write("a.charter", to_text(wire::encode(test.charter_proof())))}));
  CHECK(stage.daemon.asked.empty());
  CHECK(stage.said.out_.find("0 errors") != std::string::npos);
}

TEST_CASE("lint of a file that is no charter is a refusal") {
  Folder folder;
  Stage stage;
  CHECK_FALSE(stage.run({"charter", "lint", folder.write("a.toml", "format = [")}));
  CHECK_FALSE(stage.run({"charter", "lint", folder.write("b.toml", "")}));
}

}  // namespace tocsin::cli
