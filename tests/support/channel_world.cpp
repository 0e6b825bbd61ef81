#include "tests/support/channel_world.h"

#include <optional>
#include <stdexcept>

#include "core/model/words.h"

namespace tocsin::tests {

Founded::Founded(std::uint64_t seed)
    : net{seed},
      ana{net.add("ana")},
      bo{net.add("bo")},
      chi{net.add("chi")},
      dee{net.add("dee")},
      plumbers{org_named("plumbers")},
      choir{org_named("choir")} {
  net.found({{plumbers, {&ana, &bo}}, {choir, {&chi, &dee}}});
  net.pass(Seconds{5});
  assembly = assembly_channel(net.coalition);
  plumbers_channel = org_channel(net.coalition, plumbers);
  choir_channel = org_channel(net.coalition, choir);
}

Invite invite_by(Founded& world, ChannelPeer& steward, Invite wanted) {
  const Place place{true,
                    LinkKey{std::array<std::uint8_t, 32>{1}},
                    Address{AddressKind::ipv4, {127, 0, 0, 1}, 4000}};
  wanted.places = {place};
  std::optional<Invite> made;
  steward.run([&](channel::Channels& channels, Outbox& outbox) {
    auto reply = channels.invite(wanted, world.net.now, outbox);
    if (!reply) throw std::runtime_error{reply.error().reason};
    made = reply->first;
    return std::move(reply->second);
  });
  return *made;
}

void accept(Founded& world, ChannelPeer& newcomer, const Invite& invite) {
  newcomer.run([&](channel::Channels& channels, Outbox& outbox) {
    newcomer.become(invite.coalition, OrgId::zero());
    auto reply = channels.accept_invite(invite, world.net.now, outbox);
    if (!reply) throw std::runtime_error{reply.error().reason};
    return std::move(reply->second);
  });
}

Reply<channel::JoinAsked> admit(Founded& world, ChannelPeer& steward, const std::string& words) {
  Reply<channel::JoinAsked> answer = refuse(Exit::bug, "E_BUG", "the machine was not asked");
  steward.run([&](channel::Channels& channels, Outbox& outbox) {
    answer = channels.admit(words, world.net.now, outbox);
    return channel::Out{};
  });
  return answer;
}

std::string words_of(const ChannelPeer& peer) {
  return six_words_text(WordList::drill, peer.id().view());
}

void join(Founded& world, ChannelPeer& steward, ChannelPeer& newcomer, const OrgId& org) {
  accept(world, newcomer, invite_by(world, steward));
  world.net.deliver();
  const auto admitted = admit(world, steward, words_of(newcomer));
  if (!admitted) throw std::runtime_error{admitted.error().reason};
  steward.learn(world.net.fact(false, newcomer.member(org, false)));
  world.net.deliver();
}

}  // namespace tocsin::tests
