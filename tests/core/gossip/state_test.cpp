#include <set>

#include "core/gossip/holdings.h"
#include "core/model/limits/gossip.h"
#include "core/model/limits/link.h"
#include "tests/core/gossip/mesh.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {

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
  IdKey relays_key{};
  for (const Frame& frame : net.take_heard(guest)) {
    if (const Push* push = std::get_if<Push>(&frame)) {
      const auto envelope = Envelope::from(push->envelope).value();
      CHECK(envelope.route() == tests::route_of(7));
      seen.insert(envelope.id());
    } else {
      REQUIRE(std::holds_alternative<Hello>(frame));
      relays_key = std::get<Hello>(frame).id_key;
    }
  }
  CHECK(seen == std::set<EnvelopeId>{answer.id(), late.id()});

  SECTION("and may not ask for another, nor for a list or a sync") {
    net.say(0, guest, Want{0, {short_id(relays_key, call), short_id(relays_key, elsewhere)}});
    net.say(0, guest, SyncOpen{1, 0, {}});
    net.say(0, guest, MeshListFrame{Bytes(100)});
    net.run_for(Seconds{5});
    const auto heard = net.take_heard(guest);
    CHECK(!heard.empty());
    for (const Frame& frame : heard) CHECK(std::holds_alternative<Gone>(frame));
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

TEST_CASE("a guest is brought four mebibytes at most") {
  GossipNet net{24};
  net.add_relay("choir");
  net.list_everybody();
  constexpr std::size_t large = 64 * 1024;
  for (std::size_t i = 0; i < limits::guest_bytes_out_max / large + 3; ++i) {
    Outbox outbox;
    auto options = net.options(7);
    options.route = 7;
    net.at(0).import(tests::make_envelope(options, net.random()), net.now(), outbox);
    REQUIRE(net.store(0).stage(outbox.take().writes));
  }
  const LinkId guest = net.open_stranger(0, PeerRole::guest, tests::route_of(7));
  net.run_for(Seconds{300});
  std::size_t bytes = 0;
  for (const Frame& frame : net.take_heard(guest)) {
    if (const Push* push = std::get_if<Push>(&frame)) bytes += push->envelope.size();
  }
  CHECK(bytes == limits::guest_bytes_out_max);
}

TEST_CASE("what a link that ends was asked for is asked of the next that announced it") {
  GossipNet net{25};
  net.add_node();
  net.list_everybody();
  const LinkId leaving = net.open_stranger(0, PeerRole::member, std::nullopt);
  const LinkId staying = net.open_stranger(0, PeerRole::member, std::nullopt);
  for (const LinkId link : {leaving, staying}) net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  for (const LinkId link : {leaving, staying}) net.say(0, link, Have{HaveKind::bulk, {7}});
  net.take_heard(leaving);
  net.take_heard(staying);
  net.say(0, leaving, Push{std::nullopt, Bytes(5)});  // no envelope: it is closed
  CHECK(net.take_heard(staying) == std::vector<Frame>{Want{0, {7}}});
}

}  // namespace tocsin::gossip
