// The mesh list as machines take it and pass it on.
#include "core/wire/mesh_list_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_net.h"

namespace tocsin::gossip {
namespace {

using tests::GossipNet;
using tests::ListOptions;

struct Listed {
  Listed() : net{61} {
    net.add_relay("choir");
    net.add_node();
    net.add_node();
    net.list_everybody();
    net.run_for(Seconds{5});
    options.coalition = net.coalition();
    options.seq = 2;
    options.relays = {tests::make_listed(net.key(0), "choir", net.address(0))};
  }

  // Given to node 1 by its own hub.
  Result<Out> take(const Bytes& bytes, const crypto::SignPublicKey& authority) {
    Outbox outbox;
    auto out = net.at(1).take_list(bytes, authority, net.now(), outbox);
    writes = outbox.take().writes.size();
    return out;
  }

  GossipNet net;
  ListOptions options;
  std::size_t writes = 0;
};

}  // namespace

TEST_CASE("a newer list is kept, told to the hub and sent to who is behind") {
  Listed mesh;
  const auto out = mesh.take(tests::make_list(mesh.options), tests::authority_key());
  REQUIRE(out);
  CHECK(out->list.has_value());
  CHECK(mesh.writes == 1);
  CHECK(mesh.net.at(1).list()->seq == 2);
  REQUIRE(out->frames.size() == 1);
  CHECK(std::holds_alternative<MeshListFrame>(out->frames[0].frame));
  CHECK(out->frames[0].queue == Queue::sync);
}

TEST_CASE("an old list, or the same one, changes nothing") {
  Listed mesh;
  mesh.options.seq = 1;
  const auto out = mesh.take(tests::make_list(mesh.options), tests::authority_key());
  const auto* before = mesh.net.at(1).list();
  REQUIRE(before != nullptr);
  REQUIRE(out);
  // One of number and seq as ours: the smaller hash stands, whichever came first.
  CHECK(mesh.writes <= 1);
  const auto again = mesh.take(tests::make_list(mesh.options), tests::authority_key());
  REQUIRE(again);
  CHECK(!again->list.has_value());
  CHECK(mesh.writes == 0);
}

TEST_CASE("a list of another coalition, another authority, or nobody's is refused") {
  Listed mesh;
  const auto is_refused = [&](const Bytes& bytes, Errc code) {
    const auto out = mesh.take(bytes, tests::authority_key());
    return !out && out.error().code == code && mesh.writes == 0;
  };
  Bytes forged = tests::make_list(mesh.options);
  forged.back() = static_cast<std::uint8_t>(forged.back() ^ 1U);
  CHECK(is_refused(forged, Errc::unauthenticated));
  CHECK(is_refused(Bytes{1, 2, 3}, Errc::malformed));
  mesh.options.authority = 2;
  CHECK(is_refused(tests::make_list(mesh.options), Errc::not_allowed));
  mesh.options.authority = 1;
  mesh.options.coalition = CoalitionId::zero();
  CHECK(is_refused(tests::make_list(mesh.options), Errc::not_allowed));
}

TEST_CASE("a list reaches everybody by links, and a forged one nobody") {
  Listed mesh;
  GossipNet& net = mesh.net;
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.say(0, link, Hello{1, 0, {1}, 1, 2, 0});
  net.take_heard(link);
  SECTION("signed") {
    net.say(0, link, MeshListFrame{tests::make_list(mesh.options)});
    net.run_for(Seconds{1});
    for (tests::NodeIndex i = 0; i < net.size(); ++i) CHECK(net.at(i).list()->seq == 2);
    net.crash(2);
    net.restart(2);
    CHECK(net.at(2).list()->seq == 2);
  }
  SECTION("by another authority") {
    mesh.options.authority = 2;
    net.say(0, link, MeshListFrame{tests::make_list(mesh.options)});
    net.run_for(Seconds{1});
    for (tests::NodeIndex i = 0; i < net.size(); ++i) CHECK(net.at(i).list()->seq == 1);
  }
  SECTION("no list at all") {
    net.say(0, link, MeshListFrame{Bytes(50)});
    CHECK(net.take_heard(link) == std::vector<Frame>{Bye{ByeReason::abuse}});
  }
}

TEST_CASE("who links up behind is sent the list, who has it is not") {
  Listed mesh;
  GossipNet& net = mesh.net;
  const std::uint32_t seq = GENERATE(0U, 1U);
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.say(0, link, Hello{1, 0, {1}, 1, seq, 0});
  std::size_t lists = 0;
  for (const Frame& frame : net.take_heard(link))
    lists += std::holds_alternative<MeshListFrame>(frame) ? 1 : 0;
  CHECK(lists == (seq == 0 ? 1U : 0U));
}

TEST_CASE("a relay takes the first list of the authority it was granted by, and no other") {
  tests::MemoryStore store;
  tests::SeededRandom random{1};
  const CoalitionId coalition{CoalitionId::Array{3}};
  ListOptions options;
  options.coalition = coalition;
  options.authority = GENERATE(std::uint8_t{1}, std::uint8_t{2});
  {
    Gossip relay{random, store, Role::relay, store.snapshot()};
    relay.set_coalition(coalition);
    Outbox outbox;
    relay.trust(tests::authority_key(1), outbox);
    REQUIRE(store.stage(outbox.take().writes));
    REQUIRE(store.commit());
  }
  Gossip relay{random, store, Role::relay, store.snapshot()};  // the grant outlives a restart
  const Now now{Instant{Seconds{9}}, wall_from_ms(1'810'000'000'000)};
  Outbox outbox;
  relay.link_up(
      {LinkId{1}, PeerRole::member, LinkKey::zero(), false, false, std::nullopt}, now, outbox);
  relay.heard({LinkId{1}, Hello{1, 0, {1}, 1, 1, 0}}, now, outbox);
  const auto out = relay.heard({LinkId{1}, MeshListFrame{tests::make_list(options)}}, now, outbox);
  CHECK(out.list.has_value() == (options.authority == 1));
  CHECK((relay.list() != nullptr) == (options.authority == 1));
}

}  // namespace tocsin::gossip
