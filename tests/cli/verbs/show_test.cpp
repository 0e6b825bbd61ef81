#include <algorithm>
#include <string>

#include "core/base/codes.h"
#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

struct Files {
  explicit Files(bool is_rehearsal = false)
      : test{{.seed = 1, .is_rehearsal = is_rehearsal}}, story{tests::tell(test, test.mode())} {}

  std::string write_charter() {
    return folder.write("river.charter", to_text(wire::encode(test.charter_proof())));
  }

  std::string write_certificate() {
    return folder.write("call.cert", to_text(wire::encode(story.certificate)));
  }

  Folder folder;
  tests::TestCoalition test;
  tests::Story story;
};

}  // namespace

TEST_CASE("show leaves bytes out unless asked") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "call").set("bytes", Value{Bytes{0xab}})});
  REQUIRE(stage.run({"--json", "show", "c41d"}));
  CHECK(stage.said.out_.find("bytes") == std::string::npos);
  REQUIRE(stage.run({"--json", "show", "c41d", "--bytes"}));
  CHECK(stage.said.out_.find("\"bytes\":\"ab\"") != std::string::npos);
}

TEST_CASE("a picture of a thing holds its id and its words, and says so to programs") {
  Stage stage;
  stage.answer("show", {Row{"statement"}.set("type", "call").set("id", Value{Bytes(32, 0xc4)})});
  stage.answer("words",
               {Row{"words"}.set("id", Value{Bytes(32, 0xc4)}).set("words", "a b c d e f")});
  REQUIRE(stage.run({"--json", "show", "c4c4", "--qr"}));
  CHECK(stage.said.out_.find("\"text\":\"tocsin call c4c4") != std::string::npos);
  CHECK(stage.said.out_.find("c4c4 a b c d e f\"") != std::string::npos);
  stage.said.out_.clear();
  REQUIRE(stage.run({"show", "c4c4", "--qr"}));
  CHECK(std::ranges::count(stage.said.out_, '\n') > 20);
}

TEST_CASE("a founding draft is shown from its file, with no coalition to ask") {
  Files files;
  Stage stage;
  REQUIRE(stage.run({"show", files.write_charter()}));
  CHECK(stage.daemon.last("show") == nullptr);
  CHECK(stage.said.out_.find("Parameter start.hold: 3 d") != std::string::npos);
  CHECK(stage.said.out_.find("DRILL LIST  words: ") != std::string::npos);
  REQUIRE(stage.run({"show", files.write_charter(), "--qr"}));
  CHECK(stage.daemon.last("words") == nullptr);
}

TEST_CASE("a certificate is printed from files alone, and only what the charter proves") {
  Files files;
  Stage stage;
  const std::string charter = files.write_charter();
  const std::string certificate = files.write_certificate();
  REQUIRE(stage.run({"show", certificate, "--print", "--charter", charter}));
  CHECK(stage.daemon.asked.empty());
  CHECK(stage.said.out_ == golden("sheet", stage.said.out_));
  CHECK(stage.run({"show", certificate, "--print"}).error().code == "E_USAGE");
  // The other coalition's charter proves nothing of it.
  tests::TestCoalition other{{.seed = 2}};
  const std::string foreign =
      files.folder.write("other.charter", to_text(wire::encode(other.charter_proof())));
  stage.said.out_.clear();
  CHECK_FALSE(stage.run({"show", certificate, "--print", "--charter", foreign}));
  CHECK(stage.said.out_.empty());
}

TEST_CASE("what is printed can be checked: verify shows the words that the page shows") {
  Files files;
  Stage printed;
  Stage checked;
  const std::string charter = files.write_charter();
  const std::string certificate = files.write_certificate();
  REQUIRE(printed.run({"show", certificate, "--print", "--charter", charter}));
  REQUIRE(checked.run({"verify", certificate, "--charter", charter}));
  const std::string& verdict = checked.said.out_;
  const std::size_t at = verdict.find("Words     ");
  REQUIRE(at != std::string::npos);
  const std::string words = verdict.substr(at + 10, verdict.find('\n', at) - at - 10);
  CHECK(printed.said.out_.find("Six words " + words + "\n") != std::string::npos);
  CHECK(printed.said.out_.find(hex_encode(files.story.call.id().view())) != std::string::npos);
}

TEST_CASE("what this device holds is printed by the charter in force") {
  Files files{true};
  Stage stage;
  stage.answer("charter show", {Row{"charter"}.set("id", Value{Bytes(32, 5)})});
  stage.answer("export",
               {Row{"proof"}.set("bytes", Value{wire::encode(files.test.charter_proof())})});
  REQUIRE(stage.run({"show", "c41d", "--print"}));
  CHECK(stage.said.out_.starts_with("REHEARSAL  North River Coalition\nREHEARSAL  charter\n"));
  CHECK(stage.daemon.last("export") != nullptr);
}

}  // namespace tocsin::cli
