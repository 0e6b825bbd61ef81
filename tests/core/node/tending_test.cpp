// What a relay answers its operator (tending.cpp).
#include <algorithm>

#include "core/wire/invite_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

constexpr std::int64_t mib = 1024 * 1024;

std::string state_of(NodeNet& net, SeatIndex relay) {
  return net.must(relay, "relay status").rows.front().text("state").value();
}

// The number of a link that has cost something.
std::int64_t loud_link(NodeNet& net, SeatIndex relay) {
  const Answer status = net.must(relay, "relay status");
  const Row* loud = row_of(status, "loud_link");
  REQUIRE(loud != nullptr);
  return loud->integer("number").value();
}

std::string card_text(NodeNet& net, SeatIndex relay, std::string_view verb) {
  return net.must(relay, std::string{verb}).rows.front().text("text").value();
}

std::string rotation(NodeNet& net, SeatIndex relay) {
  return net.must(relay, "relay status").rows.front().text("rotation").value();
}

std::size_t links_to_relays(NodeNet& net, SeatIndex who) {
  const Answer check = net.must(who, "relay check");
  return static_cast<std::size_t>(
      std::ranges::count_if(check.rows, [](const Row& row) { return row.flag("linked"); }));
}

}  // namespace

TEST_CASE("a laptop is asked none of what only a relay's operator decides") {
  NodeNet net;
  const SeatIndex ana = net.add();
  for (const char* const verb :
       {"relay status", "relay drain", "relay quota", "relay block", "relay rotate-key"})
    CHECK(net.ask(ana, verb).code == "E_ROLE");
}

TEST_CASE("a relay drains until it stays, over a restart") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex relay = founders.relays.front();
  CHECK(net.must(relay, "relay drain").rows.front().flag("draining"));
  net.restart(relay);
  CHECK(state_of(net, relay) == "draining");
  CHECK_FALSE(net.must(relay, "relay drain", Row{}.set("off", true)).rows.front().flag("draining"));
  net.restart(relay);
  CHECK(state_of(net, relay) == "carrying");
}

TEST_CASE("a quota is shown, set, kept, and never below what would refuse everything") {
  NodeNet net;
  const SeatIndex relay = net.add(NodeRole::relay);
  CHECK_FALSE(net.must(relay, "relay quota").rows.front().has("disk_bytes"));
  const auto set = [&](std::int64_t bytes) {
    return net.ask(relay, "relay quota", Row{}.set("disk_bytes", bytes));
  };
  CHECK(set(256 * mib - 1).code == "E_RANGE");
  CHECK(set(-1).code == "E_RANGE");
  CHECK(set(std::int64_t{1} << 60).code == "E_RANGE");
  CHECK(set(256 * mib).code == "ok");
  CHECK(net.ask(relay, "relay quota", Row{}.set("disk_bytes", 512 * mib).set("off", true)).code ==
        "E_USAGE");
  net.restart(relay);
  const Answer kept = net.must(relay, "relay quota");
  CHECK(kept.rows.front().integer("disk_bytes") == 256 * mib);
  CHECK(kept.rows.front().text("of_quota") == "empty");
  CHECK_FALSE(
      net.must(relay, "relay quota", Row{}.set("off", true)).rows.front().has("disk_bytes"));
}

TEST_CASE("who is shut out by a link's number is listed, and let in by the same number") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex relay = founders.relays.front();
  net.run_for(Seconds{60});
  const std::int64_t number = loud_link(net, relay);
  const Row that = Row{}.set("number", number);
  const Answer shut = net.must(relay, "relay block", Row{that}.set("for_s", 3600));
  REQUIRE(shut.rows.size() == 1);
  CHECK(shut.rows.front().integer("number") == number);
  CHECK(net.ask(relay, "relay block", that).code == "E_NOT_FOUND");  // its link has ended
  CHECK(net.must(relay, "relay block", Row{}.set("list", true)).rows == shut.rows);
  const Row off = Row{that}.set("off", true);
  CHECK(net.must(relay, "relay block", off).rows.front().kind() == "unblocked");
  CHECK(net.ask(relay, "relay block", off).code == "E_NOT_FOUND");
  CHECK(net.must(relay, "relay block", Row{}.set("list", true)).rows.empty());
}

TEST_CASE("a block says one thing, for a time that makes sense, of a link that is there") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex relay = founders.relays.front();
  net.run_for(Seconds{60});
  const auto code = [&](const Row& row) { return net.ask(relay, "relay block", row).code; };
  const std::int64_t number = loud_link(net, relay);
  CHECK(code(Row{}) == "E_USAGE");
  CHECK(code(Row{}.set("number", number).set("list", true)) == "E_USAGE");
  CHECK(code(Row{}.set("off", true)) == "E_USAGE");
  CHECK(code(Row{}.set("number", number).set("off", true).set("for_s", 3600)) == "E_USAGE");
  CHECK(code(Row{}.set("list", true).set("off", true)) == "E_USAGE");
  CHECK(code(Row{}.set("number", number).set("for_s", 59)) == "E_RANGE");
  CHECK(code(Row{}.set("number", number).set("for_s", 31 * 24 * 3600)) == "E_RANGE");
  CHECK(code(Row{}.set("number", 0)) == "E_NOT_FOUND");
  CHECK(code(Row{}.set("number", -1)) == "E_NOT_FOUND");
  CHECK(code(Row{}.set("number", number + 77)) == "E_NOT_FOUND");
  CHECK(code(Row{}.set("number", -1).set("off", true)) == "E_NOT_FOUND");
  CHECK(code(Row{}.set("number", number)) == "ok");
}

TEST_CASE("status of a relay is what its operator may see, and no more") {
  NodeNet net;
  const Founders founders = found(net);
  net.run_for(Seconds{60});
  const Answer status = net.must(founders.relays.front(), "status");
  CHECK(row_of(status, "self")->text("role") == "relay");
  CHECK(row_of(status, "relay_status") != nullptr);
  CHECK(row_of(status, "mesh") == nullptr);
  CHECK(row_of(status, "link") == nullptr);
}

TEST_CASE(
    "a relay serves under old and new key until the old is dropped, whatever stops meanwhile") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex relay = founders.relays.front();
  const SeatIndex ana = founders.delegates.front();
  const SeatIndex bo = founders.delegates.back();
  const auto all_link_to = [&](std::size_t count) {
    return net.run_until(
        [&] {
          return std::ranges::all_of(founders.delegates, [&](SeatIndex who) {
            return links_to_relays(net, who) == count;
          });
        },
        std::chrono::minutes{20});
  };
  REQUIRE(all_link_to(1));
  const std::string old_card = card_text(net, relay, "relay card");
  const std::string new_card = card_text(net, relay, "relay rotate-key");
  CHECK(new_card != old_card);
  CHECK(card_text(net, relay, "relay card") == old_card);
  net.restart(relay);
  CHECK(card_text(net, relay, "relay rotate-key") == new_card);
  CHECK(rotation(net, relay) == "card");
  REQUIRE(all_link_to(1));

  net.stop(bo);  // who comes back with the old list finds the relay all the same
  net.must(ana, "relay admit", Row{}.set("card", new_card).set("label", "attic anew"));
  REQUIRE(net.run_until([&] { return rotation(net, relay) == "both"; }));
  net.restart(bo);
  REQUIRE(all_link_to(2));
  net.restart(relay);
  CHECK(rotation(net, relay) == "both");
  REQUIRE(all_link_to(2));
  CHECK(net.ask(relay, "relay rotate-key", Row{}.set("off", true)).code == "E_CONFLICT");

  const auto old = wire::decode_relay_card(old_card);
  REQUIRE(old);
  net.must(ana, "relay drop", Row{}.set("key", old->link_key.hex().substr(0, 8)));
  REQUIRE(net.run_until([&] { return rotation(net, relay) == "none"; }));
  CHECK(card_text(net, relay, "relay card") == new_card);
  net.restart(bo);  // he dials it anew, under the new key alone
  REQUIRE(all_link_to(1));
  net.restart(relay);
  CHECK(card_text(net, relay, "relay card") == new_card);
  REQUIRE(all_link_to(1));
  CHECK(card_text(net, relay, "relay rotate-key") != new_card);
}

TEST_CASE(
    "a rotation is taken back while no delegate has the card, and begun only by a granted relay") {
  NodeNet net;
  const SeatIndex idle = net.add(NodeRole::relay);
  CHECK(net.ask(idle, "relay rotate-key").code == "E_CONFLICT");
  const Founders founders = found(net);
  const SeatIndex relay = founders.relays.front();
  const Row off = Row{}.set("off", true);
  CHECK(net.ask(relay, "relay rotate-key", off).code == "E_NOT_FOUND");
  const std::string first = card_text(net, relay, "relay rotate-key");
  CHECK(net.must(relay, "relay rotate-key", off).rows.front().kind() == "rotation_ended");
  net.restart(relay);
  CHECK(rotation(net, relay) == "none");
  CHECK(card_text(net, relay, "relay rotate-key") != first);
}

}  // namespace tocsin::tests
