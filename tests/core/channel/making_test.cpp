#include <algorithm>

#include "core/channel/channels.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

}  // namespace

TEST_CASE("an epoch is made by who wants to send, and not twice by who has heard of it") {
  Founded world;
  const StatementId removal = world.net.fact(true, world.dee.member(world.choir, true));
  const auto made = [](const ChannelPeer& peer) {
    return std::ranges::count_if(peer.events, [](const Row& event) {
      return event.text("event").value_or("") == "epoch.made";
    });
  };
  const auto before = made(world.ana) + made(world.bo) + made(world.chi);
  world.ana.learn(removal);
  world.net.deliver();
  CHECK(made(world.ana) + made(world.bo) + made(world.chi) == before);
  REQUIRE(world.ana.send(world.assembly, "one"));
  world.net.deliver();
  REQUIRE(world.chi.send(world.assembly, "two"));
  world.net.deliver();
  CHECK(made(world.ana) + made(world.bo) + made(world.chi) == before + 1);
  CHECK(world.bo.texts(world.assembly).size() == 2);
}

TEST_CASE("two who make one at once fork the tree, and both sides stay readable") {
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    INFO("seed " << seed);
    Founded world{seed};
    const StatementId removal = world.net.fact(true, world.dee.member(world.choir, true));
    world.ana.learn(removal);
    world.chi.learn(removal);
    REQUIRE(world.ana.send(world.assembly, "ana"));
    REQUIRE(world.chi.send(world.assembly, "chi"));
    world.net.deliver(true);
    world.net.sync();
    REQUIRE(world.bo.send(world.assembly, "bo"));
    world.net.deliver(true);
    for (ChannelPeer* peer : {&world.ana, &world.bo, &world.chi})
      CHECK(peer->texts(world.assembly).size() == 3);
    CHECK(world.dee.texts(world.assembly).empty());
  }
}

}  // namespace tocsin::channel
