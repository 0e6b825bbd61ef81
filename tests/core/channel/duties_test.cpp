#include <algorithm>

#include "core/channel/channels.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

}  // namespace

TEST_CASE("a quiet device has nothing to say, however often it is woken") {
  Founded world;
  world.net.pass(Seconds{120});
  const std::size_t before = world.net.all.size();
  for (int at = 0; at < 5; ++at) world.net.pass(Seconds{600});
  CHECK(world.net.all.size() == before);
}

TEST_CASE("a device that was just woken is not due again at once, even where it may not speak") {
  tests::ChannelNet net{3};
  ChannelPeer& ana = net.add("ana");
  ChannelPeer& bo = net.add("bo");
  const OrgId org = tests::org_named("plumbers");
  net.found({{org, {&ana, &bo}}});
  // Before anybody posted a copy of the mesh key, one of them is out: no epoch is safe now.
  for (ChannelPeer* peer : {&ana, &bo}) peer->learn(net.fact(true, bo.member(org, true)));
  for (int at = 0; at < 4; ++at) {
    net.pass(Seconds{2});
    for (ChannelPeer* peer : {&ana, &bo}) CHECK(*peer->channels().next_wakeup() > net.now.instant);
  }
}

TEST_CASE("every delegate's device makes a stamp key of its own") {
  Founded world;
  const EnvelopeId envelope{std::array<std::uint8_t, 32>{1}};
  const auto a = world.ana.channels().stamp(envelope);
  const auto b = world.bo.channels().stamp(envelope);
  REQUIRE(a);
  REQUIRE(b);
  CHECK(a->key != b->key);
  world.ana.restart();
  CHECK(world.ana.channels().stamp(envelope)->key == a->key);
  ChannelPeer& eli = world.net.add("eli");
  tests::join(world, world.bo, eli, world.plumbers);
  CHECK_FALSE(eli.channels().stamp(envelope));
}

TEST_CASE("after a week every device renews its keys and says so in each of its channels") {
  Founded world;
  world.net.pass(std::chrono::hours{24 * 7 + 1});
  const std::size_t before = world.net.all.size();
  world.net.pass(Seconds{1});
  CHECK(world.net.all.size() == before);
  REQUIRE(world.ana.send(world.assembly, "still here"));
  REQUIRE(world.bo.send(world.plumbers_channel, "me too"));
  world.net.deliver();
  CHECK(world.dee.texts(world.assembly).size() == 1);
  CHECK(world.ana.texts(world.plumbers_channel).size() == 1);
}

TEST_CASE("keys and statements posted by who had not heard of a newcomer reach it all the same") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  tests::accept(world, eli, tests::invite_by(world, world.bo));
  world.net.deliver();
  REQUIRE(tests::admit(world, world.bo, tests::words_of(eli)));
  world.net.cut(world.ana);
  world.bo.learn(world.net.fact(false, eli.member(world.plumbers, false)));
  // Ana, cut off, renews her keys and posts a statement under the old epoch.
  const StatementId late = world.net.fact(false, world.dee.member(world.choir, true));
  world.net.now.instant += std::chrono::hours{24 * 8};
  world.net.now.wall += std::chrono::hours{24 * 8};
  world.ana.wake();
  world.ana.run([&](Channels& channels, Outbox& outbox) {
    auto sent = channels.send(world.plumbers_channel,
                              RecordType::statement,
                              world.net.facts.at(late).second,
                              false,
                              world.net.now,
                              outbox);
    REQUIRE(sent);
    return std::move(sent->second);
  });
  world.net.deliver();
  world.net.sync();
  world.net.sync();
  REQUIRE(world.ana.send(world.plumbers_channel, "can you read me, eli?"));
  world.net.deliver();
  CHECK(eli.texts(world.plumbers_channel).size() == 1);
  CHECK(eli.knows(late));
}

TEST_CASE("a device before its coalition has no duties and needs no waking but one") {
  tests::ChannelNet net{1};
  ChannelPeer& ana = net.add("ana");
  ana.wake();
  CHECK(net.all.empty());
  CHECK(ana.channels().channels().empty());
  CHECK(ana.channels().card_statements().size() == 2);
}

}  // namespace tocsin::channel
