// Mesh keys, list, relays and peers as the hub joins them (mesh.cpp).
#include <algorithm>

#include "core/wire/invite_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

std::string text_of(const Answer& answer) {
  REQUIRE(!answer.rows.empty());
  return answer.rows.front().text("text").value();
}

std::size_t linked_relays(NodeNet& net, SeatIndex who) {
  const Answer check = net.must(who, "relay check");
  return static_cast<std::size_t>(std::ranges::count_if(
      check.rows, [](const Row& row) { return row.kind() == "relay" && row.flag("linked"); }));
}

std::int64_t mesh_number(NodeNet& net, SeatIndex who, std::string_view name) {
  const Answer status = net.must(who, "status");
  return row_of(status, "mesh")->integer(name).value();
}

NodeSettings listening(std::uint8_t last) {
  NodeSettings settings;
  settings.listen = {Address{AddressKind::ipv4, {10, 0, 9, last}, 7000}};
  return settings;
}

}  // namespace

TEST_CASE("a relay shows its card only when it listens, and the same one after a restart") {
  NodeNet net;
  NodeSettings deaf;
  deaf.role = NodeRole::relay;
  CHECK(net.ask(net.add(deaf), "relay card").code == "E_LISTEN");
  const SeatIndex relay = net.add(NodeRole::relay);
  const std::string text = text_of(net.must(relay, "relay card"));
  const auto card = wire::decode_relay_card(text);
  REQUIRE(card);
  CHECK(card->addresses == net.seat(relay).settings.listen);
  CHECK_FALSE(card->link_key.is_zero());
  CHECK_FALSE(card->grant_key.is_zero());
  net.restart(relay);
  CHECK(text_of(net.must(relay, "relay card")) == text);
}

TEST_CASE("a relay takes only a grant, and only its own") {
  NodeNet net;
  const SeatIndex relay = net.add(NodeRole::relay);
  for (const std::string& bad :
       {std::string{}, std::string{"TOCSIN-GRANT-1:AAAA"}, text_of(net.must(relay, "relay card"))})
    CHECK(net.ask(relay, "relay grant", Row{}.set("text", bad)).exit != Exit::ok);
  CHECK(net.ask(relay, "relay grant").exit != Exit::ok);
  CHECK(net.must(relay, "relay status").rows.front().text("state") == "ungranted");
}

TEST_CASE("before there is a list there is no relay to check") {
  NodeNet net;
  CHECK(net.ask(net.add(), "relay check").code == "E_NOT_FOUND");
}

TEST_CASE("a peer is not added where no link can come of it: one's own card, or nobody listens") {
  NodeNet net;
  const SeatIndex ana = net.add(NodeSettings{});
  const SeatIndex bo = net.add(NodeSettings{});
  const SeatIndex chi = net.add(listening(3));
  const auto add = [&](SeatIndex who, SeatIndex whom) {
    return net.ask(who, "peer add", Row{}.set("text", text_of(net.must(whom, "peer card")))).code;
  };
  CHECK(add(chi, chi) == "E_CONFLICT");
  CHECK(add(ana, bo) == "E_LISTEN");
  CHECK(net.seat(ana).store.snapshot().of(Table::peers).empty());
  CHECK(add(ana, chi) == "ok");
  CHECK(add(chi, ana) == "ok");
}

TEST_CASE("a peer is added by its card, kept over a restart, and dropped by its key") {
  NodeNet net;
  const SeatIndex ana = net.add();
  const SeatIndex bo = net.add(listening(2));
  const std::string text = text_of(net.must(bo, "peer card"));
  const auto card = wire::decode_peer_card(text);
  REQUIRE(card);
  CHECK(card->addresses == net.seat(bo).settings.listen);
  CHECK(net.ask(ana, "peer add", Row{}.set("text", "TOCSIN-PEER-1:AAAA")).exit != Exit::ok);
  CHECK(net.seat(ana).store.snapshot().of(Table::peers).empty());

  const Answer added = net.must(ana, "peer add", Row{}.set("text", text));
  CHECK(row_of(added, "peer")->bytes("key").value() == card->link_key.bytes());
  CHECK(net.seat(ana).store.snapshot().of(Table::peers).size() == 1);
  net.restart(ana);
  CHECK(net.must(ana, "peer list").rows.size() == 1);

  const Row key = Row{}.set("key", Value{card->link_key.bytes()});
  CHECK(net.ask(ana, "peer drop", Row{}.set("key", Value{Bytes(32, 1)})).code == "E_NOT_FOUND");
  CHECK(net.ask(ana, "peer drop").code == "E_NOT_FOUND");
  net.must(ana, "peer drop", key);
  CHECK(net.ask(ana, "peer drop", key).code == "E_NOT_FOUND");
  net.restart(ana);
  CHECK(net.must(ana, "peer list").rows.empty());
}

TEST_CASE("every founder links to the relay of the first list, and a relay to its founders") {
  NodeNet net;
  const Founders founders = found(net, 2);
  net.run_for(Seconds{60});
  for (const SeatIndex who : founders.delegates) {
    CHECK(linked_relays(net, who) == 2);
    CHECK(mesh_number(net, who, "relays_listed") == 2);
  }
  const Answer status = net.must(founders.relays.front(), "relay status");
  CHECK(row_of(status, "relay_status")->text("state") == "carrying");
  CHECK(row_of(status, "relay_status")->text("laptops") == "some");
}

TEST_CASE("a relay goes on after a restart, without its operator") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates.front();
  REQUIRE(net.run_until([&] { return linked_relays(net, ana) == 1; }));
  net.stop(founders.relays.front());
  REQUIRE(net.run_until([&] { return linked_relays(net, ana) == 0; }));
  net.restart(founders.relays.front());
  CHECK(net.run_until([&] { return linked_relays(net, ana) == 1; }, std::chrono::minutes{20}));
}

TEST_CASE("a relay that is admitted later is listed, granted and linked by all") {
  NodeNet net;
  const Founders founders = found(net);
  net.run_for(Seconds{60});
  const SeatIndex ana = founders.delegates.front();
  const std::int64_t seq = mesh_number(net, ana, "list_seq");
  const SeatIndex relay = net.add(NodeRole::relay);
  Row arguments;
  arguments.set("card", text_of(net.must(relay, "relay card"))).set("label", "the choir's box");
  const Answer admitted = net.must(ana, "relay admit", arguments);
  const std::string grant = row_of(admitted, "grant")->text("text").value();
  CHECK(mesh_number(net, ana, "list_seq") > seq);
  const SeatIndex other = net.add(NodeRole::relay);
  CHECK(net.ask(other, "relay grant", Row{}.set("text", grant)).exit != Exit::ok);
  net.must(relay, "relay grant", Row{}.set("text", grant));
  CHECK(net.run_until([&] {
    return std::ranges::all_of(founders.delegates,
                               [&](SeatIndex who) { return linked_relays(net, who) == 2; });
  }));
  const Answer check = net.must(founders.delegates.back(), "relay check");
  CHECK(std::ranges::any_of(check.rows, [](const Row& row) {
    return row.text("label").value_or("") == "the choir's box";
  }));
}

TEST_CASE("the newest list survives a restart") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex bo = founders.delegates.back();
  const std::int64_t seq = mesh_number(net, bo, "list_seq");
  REQUIRE(seq > 0);
  net.restart(bo);
  CHECK(mesh_number(net, bo, "list_seq") >= seq);
  CHECK(net.run_until([&] { return linked_relays(net, bo) == 1; }));
}

}  // namespace tocsin::tests
