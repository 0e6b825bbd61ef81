#include "core/gossip/gossip.h"

#include <algorithm>
#include <iostream>

#include "core/crypto/short_hash.h"
#include "core/model/limits/gossip.h"
#include "core/model/limits/link.h"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_net.h"

namespace tocsin::gossip {
namespace {

using tests::GossipNet;
using tests::NodeIndex;

// Three relays of two labels and `nodes` laptops, linked. Relays are 0, 1, 2.
struct Mesh {
  explicit Mesh(std::uint64_t seed, std::size_t nodes) : net{seed} {
    net.add_relay("choir");
    net.add_relay("choir");
    net.add_relay("tenants");
    for (std::size_t i = 0; i < nodes; ++i) net.add_node();
    net.list_everybody();
    net.run_for(Seconds{20});
  }

  GossipNet net;
};

bool is_held_as_call(GossipNet& net, NodeIndex index, const EnvelopeId& id) {
  return std::ranges::any_of(net.store(index).snapshot().envelopes,
                             [&](const StoredEnvelope& one) { return one.id == id && one.stamp; });
}

}  // namespace

TEST_CASE("a normal envelope reaches everybody and is delivered once", "[P1]") {
  const auto seed = GENERATE(range(1, 6));
  Mesh mesh{static_cast<std::uint64_t>(seed), 6};
  const auto id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{3});
  CHECK(mesh.net.all_have(id));
  for (NodeIndex i = 0; i < mesh.net.size(); ++i)
    CHECK(mesh.net.deliveries(i, id) == (i == 3 ? 0U : 1U));
}

TEST_CASE("a call reaches everybody at once and keeps its stamp") {
  Mesh mesh{2, 6};
  const std::uint8_t bucket = GENERATE(std::uint8_t{1}, std::uint8_t{3}, std::uint8_t{6});
  const auto id = mesh.net.publish(4, true, bucket);
  mesh.net.run_for(Millis{600});
  CHECK(mesh.net.all_have(id));
  for (NodeIndex i = 0; i < mesh.net.size(); ++i) CHECK(is_held_as_call(mesh.net, i, id));
}

TEST_CASE("an envelope of any size reaches everybody") {
  Mesh mesh{3, 3};
  const std::uint8_t bucket = GENERATE(std::uint8_t{0}, std::uint8_t{5}, std::uint8_t{7});
  const auto id = mesh.net.publish(3, false, bucket);
  mesh.net.run_for(Seconds{3});
  CHECK(mesh.net.all_have(id));
}

TEST_CASE("a relay carries what was said while a laptop was away") {
  Mesh mesh{4, 3};
  mesh.net.crash(5);
  const auto normal = mesh.net.publish(3);
  const auto call = mesh.net.publish(4, true);
  mesh.net.run_for(Seconds{10});
  mesh.net.crash(3);
  mesh.net.crash(4);  // only relays are left to tell it
  mesh.net.restart(5);
  mesh.net.run_for(Seconds{10});
  CHECK(mesh.net.has(5, normal));
  CHECK(mesh.net.has(5, call));
  CHECK(is_held_as_call(mesh.net, 5, call));
  CHECK(mesh.net.synced(5) > 0);
}

TEST_CASE("an envelope said while nobody was linked is offered at the next link-up") {
  Mesh mesh{5, 3};
  for (NodeIndex relay = 0; relay < 3; ++relay) mesh.net.cut(4, relay);
  const auto id = mesh.net.publish(4);
  mesh.net.run_for(Seconds{20});
  CHECK(!mesh.net.has(0, id));
  SECTION("by the same process") {}
  SECTION("by the one after a crash") {
    mesh.net.crash(4);
    mesh.net.restart(4);
  }
  mesh.net.heal_all();
  mesh.net.run_for(Seconds{200});
  CHECK(mesh.net.all_have(id));
}

TEST_CASE("a neighbour that swallows what it is told does not stop an envelope") {
  Mesh mesh{6, 4};
  // Relay 0 takes everything and passes nothing on.
  mesh.net.on_frame = [](NodeIndex from, NodeIndex, Frame& frame) {
    return from != 0 ||
           !(std::holds_alternative<Push>(frame) || std::holds_alternative<Have>(frame));
  };
  std::vector<EnvelopeId> ids;
  for (int i = 0; i < 8; ++i) ids.push_back(mesh.net.publish(3));
  mesh.net.run_for(Seconds{8});
  for (const auto& id : ids) CHECK(mesh.net.all_have(id));
}

TEST_CASE("a stripped stamp does not stop a call") {
  Mesh mesh{7, 5};
  // Relay 1 is quick to pass calls on, without their stamps.
  mesh.net.on_frame = [](NodeIndex from, NodeIndex, Frame& frame) {
    if (Push* push = std::get_if<Push>(&frame); push != nullptr && from == 1) push->stamp.reset();
    return true;
  };
  for (int i = 0; i < 5; ++i) {
    const auto id = mesh.net.publish(3, true);
    mesh.net.run_for(Seconds{2});
    for (NodeIndex node = 0; node < mesh.net.size(); ++node) {
      CHECK(is_held_as_call(mesh.net, node, id));
      CHECK(mesh.net.deliveries(node, id) <= 1);
    }
  }
}

TEST_CASE(
    "a stamp that nobody listed, or of another envelope, makes no call, and nothing is lost") {
  Mesh mesh{8, 3};
  const Envelope envelope = tests::make_envelope(mesh.net.options(1), mesh.net.random());
  const bool is_unlisted = GENERATE(true, false);
  const Envelope other = tests::make_envelope(mesh.net.options(1), mesh.net.random());
  const Stamp stamp = tests::make_stamp(
      mesh.net.coalition(), is_unlisted ? envelope.id() : other.id(), is_unlisted ? 9 : 1);
  mesh.net.publish(3, envelope, stamp);
  mesh.net.run_for(Seconds{3});
  CHECK(mesh.net.all_have(envelope.id()));
  CHECK(!is_held_as_call(mesh.net, 0, envelope.id()));
  CHECK(!is_held_as_call(mesh.net, 4, envelope.id()));
}

TEST_CASE("above its quota a stamp key's envelopes are normal ones and arrive all the same") {
  Mesh mesh{9, 3};
  std::vector<EnvelopeId> ids;
  for (std::size_t i = 0; i < limits::stamps_per_hour + 3; ++i) {
    ids.push_back(mesh.net.publish(3, true));
    mesh.net.run_for(Seconds{1});
  }
  mesh.net.run_for(Seconds{5});
  std::size_t calls = 0;
  for (const auto& id : ids) {
    CHECK(mesh.net.all_have(id));
    calls += is_held_as_call(mesh.net, 0, id) ? 1 : 0;
  }
  CHECK(calls == limits::stamps_per_hour);
}

TEST_CASE("who sends above its budget is slowed and nothing is lost") {
  Mesh mesh{10, 2};
  std::vector<EnvelopeId> ids;
  for (int i = 0; i < 800; ++i) ids.push_back(mesh.net.publish(3, false, 0));
  const auto arrived = [&] {
    return std::ranges::count_if(ids, [&](const EnvelopeId& id) { return mesh.net.has(4, id); });
  };
  mesh.net.run_for(Seconds{2});
  CHECK(arrived() < 800);
  const auto call = mesh.net.publish(3, true);
  mesh.net.run_for(Seconds{1});
  CHECK(mesh.net.has(4, call));  // a call does not wait behind them
  mesh.net.run_for(Seconds{120});
  CHECK(arrived() == 800);
  CHECK(mesh.net.links_of(3) == 3);
}

TEST_CASE("announcing or pushing means durably stored here", "[P13]") {
  Mesh mesh{11, 4};
  std::map<NodeIndex, std::array<std::uint8_t, 16>> id_keys;
  std::size_t named = 0;
  std::size_t lies = 0;
  mesh.net.on_frame = [&](NodeIndex from, NodeIndex to, Frame& frame) {
    if (const Hello* hello = std::get_if<Hello>(&frame)) id_keys[from] = hello->id_key;
    const auto stored = mesh.net.store(from).snapshot().envelopes;
    if (const Push* push = std::get_if<Push>(&frame)) {
      ++named;
      const auto id = Envelope::from(push->envelope).value().id();
      lies += std::ranges::find(stored, id, &StoredEnvelope::id) == stored.end() ? 1 : 0;
    }
    if (const Have* have = std::get_if<Have>(&frame)) {
      for (const ShortId wanted : have->ids) {
        ++named;
        lies += std::ranges::none_of(stored,
                                     [&](const StoredEnvelope& one) {
                                       return crypto::short_hash(id_keys.at(to), one.id.view()) ==
                                              wanted;
                                     })
                    ? 1
                    : 0;
      }
    }
    return true;
  };
  for (NodeIndex i = 0; i < mesh.net.size(); ++i) mesh.net.drop_links(i);
  mesh.net.run_for(Seconds{20});  // all say HELLO again
  for (int round = 0; round < 10; ++round) {
    mesh.net.publish(3 + static_cast<NodeIndex>(round) % 4, round % 2 == 0);
    mesh.net.run_for(Millis{40});
    // Killed at any moment, with what it named on its way.
    const NodeIndex victim = static_cast<NodeIndex>(round) % mesh.net.size();
    mesh.net.crash(victim);
    mesh.net.restart(victim);
    mesh.net.run_for(Seconds{5});
  }
  CHECK(named > 100);
  CHECK(lies == 0);
}

TEST_CASE("after healing everybody holds the same", "[P3]") {
  const auto seed = GENERATE(range(20, 26));
  Mesh mesh{static_cast<std::uint64_t>(seed), 7};
  GossipNet& net = mesh.net;
  const auto side = [](NodeIndex index) { return index % 2; };
  for (NodeIndex a = 0; a < net.size(); ++a) {
    for (NodeIndex b = a + 1; b < net.size(); ++b) {
      if (side(a) != side(b)) net.cut(a, b);
    }
  }
  for (int i = 0; i < 30; ++i) {
    const NodeIndex author = 3 + net.random().below(7);
    if (net.is_up(author)) net.publish(author, i % 5 == 0, static_cast<std::uint8_t>(i % 4));
    net.run_for(Millis{static_cast<std::int64_t>(net.random().below(4000))});
    const NodeIndex victim = net.random().below(net.size());
    if (net.is_up(victim))
      net.crash(victim);
    else
      net.restart(victim);
  }
  for (NodeIndex i = 0; i < net.size(); ++i) {
    if (!net.is_up(i)) net.restart(i);
  }
  CHECK(!net.all_hold_the_same());
  net.heal_all();
  net.run_for(
      Seconds{2 * 75 + 2 * 375});  // two periods between relays, two between a laptop and a relay
  CHECK(net.all_hold_the_same());
  for (NodeIndex i = 0; i < net.size(); ++i) {
    for (const EnvelopeId& id : net.at(i).held()) CHECK(net.deliveries(i, id) <= 1);
  }
}

TEST_CASE("what is not admitted, expired or too far ahead is neither stored nor passed on",
          "[P2]") {
  Mesh mesh{12, 2};
  auto options = mesh.net.options(1);
  bool is_good = false;
  SECTION("admitted by nobody") {
    options.is_admitted = false;
  }
  SECTION("expired by more than the slack") {
    options.expiry_hour = mesh.net.hour() - 2;
  }
  SECTION("further ahead than any channel's window") {
    options.expiry_hour = mesh.net.hour() + 31 * 24 + 1;
  }
  SECTION("of another coalition") {
    options.coalition = CoalitionId::zero();
  }
  SECTION("just not expired") {
    options.expiry_hour = mesh.net.hour() - 1;
    is_good = true;
  }
  SECTION("at the end of the window") {
    options.expiry_hour = mesh.net.hour() + 31 * 24;
    is_good = true;
  }
  const Envelope envelope = tests::make_envelope(options, mesh.net.random());
  const LinkId liar = mesh.net.open_stranger(0, PeerRole::member, std::nullopt);
  mesh.net.say(0, liar, Push{std::nullopt, to_bytes(envelope.bytes())});
  mesh.net.run_for(Seconds{3});
  for (NodeIndex i = 0; i < mesh.net.size(); ++i) CHECK(mesh.net.has(i, envelope.id()) == is_good);
}

TEST_CASE("what has expired is deleted, two hours later", "[P2]") {
  Mesh mesh{13, 2};
  const Envelope envelope = tests::make_envelope(mesh.net.options(1, 2), mesh.net.random());
  mesh.net.publish(3, envelope, std::nullopt);
  mesh.net.run_for(Seconds{2 * 3600});
  CHECK(mesh.net.at(4).held().empty());
  CHECK(mesh.net.has(4, envelope.id()));
  mesh.net.run_for(Seconds{3 * 3600});
  for (NodeIndex i = 0; i < mesh.net.size(); ++i) {
    CHECK(!mesh.net.has(i, envelope.id()));
    CHECK(mesh.net.store(i).rows(Table::receipts, {}, 10).empty());
  }
}

TEST_CASE("a clock that jumps ahead deletes nothing") {
  Mesh mesh{14, 1};
  const auto id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{60});
  mesh.net.jump_wall(std::chrono::hours{24 * 40});
  mesh.net.run_for(Seconds{3600});
  CHECK(mesh.net.all_have(id));
  SECTION("and goes on when it is set right") {
    mesh.net.jump_wall(-std::chrono::hours{24 * 40});
    mesh.net.run_for(Seconds{3600});
    CHECK(mesh.net.all_have(id));
    CHECK(mesh.net.at(0).held() == std::vector{id});
  }
  SECTION("for a day") {
    mesh.net.run_for(Seconds{25 * 3600});
    CHECK(!mesh.net.has(0, id));
  }
}

TEST_CASE("one route cannot crowd out the others") {
  GossipNet net{15};
  net.add_relay("choir");
  net.list_everybody();
  tests::SeededRandom random{1};
  auto options = net.options(0);
  for (std::size_t i = 0; i <= limits::route_envelopes_max; ++i) {
    Outbox outbox;
    const Envelope envelope = tests::make_envelope(options, random);
    const auto out = net.at(0).import(envelope, net.now(), outbox);
    CHECK(out.fresh.size() == (i < limits::route_envelopes_max ? 1U : 0U));
  }
  options.route = 2;
  Outbox outbox;
  CHECK(net.at(0).import(tests::make_envelope(options, random), net.now(), outbox).fresh.size() ==
        1);
}

TEST_CASE("a full disk refuses bulk, then normal envelopes, never calls") {
  Mesh mesh{16, 2};
  GossipNet& net = mesh.net;
  net.at(4).space_changed(limits::bulk_floor_bytes - 1);
  const auto bulk = net.publish(3, false, 6);
  const auto normal = net.publish(3);
  net.run_for(Seconds{3});
  CHECK(!net.has(4, bulk));
  CHECK(net.has(4, normal));
  net.at(4).space_changed(limits::call_reserve_bytes - 1);
  const auto later = net.publish(3);
  const auto call = net.publish(3, true);
  net.run_for(Seconds{3});
  CHECK(!net.has(4, later));
  CHECK(net.has(4, call));
  // What was refused is offered again when there is room.
  net.at(4).space_changed(limits::bulk_floor_bytes * 4);
  net.run_for(Seconds{1200});
  CHECK(net.has(4, bulk));
  CHECK(net.has(4, later));
}

TEST_CASE("three receipts with a relay among them mean stored, and a restart keeps them") {
  Mesh mesh{17, 2};
  const auto id = mesh.net.publish(3);
  CHECK(!mesh.net.at(3).progress(id)->is_stored);
  mesh.net.run_for(Seconds{8});
  const auto before = mesh.net.at(3).progress(id);
  REQUIRE(before.has_value());
  CHECK(before->is_stored);
  CHECK(before->receipts == 3);
  CHECK(before->relays == 3);
  REQUIRE(mesh.net.last_stored(3).has_value());
  CHECK(mesh.net.last_stored(3)->is_stored);
  mesh.net.crash(3);
  mesh.net.restart(3);
  CHECK(mesh.net.at(3).progress(id)->receipts == 3);
  CHECK(mesh.net.at(3).progress(id)->is_stored);
  CHECK(!mesh.net.at(4).progress(id).has_value());  // not its own
}

TEST_CASE("with fewer than three neighbours known all of them must have stored it") {
  GossipNet net{18};
  net.add_relay("choir");
  net.add_relay("tenants");
  net.add_node();
  net.list_everybody();
  net.crash(1);
  net.run_for(Seconds{20});
  const auto id = net.publish(2);
  net.run_for(Seconds{20});
  CHECK(net.at(2).progress(id)->receipts == 1);
  CHECK(!net.at(2).progress(id)->is_stored);
  net.restart(1);
  net.run_for(Seconds{200});
  CHECK(net.at(2).progress(id)->is_stored);
}

TEST_CASE("pinned peers alone make a mesh") {
  GossipNet net{19};
  for (int i = 0; i < 4; ++i) net.add_node();
  net.list_everybody();
  net.pin(0, 1);
  net.pin(2, 1);
  net.pin(3, 2);
  net.run_for(Seconds{10});
  const auto id = net.publish(0);
  net.run_for(Seconds{5});
  CHECK(net.all_have(id));
  CHECK(net.at(0).progress(id)->is_stored);  // its one neighbour holds it
}

TEST_CASE("a guest sees one route and no other", "[P14]") {
  Mesh mesh{20, 2};
  GossipNet& net = mesh.net;
  auto here = net.options(1);
  here.route = 7;
  const Envelope answer = tests::make_envelope(here, net.random());
  net.publish(3, answer, std::nullopt);
  const auto elsewhere = net.publish(3);
  const auto call = net.publish(3, true);
  net.run_for(Seconds{3});

  const LinkId guest = net.open_stranger(0, PeerRole::guest, tests::route_of(7));
  net.say(0, guest, Hello{1, 0, {1, 2, 3}, 0, 0, 0});
  const Envelope late = tests::make_envelope(here, net.random());
  net.publish(4, late, std::nullopt);
  net.publish(4, true);
  net.run_for(Seconds{30});
  std::set<EnvelopeId> seen;
  for (const Frame& frame : net.take_heard(guest)) {
    if (const Push* push = std::get_if<Push>(&frame)) {
      const auto envelope = Envelope::from(push->envelope).value();
      CHECK(envelope.route() == tests::route_of(7));
      seen.insert(envelope.id());
    } else {
      CHECK(std::holds_alternative<Hello>(frame));
    }
  }
  CHECK(seen == std::set<EnvelopeId>{answer.id(), late.id()});

  SECTION("and may not ask for another, nor for a list or a sync") {
    const ShortId wanted = crypto::short_hash(std::array<std::uint8_t, 16>{1, 2, 3}, call.view());
    net.say(0,
            guest,
            Want{0,
                 {wanted,
                  crypto::short_hash(std::array<std::uint8_t, 16>{1, 2, 3}, elsewhere.view())}});
    net.say(0, guest, SyncOpen{1, 0, {}});
    net.say(0, guest, MeshListFrame{Bytes(100)});
    net.run_for(Seconds{5});
    for (const Frame& frame : net.take_heard(guest)) CHECK(std::holds_alternative<Gone>(frame));
  }
  SECTION("and what it says on another route is not taken") {
    const Envelope foreign = tests::make_envelope(net.options(1), net.random());
    net.say(0, guest, Push{std::nullopt, to_bytes(foreign.bytes())});
    const Envelope join = tests::make_envelope(here, net.random());
    net.say(0, guest, Push{std::nullopt, to_bytes(join.bytes())});
    net.run_for(Seconds{3});
    CHECK(!net.has(0, foreign.id()));
    CHECK(net.all_have(join.id()));
  }
  SECTION("and may say sixteen envelopes") {
    std::vector<EnvelopeId> said;
    for (std::size_t i = 0; i <= limits::guest_envelopes_max; ++i) {
      const Envelope one = tests::make_envelope(here, net.random());
      said.push_back(one.id());
      net.say(0, guest, Push{std::nullopt, to_bytes(one.bytes())});
    }
    CHECK(net.has(0, said[limits::guest_envelopes_max - 1]));
    CHECK(!net.has(0, said.back()));
    CHECK(std::holds_alternative<Bye>(net.take_heard(guest).back()));
  }
}

TEST_CASE("as a guest we bring our join request and take what comes on its route") {
  GossipNet net{21};
  net.add_node();
  auto here = net.options(1);
  here.route = 7;
  const Envelope request = tests::make_envelope(here, net.random());
  net.publish(0, request, std::nullopt);
  net.publish(0);  // of another route
  std::optional<Route> told;
  SECTION("the route as the link tells it") {
    told = tests::route_of(7);
  }
  SECTION("the route of the invite we visit places for") {
    net.at(0).visit({}, tests::route_of(7), net.now());
  }
  const LinkId place = net.open_stranger(0, PeerRole::relay, told, true);
  net.say(0, place, Hello{1, 0, {4}, 1, 1, 0});
  net.run_for(Seconds{10});
  std::size_t pushed = 0;
  for (const Frame& frame : net.take_heard(place)) {
    if (const Push* push = std::get_if<Push>(&frame)) {
      ++pushed;
      CHECK(Envelope::from(push->envelope).value().id() == request.id());
    } else {
      CHECK(std::holds_alternative<Hello>(frame));
    }
  }
  CHECK(pushed == 1);
  const Envelope welcome = tests::make_envelope(here, net.random());
  const Envelope foreign = tests::make_envelope(net.options(1), net.random());
  net.say(0, place, Push{std::nullopt, to_bytes(welcome.bytes())});
  net.say(0, place, Push{std::nullopt, to_bytes(foreign.bytes())});
  CHECK(net.deliveries(0, welcome.id()) == 1);
  CHECK(!net.has(0, foreign.id()));
}

TEST_CASE("a restart goes on with what is held, and delivers none of it again", "[P1]") {
  Mesh mesh{22, 3};
  const auto id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{3});
  mesh.net.crash(5);
  mesh.net.restart(5);
  mesh.net.run_for(Seconds{400});
  CHECK(mesh.net.deliveries(5, id) == 1);
  CHECK(mesh.net.at(5).list() != nullptr);
  CHECK(mesh.net.at(5).held() == std::vector{id});
  CHECK(mesh.net.at(5).on_route(tests::route_of(1)) == std::vector{id});
}

TEST_CASE("redundant copies of normal envelopes stay below five", "[P4]") {
  Mesh mesh{23, 9};
  const auto pushes = mesh.net.pushes_heard();
  const auto fresh = mesh.net.fresh_count();
  for (int i = 0; i < 60; ++i) {
    mesh.net.publish(3 + static_cast<NodeIndex>(i) % 9);
    mesh.net.run_for(Millis{400});
  }
  mesh.net.run_for(Seconds{10});
  const auto copies = mesh.net.pushes_heard() - pushes;
  const auto needed = mesh.net.fresh_count() - fresh;
  std::cout << "redundant copies per envelope and node: " << (copies - needed) * 100 / needed
            << " / 100\n";
  CHECK(needed == 60 * 11);
  CHECK(copies - needed <= 5 * needed);
}

}  // namespace tocsin::gossip
