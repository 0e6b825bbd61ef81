#include "core/channel/channels.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

}  // namespace

TEST_CASE("an expired invite and one of another kind are refused at once") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  Invite invite = tests::invite_by(world, world.bo);
  Outbox outbox;
  invite.role = InviteRole::known_device;
  CHECK(eli.channels().accept_invite(invite, world.net.now, outbox).error().code == "E_FEATURE");
  invite.role = InviteRole::newcomer;
  invite.expiry_hour = 1;
  CHECK(eli.channels().accept_invite(invite, world.net.now, outbox).error().code == "E_EXPIRED");
}

TEST_CASE("whoever asks anew, by an invite or a device link, asks by the new text alone") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  tests::accept(world, eli, tests::invite_by(world, world.bo));
  const Route first = eli.channels().joining()->route;
  Invite wanted;
  wanted.role = InviteRole::second_device;
  wanted.person = "eli";
  const Invite link = tests::invite_by(world, world.ana, wanted);
  tests::accept(world, eli, link);
  const auto joining = eli.channels().joining();
  REQUIRE(joining);
  CHECK(joining->route != first);
  REQUIRE(joining->places.size() == 1);
  CHECK(joining->places.front().ticket == invite_ticket(link.secret));
}

}  // namespace tocsin::channel
