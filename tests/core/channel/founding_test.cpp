#include <algorithm>

#include "core/channel/channels.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelNet;
using tests::ChannelPeer;
using tests::Founded;

std::size_t count(const ChannelPeer& peer, const std::string& what) {
  return static_cast<std::size_t>(std::ranges::count_if(
      peer.events, [&](const Row& event) { return event.text("event").value_or("") == what; }));
}

}  // namespace

TEST_CASE(
    "each org's lowest delegate's device makes its channel's root, once, and tells the others") {
  Founded world;
  const auto made = [&](const ChannelPeer& a, const ChannelPeer& b) {
    return count(a, "epoch.made") + count(b, "epoch.made");
  };
  // The finisher made the assembly's as well.
  CHECK(made(world.ana, world.bo) + made(world.chi, world.dee) == 3);
  for (ChannelPeer* peer : {&world.ana, &world.bo, &world.chi, &world.dee}) {
    const auto rows = peer->channels().channels();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].text("channel_kind").value() == "assembly");
    CHECK(rows[0].integer("members").value() == 4);
    CHECK(rows[1].integer("members").value() == 2);
    CHECK(rows[1].flag("has_keys"));
  }
}

TEST_CASE("who holds the bundle's secret and is no founder gets nothing of it") {
  Founded world;
  ChannelPeer& eve = world.net.add("eve");
  eve.run([&](Channels& channels, Outbox& outbox) {
    channels.expect_founding(world.net.file_key, world.net.now, outbox);
    return Out{};
  });
  for (const Envelope& envelope : std::vector<Envelope>{world.net.all}) eve.receive(envelope);
  CHECK(eve.identity().coalition.is_zero());
  CHECK(eve.channels().mesh_keys().empty());
}

TEST_CASE("a founder that reads the bundle in any order, or twice, becomes a member all the same") {
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    ChannelNet net{seed};
    ChannelPeer& ana = net.add("ana");
    ChannelPeer& bo = net.add("bo");
    const OrgId org = tests::org_named("plumbers");
    net.found({{org, {&ana, &bo}}});
    ChannelPeer& late = bo;
    std::vector<Envelope> again{net.all.rbegin(), net.all.rend()};
    for (const Envelope& envelope : again) late.receive(envelope);
    REQUIRE(late.send(assembly_channel(net.coalition), "here"));
    net.deliver();
    CHECK(ana.texts(assembly_channel(net.coalition)).size() == 1);
  }
}

TEST_CASE("a coalition is founded once") {
  Founded world;
  Outbox outbox;
  const MeshKeyRecord key;
  const auto again =
      world.ana.channels().found({}, world.net.file_key, {}, key, {}, world.net.now, outbox);
  REQUIRE_FALSE(again);
  CHECK(again.error().code == "E_CONFLICT");
}

}  // namespace tocsin::channel
