// How a coalition's first devices come to share the assembly (channel.md §6 Founders): the finisher
// makes its root and one Welcome for each founding device on the reply route of the bundle's
// secret.
#include "core/channel/state.h"
#include "core/model/limits/channel.h"
#include "core/wire/record_codec.h"

namespace tocsin::channel {

namespace {

// Where the Welcomes of a bundle lie: whoever has its words finds them.
JoinRow founding_route(const Identity& identity, ByteView file_key, Now now) {
  Invite secret;
  secret.coalition = identity.coalition;
  secret.inviter = identity.keys->id;
  secret.expiry_hour = hour_of(now.wall) + limits::envelope_life_hours;
  std::ranges::copy(founding_secret(file_key).reveal(), secret.secret.begin());
  return JoinRow{JoinSide::founding,
                 JoinState::open,
                 0,
                 secret,
                 {},
                 reply_keys(ReplyKind::founding, secret.secret)};
}

}  // namespace

Reply<Channels::WelcomeKit> Channels::welcome_orgs(const std::vector<Founder>& newcomers,
                                                   ByteView file_key,
                                                   const std::vector<Bytes>& statements,
                                                   Now now,
                                                   Outbox& outbox) {
  State& state = *state_;
  const JoinRow route = founding_route(state.identity, file_key, now);
  WelcomeKit kit{{}, state.mesh_list};
  for (const Founder& newcomer : newcomers) {
    const Member& member = newcomer.member;
    const auto taken =
        state.prekeys.take(newcomer.keys_statement, member.keys, state.identity.domain(), outbox);
    if (!taken) return refuse(taken.error());
    Welcome welcome = state.plain_welcome(member.org);
    welcome.state = statements;
    std::ranges::move(state.sealed_welcome(route, member, welcome),
                      std::back_inserter(kit.envelopes));
  }
  return kit;
}

Reply<std::pair<Channels::FoundingKit, Out>> Channels::found(const std::vector<Founder>& founders,
                                                             ByteView file_key,
                                                             const std::vector<Bytes>& statements,
                                                             const MeshKeyRecord& mesh_key,
                                                             ByteView list,
                                                             Now now,
                                                             Outbox& outbox) {
  State& state = *state_;
  if (!state.identity.has_keys() || !state.identity.has_coalition())
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile is in no coalition yet");
  const ChannelPolicy assembly = state.policies().front();
  if (state.epochs.has_any(assembly.id))
    return refuse(Exit::usage, "E_CONFLICT", "this coalition was founded already");
  const auto audience = state.current(assembly);
  if (!rank_of(*audience, state.identity.keys->id))
    return refuse(Exit::permission,
                  "E_NOT_MEMBER",
                  "only a founding delegate's device can finish a charter",
                  "one of the delegates that the charter's manifests list does it");
  Turn turn{now, outbox, {}};
  for (const Founder& founder : founders) {
    if (founder.member.device == state.identity.keys->id) continue;
    const auto taken = state.prekeys.take(
        founder.keys_statement, founder.member.keys, state.identity.domain(), outbox);
    if (!taken) return refuse(taken.error());
  }
  state.keep_mesh_list(to_bytes(list), outbox);
  const auto taken = state.mesh.take(mesh_key, MeshKeySource::own, now.wall, outbox);
  if (!taken) return refuse(taken.error());
  HeldEpoch& root = state.make_child(assembly, nullptr, {}, turn);

  const JoinRow route = founding_route(state.identity, file_key, now);
  FoundingKit kit{{}, mesh_key};
  for (const Member& member : *audience) {
    if (member.device == state.identity.keys->id) continue;
    auto channel = state.channel_welcome(root, member);
    if (!channel)
      return refuse(Exit::invalid,
                    "E_MISSING",
                    "a founding device's keys are missing",
                    "confirm the charter again");
    Welcome welcome = state.plain_welcome(member.org);
    welcome.state = statements;
    welcome.channels.push_back(*std::move(channel));
    std::ranges::move(state.sealed_welcome(route, member, welcome),
                      std::back_inserter(kit.envelopes));
  }
  const auto sent =
      state.seal_under(root, Posting{RecordType::mesh_key, wire::encode(mesh_key)}, turn);
  if (!sent) return refuse(sent.error());
  state.settle(turn);
  // All of it travels in the bundle: no link is needed before everybody has read it.
  for (Publish& publish : turn.out.publish) kit.envelopes.push_back(std::move(publish.envelope));
  turn.out.publish.clear();
  return std::pair{std::move(kit), std::move(turn.out)};
}

void Channels::expect_founding(ByteView file_key, Now now, Outbox& outbox) {
  Invite secret;
  secret.coalition = state_->identity.coalition;
  secret.expiry_hour = hour_of(now.wall) + limits::invite_life_hours;
  std::ranges::copy(founding_secret(file_key).reveal(), secret.secret.begin());
  state_->joins.add(JoinSide::founding, secret, outbox);
}

}  // namespace tocsin::channel
