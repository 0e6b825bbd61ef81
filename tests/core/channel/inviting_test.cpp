#include <algorithm>

#include "core/channel/channels.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

}  // namespace

TEST_CASE("the steward dies between the words and the Welcome and welcomes after the restart") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  tests::accept(world, eli, tests::invite_by(world, world.bo));
  world.net.deliver();
  REQUIRE(tests::admit(world, world.bo, tests::words_of(eli)));
  world.bo.restart();
  CHECK(eli.identity().org.is_zero());
  const StatementId added = world.net.fact(false, eli.member(world.plumbers, false));
  world.bo.crash_after(0, true);  // the roll entry and the Welcome are on disk and did not leave
  world.bo.learn(added);
  world.net.deliver();
  CHECK(eli.identity().org == world.plumbers);
  REQUIRE(eli.send(world.plumbers_channel, "here I am"));
  world.net.deliver();
  CHECK(world.ana.texts(world.plumbers_channel).size() == 1);
}

TEST_CASE("an open request and live tickets are known again after a restart") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  const Invite invite = tests::invite_by(world, world.bo);
  tests::accept(world, eli, invite);
  const auto before = eli.channels().joining();
  REQUIRE(before);
  eli.restart();
  world.bo.restart();
  REQUIRE(eli.channels().joining());
  CHECK(eli.channels().joining()->route == before->route);
  CHECK(eli.channels().joining()->places == before->places);
  REQUIRE(world.bo.channels().tickets().size() == 1);
  CHECK(world.bo.channels().tickets().front().ticket == invite_ticket(invite.secret));
  CHECK(world.bo.channels().tickets().front().route == before->route);
}

TEST_CASE("the ticket stays until the newcomer was heard, and then goes") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  tests::accept(world, eli, tests::invite_by(world, world.bo));
  world.net.deliver();
  REQUIRE(tests::admit(world, world.bo, tests::words_of(eli)));
  world.bo.learn(world.net.fact(false, eli.member(world.plumbers, false)));
  CHECK(world.bo.channels().tickets().size() == 1);
  world.net.deliver();
  CHECK(world.bo.channels().tickets().empty());
  const auto rows = world.bo.channels().invites(world.net.now);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].text("state").value() == "done");
  CHECK(rows[0].text("person").value() == "eli");
}

TEST_CASE("an invite that nobody used is gone after its time") {
  Founded world;
  tests::invite_by(world, world.bo);
  CHECK(world.bo.channels().tickets().size() == 1);
  world.net.pass(std::chrono::hours{74});
  CHECK(world.bo.channels().tickets().empty());
  CHECK(world.bo.channels().invites(world.net.now).empty());
}

TEST_CASE("a cancelled invite lets nobody in") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  tests::accept(world, eli, tests::invite_by(world, world.bo));
  const auto rows = world.bo.channels().invites(world.net.now);
  REQUIRE(rows.size() == 1);
  Outbox outbox;
  REQUIRE(world.bo.channels().cancel_invite(
      MeshTag::from(rows[0].bytes("tag").value()).value(), world.net.now, outbox));
  world.net.deliver();
  CHECK_FALSE(tests::admit(world, world.bo, tests::words_of(eli)));
  CHECK_FALSE(world.bo.channels().cancel_invite(MeshTag::zero(), world.net.now, outbox));
}

TEST_CASE("two stewards admit two people at once and everybody reads everybody in the end") {
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    INFO("seed " << seed);
    Founded world{seed};
    ChannelPeer& eli = world.net.add("eli");
    ChannelPeer& fay = world.net.add("fay");
    tests::accept(world, eli, tests::invite_by(world, world.ana));
    tests::accept(world, fay, tests::invite_by(world, world.bo));
    world.net.deliver();
    REQUIRE(tests::admit(world, world.ana, tests::words_of(eli)));
    REQUIRE(tests::admit(world, world.bo, tests::words_of(fay)));
    world.ana.learn(world.net.fact(false, eli.member(world.plumbers, false)));
    world.bo.learn(world.net.fact(false, fay.member(world.plumbers, false)));
    world.net.deliver(true);
    world.net.sync();
    for (ChannelPeer* peer : {&world.ana, &world.bo, &eli, &fay}) {
      REQUIRE(peer->send(world.plumbers_channel, "hello"));
      world.net.deliver();
    }
    world.net.sync();
    for (ChannelPeer* peer : {&world.ana, &world.bo, &eli, &fay})
      CHECK(peer->texts(world.plumbers_channel).size() == 4);
  }
}

TEST_CASE("a second device comes in as its person, and three wrong words burn its link") {
  Founded world;
  ChannelPeer& laptop = world.net.add("ana");
  Invite wanted;
  wanted.role = InviteRole::second_device;
  wanted.person = "ana";
  const Invite link = tests::invite_by(world, world.ana, wanted);
  CHECK(link.person == "ana");
  tests::accept(world, laptop, link);
  world.net.deliver();
  const auto rows = world.ana.channels().invites(world.net.now);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].flag("is_second_device"));
  CHECK(rows[0].text("person").value() == "ana");
  SECTION("the right words") {
    const auto admitted = tests::admit(world, world.ana, tests::words_of(laptop));
    REQUIRE(admitted);
    CHECK(admitted->is_second_device);
    CHECK(admitted->person == "ana");
    world.ana.learn(world.net.fact(false, laptop.member(world.plumbers, false)));
    world.net.deliver();
    CHECK(laptop.identity().org == world.plumbers);
  }
  SECTION("three wrong ones") {
    for (int tries = 0; tries < 3; ++tries)
      CHECK_FALSE(tests::admit(world, world.ana, tests::words_of(world.bo)));
    CHECK(tests::admit(world, world.ana, tests::words_of(laptop)).error().code == "E_NOT_FOUND");
    CHECK(world.ana.channels().tickets().empty());
  }
}

TEST_CASE("a laptop of another name asks by a device link in vain") {
  Founded world;
  ChannelPeer& eve = world.net.add("eve");
  Invite wanted;
  wanted.role = InviteRole::second_device;
  wanted.person = "ana";
  tests::accept(world, eve, tests::invite_by(world, world.ana, wanted));
  world.net.deliver();
  const auto answer = tests::admit(world, world.ana, tests::words_of(eve));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == "E_NOT_FOUND");
}

}  // namespace tocsin::channel
