#include <string>

#include "core/wire/invite_codec.h"
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

std::string card_of_relay() {
  RelayCard card;
  card.addresses.push_back(Address{AddressKind::ipv4, {10, 0, 0, 1}, 4711});
  return wire::encode_text(card);
}

// As a screen of so many columns shows it.
std::string wrapped(const std::string& text, std::size_t columns) {
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += columns)
    lines += text.substr(at, columns) + "\n";
  return lines;
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
  const std::string card = card_of_relay();
  REQUIRE(stage.run({"relay", "admit", "--label", "attic"}, card + "\npass\n"));
  const ControlRequest* asked = stage.daemon.last("relay admit");
  REQUIRE(asked != nullptr);
  CHECK(asked->arguments.text("card").value() == card);
  CHECK(asked->arguments.text("label").value() == "attic");
  CHECK(asked->unlock_key.size() == 32);
  CHECK(stage.said.out_ == "TOCSIN-GRANT-1:XYZ\n");
}

TEST_CASE("a text that was wrapped over several lines is read to its end, and no further") {
  Stage stage;
  stage.answer("relay admit", {Row{"grant"}.set("text", "TOCSIN-GRANT-1:XYZ")});
  const std::string card = card_of_relay();
  const std::string typed = wrapped(card, 40) + "pass\n";
  REQUIRE(stage.run({"relay", "admit", "--label", "attic"}, typed));
  CHECK(stage.daemon.last("relay admit")->arguments.text("card").value() == card);
  stage.answer("relay grant", {Row{"granted"}.set("coalition", Value{Bytes(32, 5)})});
  const std::string grant = wire::encode_text(RelayGrant{CoalitionId::zero(), {}, Bytes(144, 9)});
  REQUIRE(stage.run({"relay", "grant"}, wrapped(grant, 67)));
  CHECK(stage.daemon.last("relay grant")->arguments.text("text").value() == grant);
}

TEST_CASE("an empty line ends a text that is not whole, and the daemon says what is wrong") {
  Stage stage;
  stage.answer("relay grant", {Row{"granted"}.set("coalition", Value{Bytes(32, 5)})});
  REQUIRE(stage.run({"relay", "grant"}, "TOCSIN-GRANT-1:ABC\n DEF \n\nGHI\n"));
  CHECK(stage.daemon.last("relay grant")->arguments.text("text").value() ==
        "TOCSIN-GRANT-1:ABCDEF");
  CHECK_FALSE(stage.run({"relay", "grant"}, "TOCSIN-GRANT-1:ABC\n\x1b[2J\n"));
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

TEST_CASE("relay check fails, to be tried again, where no relay answers") {
  Stage stage;
  Row down{"relay"};
  down.set("label", "attic").set("linked", false);
  Row up{"relay"};
  up.set("label", "cellar").set("linked", true);
  stage.answer("relay check", {down, up});
  CHECK(stage.run({"relay", "check"}));
  stage.answer("relay check", {down});
  const auto none = stage.run({"relay", "check"});
  REQUIRE_FALSE(none);
  CHECK(none.error().exit == Exit::later);
  CHECK(stage.said.out_.find("attic") != std::string::npos);
  stage.answer("relay check", {});
  CHECK(stage.run({"relay", "check"}).error().exit == Exit::later);
}

TEST_CASE("a block is asked for by number and span, and an empty list of them says so") {
  Stage stage;
  stage.answer("relay block", {});
  REQUIRE(stage.run({"relay", "block", "7", "--for", "24h"}));
  const ControlRequest* asked = stage.daemon.last("relay block");
  REQUIRE(asked != nullptr);
  CHECK(asked->arguments.integer("number") == 7);
  CHECK(asked->arguments.integer("for_s") == 86'400);
  CHECK(asked->unlock_key.empty());
  REQUIRE(stage.run({"relay", "block", "--list"}));
  CHECK(stage.daemon.last("relay block")->arguments.flag("list"));
  CHECK(stage.said.out_.find("Nothing to show.") != std::string::npos);
}

TEST_CASE("a quota is typed with its unit and sent in bytes") {
  Stage stage;
  stage.answer("relay quota", {Row{"quota"}.set("takes", "all").set("holds", "none")});
  REQUIRE(stage.run({"relay", "quota", "--disk", "4GiB"}));
  CHECK(stage.daemon.last("relay quota")->arguments.integer("disk_bytes") == 4LL << 30);
  CHECK_FALSE(stage.run({"relay", "quota", "--disk", "4"}));
}

TEST_CASE(
    "a new card stands alone on standard output, and beside it what a delegate does with it") {
  for (const char* const rotation : {"card", "both"}) {
    Stage stage;
    stage.answer("relay rotate-key",
                 {Row{"relay_card"}.set("text", "TOCSIN-RELAY-1:NEW").set("rotation", rotation)});
    REQUIRE(stage.run({"relay", "rotate-key"}));
    CHECK(stage.said.out_ == "TOCSIN-RELAY-1:NEW\n");
    const bool is_taken = std::string_view{rotation} == "both";
    CHECK((stage.said.err_.find("relay admit") == std::string::npos) == is_taken);
    CHECK((stage.said.err_.find("relay drop") == std::string::npos) != is_taken);
  }
  Stage stage;
  stage.answer("relay rotate-key", {Row{"rotation_ended"}});
  REQUIRE(stage.run({"relay", "rotate-key", "--off"}));
  CHECK(stage.said.out_.find("forgotten") != std::string::npos);
}

}  // namespace tocsin::cli
