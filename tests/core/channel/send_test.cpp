#include <algorithm>

#include "core/channel/channels.h"
#include "core/model/limits/channel.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

std::string refusal(ChannelPeer& peer, const ChannelId& channel, Now now) {
  Outbox outbox;
  const auto sent = peer.channels().send(channel, RecordType::text, Bytes{'a'}, false, now, outbox);
  return sent ? "" : sent.error().code;
}

}  // namespace

TEST_CASE("the chain is kept in the very call that seals") {
  Founded world;
  Outbox outbox;
  const auto sent = world.ana.channels().send(
      world.assembly, RecordType::text, to_bytes("now"), false, world.net.now, outbox);
  REQUIRE(sent);
  REQUIRE(sent->second.publish.size() == 1);
  CHECK(sent->second.publish.front().envelope.id() == sent->first.envelope);
  const auto writes = outbox.take().writes;
  const auto is_chain = [](const Write& write) {
    const auto* keep = std::get_if<Keep>(&write);
    return keep != nullptr && keep->table == Table::chains;
  };
  CHECK(std::ranges::count_if(writes, is_chain) == 1);
}

TEST_CASE("what is urgent is marked so and expires within three days") {
  Founded world;
  Outbox outbox;
  const auto send = [&](bool is_urgent) {
    auto sent = world.ana.channels().send(
        world.assembly, RecordType::text, to_bytes("x"), is_urgent, world.net.now, outbox);
    REQUIRE(sent);
    return sent->second.publish.front();
  };
  const std::uint32_t hour = hour_of(world.net.now.wall);
  CHECK(send(true).is_urgent);
  CHECK(send(true).envelope.expiry_hour() == hour + limits::urgent_life_hours);
  CHECK_FALSE(send(false).is_urgent);
  CHECK(send(false).envelope.expiry_hour() == hour + limits::envelope_life_hours);
}

TEST_CASE("each refusal to send has its reason") {
  Founded world;
  CHECK(refusal(world.ana, ChannelId::zero(), world.net.now) == "E_NOT_FOUND");
  CHECK(refusal(world.ana, world.choir_channel, world.net.now) == "E_NOT_FOUND");
  ChannelPeer& eli = world.net.add("eli");
  tests::join(world, world.bo, eli, world.plumbers);
  CHECK(refusal(eli, world.assembly, world.net.now) == "E_NOT_MEMBER");
  // On the roll, and no keys yet.
  ChannelPeer& fay = world.net.add("fay");
  fay.become(world.net.coalition, world.choir);
  fay.learn(world.net.fact(false, fay.member(world.choir, false)));
  CHECK(refusal(fay, world.choir_channel, world.net.now) == "E_NO_EPOCH");
}

TEST_CASE("messages go on over midnight and a clock that is a day behind") {
  Founded world;
  REQUIRE(world.ana.send(world.assembly, "before midnight"));
  world.net.pass(std::chrono::hours{14});
  REQUIRE(world.bo.send(world.assembly, "after midnight"));
  world.net.deliver();
  world.net.now.wall -= std::chrono::hours{24};
  REQUIRE(world.chi.send(world.assembly, "my clock is slow"));
  world.net.deliver();
  CHECK(world.dee.texts(world.assembly).size() == 3);
}

}  // namespace tocsin::channel
