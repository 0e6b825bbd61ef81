#include "core/channel/channels.h"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::accept;
using tests::admit;
using tests::ChannelPeer;
using tests::Founded;
using tests::invite_by;
using tests::join;
using tests::words_of;

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("two orgs found a coalition and talk in the assembly and in channels of their own") {
  Founded world;
  for (ChannelPeer* peer : {&world.ana, &world.bo, &world.chi, &world.dee}) {
    CHECK(peer->channels().is_member(world.assembly));
    CHECK(peer->channels().mesh_keys().size() == 1);
    CHECK(peer->channels().mesh_keys().at(0).authority_seed.size() == 32);
    CHECK(peer->channels().refused() == 0);
  }
  REQUIRE(world.ana.send(world.assembly, "good morning"));
  world.net.deliver();
  REQUIRE(world.dee.send(world.assembly, "same to you"));
  REQUIRE(world.bo.send(world.plumbers_channel, "between us"));
  world.net.deliver();
  for (ChannelPeer* peer : {&world.ana, &world.bo, &world.chi, &world.dee})
    CHECK(peer->texts(world.assembly) == Texts{"good morning", "same to you"});
  CHECK(world.ana.texts(world.plumbers_channel) == Texts{"between us"});
  CHECK(world.bo.texts(world.plumbers_channel) == Texts{"between us"});
  CHECK(world.chi.texts(world.plumbers_channel).empty());
  CHECK_FALSE(world.chi.send(world.plumbers_channel, "may I?"));
}

TEST_CASE("a member joins by invite and reads and writes in its org's channel alone") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  join(world, world.bo, eli, world.plumbers);
  CHECK(eli.channels().is_member(world.plumbers_channel));
  CHECK_FALSE(eli.channels().is_member(world.assembly));
  REQUIRE(world.ana.send(world.plumbers_channel, "welcome"));
  world.net.deliver();
  REQUIRE(eli.send(world.plumbers_channel, "thank you"));
  world.net.deliver();
  const Texts both{"welcome", "thank you"};
  CHECK(eli.texts(world.plumbers_channel) == both);
  CHECK(world.ana.texts(world.plumbers_channel) == both);
  CHECK(world.bo.texts(world.plumbers_channel) == both);
  REQUIRE(eli.channels().mesh_keys().size() == 1);
  CHECK(eli.channels().mesh_keys().at(0).authority_seed.empty());
  CHECK(eli.channels().joining() == std::nullopt);
  CHECK(world.bo.channels().tickets().empty());
}

TEST_CASE("who was removed opens nothing sent after the removal was known") {
  Founded world;
  const StatementId removal = world.net.fact(true, world.dee.member(world.choir, true));
  world.bo.learn(removal);
  REQUIRE(world.bo.send(world.assembly, "dee has left"));
  world.net.deliver();
  const Texts left{"dee has left"};
  CHECK(world.ana.texts(world.assembly) == left);
  CHECK(world.chi.texts(world.assembly) == left);
  CHECK(world.dee.texts(world.assembly).empty());
  // It has seen the statement that shut it out, and sends nothing any more.
  CHECK_FALSE(world.dee.channels().is_member(world.assembly));
  CHECK_FALSE(world.dee.send(world.assembly, "am I?"));
  REQUIRE(world.ana.send(world.assembly, "and again"));
  world.net.deliver();
  CHECK(world.chi.texts(world.assembly).size() == 2);
  CHECK(world.dee.texts(world.assembly).empty());
}

TEST_CASE("after a newcomer's removal the others go back to the epoch it never had") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  join(world, world.bo, eli, world.plumbers);
  const std::size_t before = world.net.all.size();
  world.bo.learn(world.net.fact(true, eli.member(world.plumbers, false)));
  REQUIRE(world.bo.send(world.plumbers_channel, "eli has left"));
  CHECK(world.net.all.size() == before + 1);  // no epoch was made: one stands
  world.net.deliver();
  CHECK(world.ana.texts(world.plumbers_channel) == Texts{"eli has left"});
  CHECK(eli.texts(world.plumbers_channel).empty());
}

TEST_CASE("what a removed member who has not heard of it still writes is read with a mark") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  join(world, world.bo, eli, world.plumbers);
  const auto marks = [&] {
    std::vector<bool> out;
    for (const Row& row : world.ana.channels().read(world.plumbers_channel, 0, 10))
      out.push_back(row.flag("has_left"));
    return out;
  };
  REQUIRE(world.bo.send(world.plumbers_channel, "hello"));
  REQUIRE(eli.send(world.plumbers_channel, "thank you"));
  world.net.deliver();
  CHECK(marks() == std::vector<bool>{false, false});
  const StatementId removal = world.net.fact(true, eli.member(world.plumbers, false));
  world.bo.learn(removal);
  world.ana.learn(removal);
  REQUIRE(eli.send(world.plumbers_channel, "still here"));
  world.net.deliver();
  CHECK(world.ana.texts(world.plumbers_channel) == Texts{"hello", "thank you", "still here"});
  CHECK(marks() == std::vector<bool>{false, true, true});
}

TEST_CASE("lost, reordered and doubled envelopes delay and never wedge") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    Founded world{seed};
    ChannelPeer& eli = world.net.add("eli");
    join(world, world.ana, eli, world.plumbers);
    world.net.cut(world.dee);
    for (int at = 0; at < 6; ++at) {
      REQUIRE(world.ana.send(world.assembly, "a" + std::to_string(at)));
      REQUIRE(world.bo.send(world.plumbers_channel, "b" + std::to_string(at)));
      REQUIRE(eli.send(world.plumbers_channel, "e" + std::to_string(at)));
    }
    world.net.deliver(true);
    CHECK(world.dee.texts(world.assembly).empty());
    world.net.sync();
    world.net.sync();
    CHECK(world.dee.texts(world.assembly).size() == 6);
    CHECK(world.bo.texts(world.assembly).size() == 6);
    CHECK(world.ana.texts(world.plumbers_channel).size() == 12);
    CHECK(eli.texts(world.plumbers_channel).size() == 12);
    for (const auto& peer : world.net.peers) CHECK(peer->channels().refused() == 0);
  }
}

TEST_CASE("three wrong words burn an invite") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  accept(world, eli, invite_by(world, world.bo));
  world.net.deliver();
  for (int wrong = 0; wrong < 3; ++wrong) {
    const auto reply = admit(world, world.bo, words_of(world.chi));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == "E_WORDS");
    const std::string left = wrong == 2 ? "; no try is left, and the invite is burnt"
                                        : "; tries left: " + std::to_string(2 - wrong);
    CHECK(reply.error().reason.ends_with(left));
    CHECK_FALSE(reply.error().remedy.empty());
  }
  const auto late = admit(world, world.bo, words_of(eli));
  REQUIRE_FALSE(late);
  CHECK(late.error().code == "E_NOT_FOUND");
  CHECK(world.bo.channels().tickets().empty());
}

TEST_CASE("a second device burns an invite") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  ChannelPeer& thief = world.net.add("thief");
  const Invite invite = invite_by(world, world.bo);
  accept(world, eli, invite);
  world.net.deliver();
  accept(world, thief, invite);
  world.net.deliver();
  CHECK_FALSE(admit(world, world.bo, words_of(eli)));
  CHECK_FALSE(admit(world, world.bo, words_of(thief)));
  const auto is_burned = [](const Row& event) {
    return event.text("event").value_or("") == "invite.burned";
  };
  CHECK(std::ranges::count_if(world.bo.events, is_burned) == 1);
}

}  // namespace tocsin::channel
