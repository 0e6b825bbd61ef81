// A founded coalition of channel machines, and the steps of an invite in it.
#pragma once

#include <string>

#include "core/model/invite.h"
#include "tests/support/channel_net.h"

namespace tocsin::tests {

// Two orgs of two delegates each, founded and quiet.
struct Founded {
  explicit Founded(std::uint64_t seed = 1);

  ChannelNet net;
  ChannelPeer& ana;
  ChannelPeer& bo;
  ChannelPeer& chi;
  ChannelPeer& dee;
  OrgId plumbers;
  OrgId choir;
  ChannelId assembly = ChannelId::zero();
  ChannelId plumbers_channel = ChannelId::zero();
  ChannelId choir_channel = ChannelId::zero();
};

// The steps of an invite, and the whole way of a newcomer into an org. A refusal that is not the
// answer throws.
Invite invite_by(Founded& world, ChannelPeer& steward, Invite wanted = {});
void accept(Founded& world, ChannelPeer& newcomer, const Invite& invite);
Reply<channel::JoinAsked> admit(Founded& world, ChannelPeer& steward, const std::string& words);
std::string words_of(const ChannelPeer& peer);
void join(Founded& world, ChannelPeer& steward, ChannelPeer& newcomer, const OrgId& org);

}  // namespace tocsin::tests
