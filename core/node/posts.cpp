// Statements on their way into channels (channel.md §3, decisions.md §3 "sent to"). What is "to
// all" stands in the assembly and in every org channel: its author's device posts it where it can,
// delegates' devices carry it on.
#include <algorithm>

#include "core/coalition/reach.h"
#include "core/crypto/hash.h"
#include "core/model/labels.h"
#include "core/model/limits/node.h"
#include "core/node/state.h"
#include "core/wire/statement_codec.h"

namespace tocsin {

void Node::State::post(coalition::Post own, Now now, Outbox& outbox) {
  const bool is_delegate = is_delegate_here();
  if (own.reach == coalition::Reach::own_org) {
    carry_into_org(std::move(own.statement), own.is_urgent, now, outbox);
    return;
  }
  if (own.reach == coalition::Reach::everywhere) {
    post_where_missing(own, now, outbox);
    return;
  }
  if (is_delegate) post_in(assembly(), own.statement, own.is_urgent, now, outbox);
  if (!is_delegate || own.reach == coalition::Reach::all)
    post_in(own_org(), std::move(own.statement), own.is_urgent, now, outbox);
}

// What many devices find at the same time, or one of them brings by file: in a channel where it was
// seen it is not posted again, and in the org's channel the delegates' devices take turns.
void Node::State::post_where_missing(const coalition::Post& own, Now now, Outbox& outbox) {
  const auto decoded = wire::decode<Statement>(own.statement);
  if (!decoded || !is_delegate_here()) return;
  const StatementId id = decoded->id();
  for (const ChannelId& channel : {assembly(), own_org()}) {
    if (carry.was_seen(id, channel)) continue;
    const Instant due = channel == assembly() ? now.instant : duty_time(id, false, now);
    carry.add(Carry::Where{id, channel}, Carry::Load{own.statement, own.is_urgent, due}, outbox);
  }
}

void Node::State::post_in(
    const ChannelId& channel, Bytes statement, bool is_urgent, Now now, Outbox& outbox) {
  const auto decoded = wire::decode<Statement>(statement);
  if (!decoded) return;
  const Carry::Where where{decoded->id(), channel};
  auto sent = channels.send(channel, RecordType::statement, statement, is_urgent, now, outbox);
  if (!sent) {  // no safe epoch yet: kept, and tried again
    carry.add(where,
              Carry::Load{std::move(statement), is_urgent, now.instant + limits::carry_step},
              outbox);
    return;
  }
  carry.seen(where.first, channel, outbox);
  told.emplace_back(std::move(sent->second));
}

// Parts of a certificate: any delegate's device of the org can compile it, so they take turns.
void Node::State::carry_into_org(Bytes statement, bool is_urgent, Now now, Outbox& outbox) {
  const auto decoded = wire::decode<Statement>(statement);
  if (!decoded || !is_delegate_here()) return;
  const StatementId id = decoded->id();
  if (carry.was_seen(id, own_org())) return;
  const Instant due = duty_time(id, false, now);
  carry.add(Carry::Where{id, own_org()}, Carry::Load{std::move(statement), is_urgent, due}, outbox);
}

// Every one of our org's delegates' devices could carry it; each waits its turn and stops when it
// sees the object there.
Instant Node::State::duty_time(const StatementId& id, bool is_urgent, Now now) const {
  if (is_urgent) return now.instant;
  const ChannelPolicy policy{own_org(), ChannelKind::org, identity.org};
  const auto members = coalition.audience(policy, coalition.current(policy));
  const auto* audience = std::get_if<Audience>(&members);
  if (audience == nullptr) return now.instant + limits::carry_wait_max;
  const auto turn = [&](const DeviceId& device) {
    return crypto::hash(labels::duty, {id.view(), device.view()});
  };
  const crypto::Hash mine = turn(identity.keys->id);
  const auto before = std::ranges::count_if(*audience, [&](const Member& member) {
    return member.is_delegate && turn(member.device) < mine;
  });
  return now.instant + std::min<Seconds>(limits::carry_wait_max, limits::carry_step * before);
}

void Node::State::carry_on(const Received& record, Now now, Outbox& outbox) {
  const auto statement = wire::decode<Statement>(record.body);
  if (!statement) return;
  const StatementId id = statement->id();
  carry.seen(id, record.channel, outbox);
  if (!is_delegate_here() || coalition::reach_of(*statement) != coalition::Reach::all) return;
  const ChannelId other = record.channel == assembly() ? own_org() : assembly();
  if (carry.was_seen(id, other)) return;
  const bool is_urgent = coalition::is_urgent(*statement);
  carry.add(Carry::Where{id, other},
            Carry::Load{record.body, is_urgent, duty_time(id, is_urgent, now)},
            outbox);
}

void Node::State::post_due(Now now, Outbox& outbox) {
  while (const auto due = carry.next_due(now.instant)) {
    const auto& [where, item] = *due;
    auto sent = channels.send(
        where.second, RecordType::statement, item.statement, item.is_urgent, now, outbox);
    if (!sent) {
      carry.postpone(where, now.instant + limits::carry_wait_max);
      continue;
    }
    carry.seen(where.first, where.second, outbox);
    told.emplace_back(std::move(sent->second));
  }
}

}  // namespace tocsin
