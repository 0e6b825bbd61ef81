// Making an epoch, announcing it under its parent, and bringing it to those who are new (channel.md
// §3, channel.md §6).
#include <set>

#include "core/channel/state.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/record_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

// A direct record is one envelope; what does not fit is asked for or comes with the channel's own
// records.
constexpr std::size_t direct_keys_bytes_max = 20'000;
constexpr std::size_t direct_state_bytes_max = 20'000;

void keep_within(std::vector<Bytes>& list, std::size_t room) {
  std::erase_if(list, [&](const Bytes& each) {
    if (each.size() > room) return true;
    room -= each.size();
    return false;
  });
}

}  // namespace

bool Channels::State::knows_keys_of_new(const HeldEpoch& parent,
                                        const Audience& audience,
                                        std::uint32_t today) const {
  const Audience* before = Epochs::audience(parent, audiences);
  return std::ranges::all_of(audience, [&](const Member& each) {
    if (each.device == identity.keys->id || rank_of(*before, each.device)) return true;
    const KeysStatement* keys = prekeys.newest(each.device);
    return keys != nullptr && keys->not_after_day >= today;
  });
}

HeldEpoch& Channels::State::make_child(const ChannelPolicy& policy,
                                       HeldEpoch* parent,
                                       std::vector<DeviceId> repairs,
                                       Turn& turn) {
  const std::shared_ptr<const Audience> audience = current(policy);
  std::map<DeviceId, KeysStatement> keys;
  for (const Member& each : *audience) {
    if (const KeysStatement* known = prekeys.newest(each.device)) keys.emplace(each.device, *known);
  }
  std::optional<ParentEpoch> from;
  if (parent != nullptr)
    from.emplace(
        ParentEpoch{parent->id, *Epochs::audience(*parent, audiences), parent->secrets.fwd});
  const EpochWish wish{
      identity.domain(),
      policy.id,
      audiences.current(policy),
      *audience,
      from ? &*from : nullptr,
      keys,
      std::move(repairs),
      true,  // always seeded: safe everywhere (V4), only dearer than a seedless one
      turn.today()};
  MadeEpoch made = create_epoch(random, *identity.keys, wish);
  if (parent != nullptr) announce(made, *parent, turn);
  std::vector<SlotChunk> join_chunks;
  for (const SlotChunk& chunk : made.chunks) {
    if (chunk.kind == SlotKind::join) join_chunks.push_back(chunk);
  }
  if (made.parent_fwd) epochs.keep_fwd(*parent, *std::move(made.parent_fwd), turn.outbox);
  HeldEpoch& held = epochs.add(NewEpoch{policy,
                                        wire::encode(made.statement),
                                        std::move(made.announcement),
                                        std::move(made.secrets),
                                        std::move(join_chunks)},
                               turn.outbox);
  held.audience = audience;
  learned(turn);
  Row event{"event"};
  event.set("event", "epoch.made")
      .set("channel", Value{policy.id.bytes()})
      .set("members", audience->size());
  turn.out.events.push_back(std::move(event));
  return held;
}

// Under the parent, the one epoch that all of its members hold: first the statements its view adds,
// then the announcement, then the slots. Nobody but these may meet a device that is shut out.
void Channels::State::announce(const MadeEpoch& made, HeldEpoch& parent, Turn& turn) {
  const auto carry = [&](RecordType type, Bytes body) {
    const auto sent = seal_under(parent, Posting{type, std::move(body), false, true}, turn);
    ENSURE(sent);  // a chunk and a statement fit an envelope by their limits
  };
  for (Bytes& statement :
       audiences.difference(made.announcement.core.view, parent.announcement.core.view)) {
    if (!stood.contains({parent.id, crypto::blake2b_256(statement)}))
      carry(RecordType::statement, std::move(statement));
  }
  carry(RecordType::epoch, wire::encode(made.statement));
  for (const SlotChunk& chunk : made.chunks) carry(RecordType::slots, wire::encode(chunk));
}

void Channels::State::learned(Turn& turn) {
  watched_day = turn.today();
  for (const Route& route : epochs.watch(turn.today())) turn.out.new_routes.push_back(route);
  is_dirty = true;
}

std::vector<Bytes> Channels::State::newest_keys(const Audience& audience,
                                                const DeviceId& but) const {
  std::vector<Bytes> out;
  for (const Member& each : audience) {
    if (each.device == but) continue;
    const bool is_me = each.device == identity.keys->id;
    Bytes statement = is_me ? prekeys.newest_own()->statement : prekeys.statement(each.device);
    if (!statement.empty()) out.push_back(std::move(statement));
  }
  return out;
}

// Nothing, if no slot of this epoch opens to keys we know of this member.
std::optional<ChannelWelcome> Channels::State::channel_welcome(const HeldEpoch& epoch,
                                                               const Member& to) const {
  const Audience* audience = Epochs::audience(epoch, audiences);
  const KeysStatement* keys = prekeys.newest(to.device);
  if (audience == nullptr || keys == nullptr) return std::nullopt;
  const auto rank = rank_of(*audience, to.device);
  for (const SlotChunk& chunk : epoch.join_chunks) {
    for (const JoinSlot& slot : join_slots(chunk)) {
      if (rank && slot.rank == *rank && same_bytes(slot.jpk, ByteView{keys->jpk}.first(8)))
        return ChannelWelcome{epoch.statement,
                              chunk,
                              newest_keys(*audience, to.device),
                              epoch.policy.kind == ChannelKind::custom
                                  ? customs.find(epoch.policy.id)->statement
                                  : Bytes{}};
    }
  }
  return std::nullopt;
}

void Channels::State::welcome_joiners(HeldEpoch& epoch, Turn& turn) {
  const Audience members = *Epochs::audience(epoch, audiences);
  for (const SlotChunk& chunk : epoch.join_chunks) {
    for (const JoinSlot& slot : join_slots(chunk)) {
      if (slot.rank < members.size()) send_direct(epoch, members[slot.rank], turn);
    }
  }
}

// A Welcome to one device in a channel that both share: another epoch of this one, else the
// assembly or the org's.
void Channels::State::send_direct(const HeldEpoch& epoch, const Member& to, Turn& turn) {
  auto welcome = channel_welcome(epoch, to);
  if (!welcome) return;
  keep_within(welcome->keys, direct_keys_bytes_max);
  const KeysStatement& keys = *prekeys.newest(to.device);
  Welcome whole;
  whole.channels.push_back(*std::move(welcome));
  for (HeldEpoch* shared : shared_with(to.device, epoch.id)) {
    // What the reader's own epoch of this channel did not rest on, or all of it where it has none.
    const bool is_same = shared->policy.id == epoch.policy.id;
    whole.state = audiences.difference(epoch.announcement.core.view,
                                       is_same ? shared->announcement.core.view : View{});
    keep_within(whole.state, direct_state_bytes_max);
    const auto sealed = seal_direct(random,
                                    identity.coalition,
                                    DirectTo{to.device, keys.jpk, to.keys.ltk},
                                    wire::encode(whole));
    if (!sealed) return;  // its own keys are of small order: nobody can seal to it
    if (seal_under(*shared, Posting{RecordType::direct, *sealed, false, false}, turn)) return;
  }
}

// Epochs under which that device can be written to, but one: the assembly's first.
std::vector<HeldEpoch*> Channels::State::shared_with(const DeviceId& device, const EpochId& but) {
  std::vector<HeldEpoch*> out;
  for (const ChannelPolicy& policy : policies()) {
    const auto audience = current(policy);
    if (!rank_of(*audience, identity.keys->id)) continue;
    HeldEpoch* shared = safe_epoch_with(epochs, audiences, policy.id, *audience, device, but);
    if (shared != nullptr) out.push_back(shared);
  }
  return out;
}

}  // namespace tocsin::channel
