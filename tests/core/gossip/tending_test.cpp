// A relay that drains, has a quota, shuts somebody out: seen by its neighbours.
#include "core/model/limits/gossip.h"
#include "tests/core/gossip/mesh.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {
namespace {

void drain(GossipNet& net, NodeIndex relay) {
  net.act(relay, [&](Gossip& machine, Outbox& outbox) { return machine.drain(net.now(), outbox); });
}

void stay(GossipNet& net, NodeIndex relay) {
  net.act(relay,
          [&](Gossip& machine, Outbox& outbox) { return machine.carry_on(net.now(), outbox); });
}

std::vector<Row> relay_status(GossipNet& net, NodeIndex relay) {
  std::vector<Row> rows;
  net.act(relay, [&](Gossip& machine, Outbox& outbox) {
    rows = machine.relay_status(net.now(), outbox);
    return Out{};
  });
  return rows;
}

std::uint8_t last_flags(const std::vector<Frame>& frames) {
  std::uint8_t flags = 255;
  for (const Frame& frame : frames) {
    if (const Hello* hello = std::get_if<Hello>(&frame)) flags = hello->flags;
  }
  return flags;
}

std::uint64_t loud_number(GossipNet& net, NodeIndex relay) {
  const std::vector<Row> rows = relay_status(net, relay);
  REQUIRE(rows.size() >= 2);
  return static_cast<std::uint64_t>(rows.at(1).integer("number").value());
}

}  // namespace

TEST_CASE("a relay that drains says so to who is linked and to who comes, until it stays") {
  Mesh mesh{101, 1};
  const LinkId early = mesh.net.open_stranger(0, PeerRole::member, std::nullopt);
  CHECK(last_flags(mesh.net.take_heard(early)) == 0);
  drain(mesh.net, 0);
  CHECK(last_flags(mesh.net.take_heard(early)) == hello_draining);
  const LinkId late = mesh.net.open_stranger(0, PeerRole::member, std::nullopt);
  CHECK(last_flags(mesh.net.take_heard(late)) == hello_draining);
  stay(mesh.net, 0);
  mesh.net.run_for(Seconds{20});  // no more often than a reader takes it
  CHECK(last_flags(mesh.net.take_heard(early)) == 0);
  CHECK(last_flags(mesh.net.take_heard(late)) == 0);
}

TEST_CASE("however often the operator changes his mind, neighbours end with the last word") {
  Mesh mesh{102, 1};
  for (int i = 0; i < 5; ++i) {
    drain(mesh.net, 0);
    mesh.net.run_for(Seconds{1});
    stay(mesh.net, 0);
    mesh.net.run_for(Seconds{1});
  }
  mesh.net.run_for(Seconds{60});
  const EnvelopeId id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{30});
  CHECK(mesh.net.all_have(id));
}

TEST_CASE(
    "who is linked to enough others leaves a relay that drains, and it carries for the rest") {
  GossipNet net{103};
  for (int i = 0; i < 3; ++i) net.add_relay("choir");
  net.add_relay("tenants");
  const NodeIndex ana = net.add_node();
  const NodeIndex bo = net.add_node();
  net.list_everybody();
  net.run_for(Seconds{20});
  const auto linked_to = [&](NodeIndex who, NodeIndex relay) {
    return std::ranges::any_of(net.at(who).links(net.now()), [&](const Row& row) {
      return row.bytes("key").value_or(Bytes{}) == net.key(relay).bytes();
    });
  };
  const NodeIndex gone = linked_to(ana, 0) ? 0 : 1;
  REQUIRE(linked_to(ana, gone));
  for (NodeIndex other = 0; other < 4; ++other) {
    if (other != gone) net.cut(bo, other);
  }
  drain(net, gone);
  net.run_for(Seconds{600});
  CHECK_FALSE(linked_to(ana, gone));
  for (NodeIndex other = 0; other < 4; ++other) CHECK(linked_to(ana, other) == (other != gone));
  // bo reaches no other: for him it goes on.
  CHECK(linked_to(bo, gone));
  const EnvelopeId there = net.publish(ana);
  const EnvelopeId back = net.publish(bo);
  net.run_for(Seconds{30});
  CHECK(net.all_have(there));
  CHECK(net.all_have(back));
}

TEST_CASE("what a relay that drains holds is stored only when others have it too") {
  Mesh mesh{104, 1};
  for (const NodeIndex relay : {1, 2}) mesh.net.cut(3, relay);
  for (const NodeIndex relay : {1, 2}) mesh.net.cut(0, relay);
  drain(mesh.net, 0);
  mesh.net.run_for(Seconds{5});
  const EnvelopeId id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{60});
  CHECK(mesh.net.has(0, id));
  CHECK(mesh.net.at(3).progress(id)->receipts == 0);
  CHECK_FALSE(mesh.net.at(3).progress(id)->is_stored);
  mesh.net.heal_all();
  mesh.net.run_for(Seconds{600});
  CHECK(mesh.net.at(3).progress(id)->is_stored);
  CHECK(mesh.net.at(3).progress(id)->relays == 2);  // all that stay
}

TEST_CASE("receipts that were too few are enough when the relay that owes one goes away") {
  Mesh mesh{105, 1};
  mesh.net.on_frame = [](NodeIndex from, NodeIndex, Frame& frame) {
    return from != 0 || std::holds_alternative<Hello>(frame);
  };
  const EnvelopeId id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{20});
  REQUIRE_FALSE(mesh.net.at(3).progress(id)->is_stored);
  drain(mesh.net, 0);
  mesh.net.run_for(Seconds{5});
  CHECK(mesh.net.at(3).progress(id)->is_stored);
  REQUIRE(mesh.net.last_stored(3));
  CHECK(mesh.net.last_stored(3)->id == id);
}

TEST_CASE("a call passes through a relay that drains when there is no other") {
  Mesh mesh{113, 2};
  for (const NodeIndex who : {3, 4}) {
    for (const NodeIndex relay : {1, 2}) mesh.net.cut(who, relay);
  }
  drain(mesh.net, 0);
  mesh.net.run_for(Seconds{5});
  const EnvelopeId call = mesh.net.publish(3, true);
  mesh.net.run_for(Seconds{1});
  CHECK(is_held_as_call(mesh.net, 4, call));
}

TEST_CASE("what a draining relay alone holds is still fetched from it") {
  Mesh mesh{106, 2};
  for (const NodeIndex other : {1, 2, 4}) mesh.net.cut(3, other);
  for (const NodeIndex other : {1, 2, 4}) mesh.net.cut(0, other);
  const EnvelopeId id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{20});
  REQUIRE(mesh.net.has(0, id));
  mesh.net.crash(3);
  drain(mesh.net, 0);
  mesh.net.run_for(Seconds{5});
  CHECK(relay_status(mesh.net, 0).front().integer("held_by_relays") == 0);
  mesh.net.heal_all();
  mesh.net.run_for(Seconds{600});
  for (const NodeIndex other : {1, 2, 4}) CHECK(mesh.net.has(other, id));
  CHECK(relay_status(mesh.net, 0).front().integer("held_by_relays") == 2);
}

TEST_CASE("new envelopes keep a box on until others have named each of them") {
  Mesh mesh{107, 1};
  drain(mesh.net, 0);
  mesh.net.run_for(Seconds{60});
  const auto holding = [&] {
    return relay_status(mesh.net, 0).front().integer("held_by_relays").value();
  };
  REQUIRE(holding() == 2);
  // The other relays are pushed it and cannot answer.
  mesh.net.on_frame = [](NodeIndex from, NodeIndex to, Frame& frame) {
    return to != 0 || from == 3 || std::holds_alternative<Hello>(frame);
  };
  mesh.net.publish(3, true);
  mesh.net.run_for(Seconds{1});
  CHECK(holding() == 0);
  mesh.net.on_frame = nullptr;
  mesh.net.run_for(Seconds{120});
  CHECK(holding() == 2);
}

TEST_CASE("a restart does not forget that a relay drains") {
  Mesh mesh{114, 1};
  drain(mesh.net, 0);
  mesh.net.crash(0);
  mesh.net.restart(0);
  mesh.net.run_for(Seconds{300});
  CHECK(relay_status(mesh.net, 0).front().text("state") == "draining");
  CHECK(mesh.net.at(0).drain_row().has("since"));
  stay(mesh.net, 0);
  mesh.net.crash(0);
  mesh.net.restart(0);
  CHECK(relay_status(mesh.net, 0).front().text("state") == "carrying");
}

TEST_CASE("a guest is sent away by a relay that drains, to the other places of its invite") {
  Mesh mesh{108, 1};
  const Route route{Route::Array{9}};
  const LinkId before = mesh.net.open_stranger(0, PeerRole::guest, route);
  mesh.net.take_heard(before);
  drain(mesh.net, 0);
  const LinkId after = mesh.net.open_stranger(0, PeerRole::guest, route);
  for (const LinkId guest : {before, after}) {
    const auto heard = mesh.net.take_heard(guest);
    REQUIRE_FALSE(heard.empty());
    CHECK(heard.back() == Frame{Bye{ByeReason::full}});
  }
}

TEST_CASE("at its quota a relay refuses bulk then the rest and never a call till there is room") {
  Mesh mesh{109, 1};
  const auto set_quota = [&](std::optional<std::uint64_t> bytes) {
    mesh.net.act(0, [&](Gossip& machine, Outbox& outbox) {
      machine.set_disk_quota(bytes, outbox);
      return Out{};
    });
  };
  set_quota(limits::bulk_floor_bytes - 1);
  const EnvelopeId bulk = mesh.net.publish(3, false, limits::bulk_bucket_min);
  const EnvelopeId normal = mesh.net.publish(3);
  mesh.net.run_for(Seconds{30});
  CHECK_FALSE(mesh.net.has(0, bulk));
  CHECK(mesh.net.has(0, normal));
  CHECK(relay_status(mesh.net, 0).front().text("takes") == "no_bulk");
  set_quota(limits::call_reserve_bytes);
  const EnvelopeId second = mesh.net.publish(3);
  const EnvelopeId call = mesh.net.publish(3, true);
  mesh.net.run_for(Seconds{30});
  CHECK_FALSE(mesh.net.has(0, second));
  CHECK(mesh.net.has(0, call));
  CHECK(mesh.net.at(0).quota_row().text("takes") == "calls_only");
  mesh.net.crash(0);
  mesh.net.restart(0);
  CHECK(mesh.net.at(0).quota_row().integer("disk_bytes") ==
        static_cast<std::int64_t>(limits::call_reserve_bytes));
  set_quota(std::nullopt);
  mesh.net.run_for(Seconds{600});
  CHECK(mesh.net.has(0, bulk));
  CHECK(mesh.net.has(0, second));
}

TEST_CASE("who is shut out is closed, stays out over a restart, and comes in when it is over") {
  Mesh mesh{110, 2};
  mesh.net.publish(3, true);
  mesh.net.run_for(Seconds{5});
  for (const NodeIndex quiet : {1, 2, 4}) mesh.net.cut(0, quiet);
  const std::uint64_t number = loud_number(mesh.net, 0);
  REQUIRE(mesh.net.links_of(0) == 1);
  mesh.net.act(0, [&](Gossip& machine, Outbox& outbox) {
    return machine.shut_out(number, Seconds{3'600}, mesh.net.now(), outbox).value();
  });
  CHECK(mesh.net.links_of(0) == 0);
  mesh.net.run_for(Seconds{900});
  CHECK(mesh.net.links_of(0) == 0);
  mesh.net.crash(0);
  mesh.net.restart(0);
  mesh.net.run_for(Seconds{900});
  CHECK(mesh.net.links_of(0) == 0);
  CHECK(mesh.net.at(0).shut_out_rows(mesh.net.now()).size() == 1);
  mesh.net.run_for(Seconds{3'600});
  CHECK(mesh.net.links_of(0) == 1);
  CHECK(mesh.net.at(0).shut_out_rows(mesh.net.now()).empty());
  CHECK(mesh.net.store(0).snapshot().of(Table::upkeep).size() == 1);  // the last number alone
}

TEST_CASE("a relay that is shut out is not dialled, until it is let in") {
  for (const NodeIndex by : {0, 1}) {
    GossipNet net{111};
    net.add_relay("choir");
    net.add_relay("tenants");
    net.list_everybody();
    net.run_for(Seconds{5});
    net.publish(1 - by);
    net.run_for(Seconds{5});
    REQUIRE(net.links_of(by) == 1);
    const std::uint64_t number = loud_number(net, by);
    net.act(by, [&](Gossip& machine, Outbox& outbox) {
      return machine.shut_out(number, Seconds{86'400}, net.now(), outbox).value();
    });
    std::size_t words = 0;
    net.on_frame = [&](NodeIndex from, NodeIndex, Frame&) { return from != by || ++words == 0; };
    net.run_for(Seconds{1'800});
    CHECK(net.links_of(by) == 0);
    net.on_frame = nullptr;
    net.act(by, [&](Gossip& machine, Outbox& outbox) {
      CHECK(machine.let_in(number, outbox));
      CHECK_FALSE(machine.let_in(number, outbox));
      return Out{};
    });
    net.run_for(Seconds{1'800});
    CHECK(net.links_of(by) == 1);
  }
}

TEST_CASE("a number of a link that ended shuts nobody out") {
  Mesh mesh{112, 1};
  mesh.net.publish(3, true);
  mesh.net.run_for(Seconds{5});
  for (const NodeIndex quiet : {1, 2}) mesh.net.cut(0, quiet);
  const std::uint64_t number = loud_number(mesh.net, 0);
  CHECK(loud_number(mesh.net, 0) == number);  // while the link is up it is the same
  mesh.net.drop_links(0);
  mesh.net.run_for(Seconds{300});
  REQUIRE(mesh.net.links_of(0) == 1);
  Outbox outbox;
  CHECK_FALSE(mesh.net.at(0).shut_out(number, Seconds{60}, mesh.net.now(), outbox));
  mesh.net.publish(3, true);
  mesh.net.run_for(Seconds{5});
  CHECK(loud_number(mesh.net, 0) > number);
}

}  // namespace tocsin::gossip
