// Who comes in, by an invite or by a device link: the request, sealed on the join route, and the
// places where it is left (channel.md §6, link.md §8). The other end is inviting.cpp.
#include "core/channel/state.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {

Reply<std::pair<std::vector<Destination>, Out>> Channels::accept_invite(const Invite& invite,
                                                                        Now now,
                                                                        Outbox& outbox) {
  State& state = *state_;
  if (!state.identity.has_keys())
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile has no keys yet", "tocsin init");
  const bool is_second_device = invite.role == InviteRole::second_device;
  if (invite.role == InviteRole::known_device || invite.suite != suite_1)
    return refuse(
        Exit::invalid, "E_FEATURE", "this invite is of a kind that this version does not know");
  if (invite.expiry_hour <= hour_of(now.wall))
    return refuse(Exit::invalid, "E_EXPIRED", "this invite has expired", "ask for a new one");
  const IdentityKeys& me = *state.identity.keys;
  const Domain domain{invite.coalition, state.identity.mode};
  const Statement device = sign_statement(
      domain,
      StatementType::device,
      me.id,
      wire::encode(DeviceStatement{me.id, me.device, OrgId::zero(), state.identity.handle}),
      me.idk.reveal());
  const JoinStatement join{me.id,
                           wire::encode(device),
                           state.prekeys.newest_own()->statement,
                           invite.inviter,
                           invite_tag(invite),
                           is_second_device};
  const Statement request =
      sign_statement(domain, StatementType::join, me.id, wire::encode(join), me.idk.reveal());
  for (JoinRow* old : state.joins.of(JoinSide::accepted)) state.joins.forget(*old, outbox);
  const JoinRow& row = state.joins.add(JoinSide::accepted, invite, outbox);
  const Header header{rank_asks, 0, RecordType::join, 0, 0};
  auto envelope = seal_reply(state.random,
                             row.keys,
                             ReplySeal{invite.coalition, header, invite.expiry_hour},
                             seal_request(state.random, invite.secret, wire::encode(request)));
  if (!envelope) return refuse(envelope.error());
  Out out;
  out.publish.push_back(Publish{*std::move(envelope), false});
  out.new_routes.push_back(row.keys.admission.route);
  return std::pair{joining()->places, std::move(out)};
}

std::optional<Channels::Joining> Channels::joining() const {
  const auto accepted = state_->joins.of(JoinSide::accepted);
  if (accepted.empty()) return std::nullopt;
  const JoinRow& row = *accepted.front();
  Joining out{{}, row.keys.admission.route};
  for (const Place& place : row.invite.places)
    out.places.push_back(
        Destination{place.key, place.address, place.is_relay, invite_ticket(row.invite.secret)});
  return out;
}

}  // namespace tocsin::channel
