#include "cli/copied_text.h"

#include "core/model/limits/cli.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a text with a control character is escaped even where it stands alone", "[V-8]") {
  Stage stage;
  stage.answer("peer card", {Row{"peer_card"}.set("text", "TOCSIN\x1b[2J")});
  REQUIRE(stage.run({"peer", "card"}));
  CHECK(stage.said.out_ == "TOCSIN\\u{1b}[2J\n");
}

TEST_CASE("a file longer than any card is refused") {
  Stage stage;
  Folder folder;
  const std::string file = folder.write("long", std::string(limits::typed_line_bytes_max + 1, 'A'));
  CHECK(stage.run({"peer", "add", "--file", file}, "pass\n").error().code == "E_SIZE");
  CHECK(stage.daemon.asked.empty());
}

TEST_CASE("the picture comes only on demand, and for programs there is none") {
  Stage stage;
  stage.answer("peer card", {Row{"peer_card"}.set("text", "TOCSIN-PEER-1:ABC")});
  REQUIRE(stage.run({"peer", "card", "--qr"}));
  CHECK(stage.said.out_.size() > 500);
  stage.said.out_.clear();
  REQUIRE(stage.run({"peer", "card", "--qr", "--json"}));
  CHECK(stage.said.out_ == "{\"v\":1,\"kind\":\"peer_card\",\"text\":\"TOCSIN-PEER-1:ABC\"}\n");
}

}  // namespace tocsin::cli
