#include <string>

#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Row peer(std::uint8_t first, std::uint8_t second) {
  Bytes key(32, 0);
  key[0] = first;
  key[1] = second;
  return Row{"peer"}.set("key", Value{key});
}

}  // namespace

TEST_CASE("a relay's card stands alone on standard output") {
  Stage stage;
  stage.answer("relay card", {Row{"relay_card"}.set("text", "TOCSIN-RELAY-1:ABC")});
  REQUIRE(stage.run({"relay", "card"}));
  CHECK(stage.said.out_ == "TOCSIN-RELAY-1:ABC\n");
  CHECK(stage.said.err_.find("relay admit") != std::string::npos);
}

TEST_CASE("a relay is vouched for with its card, a label and the passphrase") {
  Stage stage;
  stage.answer("relay admit", {Row{"grant"}.set("text", "TOCSIN-GRANT-1:XYZ")});
  REQUIRE(stage.run({"relay", "admit", "--label", "attic"}, "TOCSIN-RELAY-1:ABC\npass\n"));
  const ControlRequest* asked = stage.daemon.last("relay admit");
  REQUIRE(asked != nullptr);
  CHECK(asked->arguments.text("card").value() == "TOCSIN-RELAY-1:ABC");
  CHECK(asked->arguments.text("label").value() == "attic");
  CHECK(asked->unlock_key.size() == 32);
  CHECK(stage.said.out_ == "TOCSIN-GRANT-1:XYZ\n");
}

TEST_CASE("a card may come from a file, with its line ends") {
  Stage stage;
  Folder folder;
  const std::string file = folder.write("peer.txt", "TOCSIN-PEER-1:\nABC DEF\n");
  stage.answer("peer add", {peer(1, 2)});
  REQUIRE(stage.run({"peer", "add", "--file", file}, "pass\n"));
  CHECK(stage.daemon.last("peer add")->arguments.text("text").value() == "TOCSIN-PEER-1:ABCDEF");
}

TEST_CASE("first digits name one peer, or are refused with the list of those they mean", "[V-24]") {
  Stage stage;
  stage.answer("peer list", {peer(0xab, 0xcd), peer(0xab, 0xce), peer(0x12, 0x34)});
  stage.answer("peer drop", {Row{"dropped"}});
  REQUIRE(stage.run({"--json", "peer", "drop", "1234"}));
  CHECK(stage.daemon.last("peer drop")->arguments.bytes("key").value() ==
        peer(0x12, 0x34).bytes("key").value());
  stage.daemon.asked.clear();
  stage.answer("peer list", {peer(0xab, 0xcd), peer(0xab, 0xcd)});
  const auto two = stage.run({"--json", "peer", "drop", "ABCD"});
  REQUIRE_FALSE(two);
  CHECK(two.error().code == "E_PREFIX");
  CHECK(two.error().rows.size() == 2);
  CHECK(stage.run({"--json", "peer", "drop", "9999"}).error().exit == Exit::usage);
  CHECK(stage.daemon.last("peer drop") == nullptr);
}

}  // namespace tocsin::cli
