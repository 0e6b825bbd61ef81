// Trying again what waits, until nothing moves any more: epochs, then envelopes that an epoch or
// new keys make readable, then what this device owes to others.
#include "core/channel/state.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

constexpr int rounds_max = 16;  // each accepts, opens or makes at least one thing

// Slots may come before the announcement that tells which are true.
void drop_false(std::map<std::uint16_t, SlotChunk>& chunks,
                const std::vector<crypto::Hash>& hashes) {
  std::erase_if(chunks, [&](const auto& entry) {
    return entry.first >= hashes.size() || entry.second.hash() != hashes[entry.first];
  });
}

}  // namespace

void Channels::State::settle(Turn& turn) {
  for (int round = 0; round < rounds_max && is_dirty; ++round) {
    is_dirty = false;
    tell_new_channels(turn);
    while (try_epochs(turn)) {
    }
    if (try_envelopes(turn)) is_dirty = true;
    do_duties(turn);
  }
}

bool Channels::State::try_epochs(Turn& turn) {
  std::vector<EpochId> ids;
  for (const auto& [id, each] : waiting.epochs()) ids.push_back(id);
  bool has_moved = false;
  for (const EpochId& id : ids) {
    const auto found = waiting.epochs().find(id);
    if (found == waiting.epochs().end()) continue;
    const Resolved resolved = try_epoch(id, found->second, turn);
    if (resolved == Resolved::waits) continue;
    if (resolved == Resolved::refused) ++refused;
    waiting.forget(id, turn.outbox);
    has_moved = has_moved || resolved == Resolved::taken;
  }
  return has_moved;
}

Channels::State::Resolved Channels::State::try_epoch(const EpochId& id,
                                                     WaitingEpoch& each,
                                                     Turn& turn) {
  if (epochs.find(id) != nullptr) return Resolved::taken;
  if (!each.statement) return Resolved::waits;
  // A custom channel counts once papers here vouch for its author.
  if (each.from.policy.kind == ChannelKind::custom) {
    const Custom* custom = customs.find(each.from.policy.id);
    if (custom == nullptr) return Resolved::refused;
    if (!custom->is_known) return Resolved::waits;
  }
  const EpochAnnouncement& epoch = each.announcement;
  drop_false(each.seed_chunks, epoch.seed_chunks);
  drop_false(each.join_chunks, epoch.join_chunks);
  const auto found = audiences.audience(each.from.policy, epoch.core.view);
  const auto* audience = std::get_if<Audience>(&found);
  if (audience == nullptr) return Resolved::waits;
  HeldEpoch* parent = epochs.find(epoch.core.parent);
  std::optional<ParentEpoch> above;
  if (parent != nullptr) {
    const Audience* before = Epochs::audience(*parent, audiences);
    if (before == nullptr) return Resolved::waits;
    if (parent->policy.id != each.from.policy.id ||
        !audiences.covers(epoch.core.view, parent->announcement.core.view))
      return Resolved::refused;  // V3
    above.emplace(ParentEpoch{parent->id, *before, parent->secrets.fwd});
  }
  const EpochOffer offer{*each.statement, epoch, each.seed_chunks, each.join_chunks};
  auto taken = accept_epoch(offer,
                            identity.domain(),
                            *audience,
                            above ? &*above : nullptr,
                            *identity.keys,
                            prekeys.own());
  if (!taken) return taken.error().code == Errc::not_found ? Resolved::waits : Resolved::refused;
  take_epoch(each, *std::move(taken), parent, turn);
  return Resolved::taken;
}

void Channels::State::take_epoch(const WaitingEpoch& each,
                                 TakenEpoch taken,
                                 HeldEpoch* parent,
                                 Turn& turn) {
  std::vector<SlotChunk> join_chunks;
  for (const auto& [index, chunk] : each.join_chunks) join_chunks.push_back(chunk);
  if (taken.parent_fwd) epochs.keep_fwd(*parent, *std::move(taken.parent_fwd), turn.outbox);
  HeldEpoch& epoch = epochs.add(NewEpoch{each.from.policy,
                                         each.encoded,
                                         each.announcement,
                                         std::move(taken.secrets),
                                         std::move(join_chunks)},
                                turn.outbox);
  const Audience* audience = Epochs::audience(epoch, audiences);
  ENSURE(audience != nullptr);
  for (const Bytes& keys : each.keys) {
    const auto statement = wire::decode_signed<Statement>(keys);
    if (!statement || statement->author == identity.keys->id) continue;
    const auto rank = rank_of(*audience, statement->author);
    if (rank && !prekeys.take(keys, (*audience)[*rank].keys, identity.domain(), turn.outbox))
      ++refused;
  }
  // A join prekey is for one use: the next generation is there before anybody could use this one
  // again.
  if (taken.is_by_join)
    prekeys.renew(random, identity.domain(), *identity.keys, turn.today(), turn.outbox);
  learned(turn);
  Row event{"event"};
  event.set("event", "epoch.taken")
      .set("channel", Value{epoch.policy.id.bytes()})
      .set("members", audience->size());
  turn.out.events.push_back(std::move(event));
}

bool Channels::State::try_envelopes(Turn& turn) {
  bool has_moved = false;
  std::deque<Envelope> again;
  std::swap(again, strangers);
  for (const Envelope& envelope : again) {
    if (open(envelope, turn)) has_moved = true;  // else it is back among the strangers
  }
  for (const EnvelopeId& id : waiting.envelopes()) {
    const auto envelope = archive.envelope(id);
    if (!envelope) continue;  // not staged yet, or expired: it leaves with its time
    const Watched* watched = epochs.watched(envelope->route());
    if (watched == nullptr) continue;
    const auto opened = open_record(*envelope, *watched, turn);
    if (opened) has_moved = true;
    if (!opened && opened.error().code != Errc::not_found) {
      waiting.forget(id, turn.outbox);
      ++refused;
    }
  }
  return has_moved;
}

}  // namespace tocsin::channel
