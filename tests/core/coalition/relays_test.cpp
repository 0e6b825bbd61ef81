#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"

namespace tocsin::tests {
namespace {

RelayCard card_with(std::uint8_t first, std::uint16_t port) {
  LinkKey::Array key{};
  key[0] = first;
  return RelayCard{LinkKey{key},
                   GrantKey{GrantKey::Array{7}},
                   {Address{AddressKind::ipv4, Bytes{127, 0, 0, 1}, port}}};
}

}  // namespace

TEST_CASE("the latest cert of a link key counts, wherever it was signed") {
  CoalitionNet net;
  CoalitionNet::Device& ana = net.of("choir");
  Outbox outbox;
  REQUIRE(ana.machine->certify_relay(card_with(1, 4000), "north", net.now(), outbox).has_value());
  REQUIRE(ana.machine->certify_relay(card_with(2, 4001), "south", net.now(), outbox).has_value());
  net.pass(Seconds{1});
  const auto out = ana.machine->certify_relay(card_with(1, 4002), "north", net.now(), outbox);
  REQUIRE(out.has_value());
  CHECK(out->relays_changed);
  const std::vector<RelayCert> relays = ana.machine->relays();
  REQUIRE(relays.size() == 2);
  CHECK(relays.front().addresses.front().port == 4002);
  CHECK(relays.back().label == "south");
  const auto rows = net.act(ana, "relay list", Row{}, Level::read);
  REQUIRE(rows.has_value());
  CHECK(rows->front().texts("addresses").front() == "127.0.0.1:4002");
}

TEST_CASE("a label names an operator in at most sixteen bytes, and only delegates vouch") {
  CoalitionNet net;
  Outbox outbox;
  const auto refused = net.of("choir").machine->certify_relay(
      card_with(1, 1), "a label that is too long", net.now(), outbox);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_NAME");
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  CHECK(dana.machine->certify_relay(card_with(1, 1), "north", net.now(), outbox).error().exit ==
        Exit::permission);
}

TEST_CASE("a dropped relay counts nowhere, under whatever later cert, and names itself by label") {
  CoalitionNet net;
  CoalitionNet::Device& ana = net.of("choir");
  Outbox outbox;
  REQUIRE(ana.machine->certify_relay(card_with(1, 4000), "north", net.now(), outbox).has_value());
  REQUIRE(ana.machine->certify_relay(card_with(2, 4001), "south", net.now(), outbox).has_value());
  Row which;
  which.set("key", "north");
  CHECK(net.act(ana, "relay drop", which, Level::act).error().code == "E_LEVEL");
  const auto rows = net.act(ana, "relay drop", which);
  REQUIRE(rows.has_value());
  CHECK(rows->front().text("label") == "north");
  REQUIRE(ana.machine->relays().size() == 1);
  CHECK(ana.machine->relays().front().label == "south");
  CHECK(ana.machine->dropped_relays() == std::set<LinkKey>{card_with(1, 0).link_key});
  CHECK(net.act(ana, "relay drop", which).error().code == "E_NOT_FOUND");
  const auto again = ana.machine->certify_relay(card_with(1, 4002), "north", net.now(), outbox);
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().code == "E_RELAY");
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  CHECK(net.act(dana, "relay drop", which).error().exit == Exit::permission);
}

TEST_CASE(
    "freezing a stolen laptop brings back the relays it dropped, and a thaw drops them again") {
  NetOptions options;
  options.delegates = 3;
  CoalitionNet net{options};
  CoalitionNet::Device& thief = net.of("choir", 1);
  Outbox outbox;
  REQUIRE(net.of("choir")
              .machine->certify_relay(card_with(1, 4000), "north", net.now(), outbox)
              .has_value());
  const Statement drop =
      signed_as(thief,
                net.domain(),
                StatementType::relay_drop,
                RelayDrop{head_by(thief, net.now().wall, 700), card_with(1, 0).link_key});
  REQUIRE(net.accept(net.of("choir"), wire::encode(drop)).has_value());
  CHECK(net.of("choir").machine->relays().empty());
  const StatementId held = freeze(net, net.of("choir"), "bo");
  CHECK(net.of("choir").machine->relays().size() == 1);
  net.deliver();
  const auto lifting = thaw(net, net.of("choir", 2), held);
  REQUIRE(lifting.has_value());
  net.deliver();
  REQUIRE(confirm_thaw(net, net.of("choir"), *lifting).has_value());
  CHECK(net.of("choir").machine->relays().empty());
}

}  // namespace tocsin::tests
