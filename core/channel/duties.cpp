// What a device does unasked: the org channel's root, its newest keys in every channel, a copy of
// the mesh key where members need one, a stamp key, and the Welcome of whom it admitted (channel.md
// §1, channel.md §3, channel.md §4).
#include "core/channel/state.h"
#include "core/model/limits/channel.h"
#include "core/wire/record_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

constexpr Seconds look_again{600};  // days turn, invites expire
constexpr Seconds retry_waiting{15};

}  // namespace

void Channels::State::do_duties(Turn& turn) {
  if (!identity.has_coalition()) return;
  post_keys(turn);  // first: what follows is signed under them
  make_roots(turn);
  answer_invites(turn);
  post_keys(turn);  // in what was just made
  post_stamp_keys(turn);
  post_mesh_copies(turn);
  bring_in(turn);
  ask_views(turn);
}

// channel.md §3 Roots: by the lowest delegate's device of the org, once it can tell the others.
void Channels::State::make_roots(Turn& turn) {
  const ChannelPolicy assembly = policies().front();
  if (identity.org.is_zero() || !epochs.has_any(assembly.id)) return;
  const ChannelPolicy own = own_policy();
  if (epochs.has_any(own.id)) return;
  const bool is_coming = std::ranges::any_of(
      waiting.epochs(), [&](const auto& entry) { return entry.second.from.policy.id == own.id; });
  if (is_coming) return;
  const auto audience = current(own);
  const auto lowest = std::ranges::find_if(*audience, &Member::is_delegate);
  if (lowest == audience->end() || lowest->device != identity.keys->id) return;
  HeldEpoch& root = make_child(own, nullptr, {}, turn);
  welcome_joiners(root, turn);
}

void Channels::State::post_keys(Turn& turn) {
  const Generation* newest = prekeys.newest_own();
  if (newest == nullptr) return;
  for (const ChannelPolicy& policy : policies()) {
    const Choice choice = choose(policy);
    if (choice.kind != Choice::Kind::ready && choice.kind != Choice::Kind::grow) continue;
    const ChannelNotes& before = notes[policy.id];
    if (before.posted_gen >= newest->keys.gen && !may_have_missed_keys(*choice.epoch, before))
      continue;
    if (!seal_under(*choice.epoch, Posting{RecordType::keys, newest->statement}, turn)) continue;
    ChannelNotes own = notes[policy.id];
    own.posted_gen = newest->keys.gen;
    own.posted_epoch = choice.epoch->id;
    own.posted_day = turn.today();
    note(policy.id, own, turn.outbox);
  }
}

// Somebody reads this epoch who could not read where our keys were posted, and its author, who
// welcomed them, may not have seen that post either: it is of about the same day, or of another
// branch.
bool Channels::State::may_have_missed_keys(const HeldEpoch& epoch, const ChannelNotes& own) const {
  if (epoch.id == own.posted_epoch || epoch.announcement.core.author == identity.keys->id)
    return false;
  const HeldEpoch* there = epochs.find(own.posted_epoch);
  if (there == nullptr) return false;
  const Audience* then = Epochs::audience(*there, audiences);
  const Audience* readers = Epochs::audience(epoch, audiences);
  if (then == nullptr || readers == nullptr || is_subset(*readers, *then)) return false;
  const HeldEpoch* above = epochs.find(epoch.parent());
  while (above != nullptr && above->id != there->id) above = epochs.find(above->parent());
  return above == nullptr || own.posted_day + 1 >= epoch.announcement.core.created_day;
}

// A statement written under an epoch that lacks somebody new, by who did not know: whoever made the
// new epoch posts it there as well, so that no newcomer stays without it.
void Channels::State::carry_over(const HeldEpoch& from, const Received& statement, Turn& turn) {
  const Choice choice = choose(from.policy);
  if (choice.kind != Choice::Kind::ready || choice.epoch->id == from.id) return;
  if (choice.epoch->announcement.core.author != identity.keys->id) return;
  const Audience* readers = Epochs::audience(*choice.epoch, audiences);
  if (is_subset(*readers, *Epochs::audience(from, audiences))) return;
  if (stood.contains({choice.epoch->id, crypto::blake2b_256(statement.body)})) return;
  const Member* me = member(from.policy, identity.keys->id);
  if (me == nullptr || !may_post(from.policy, *me, RecordType::statement, statement.body)) return;
  // If it cannot be sealed now, its author's own list brings it again.
  static_cast<void>(
      seal_under(*choice.epoch, Posting{RecordType::statement, statement.body}, turn));
}

void Channels::State::post_stamp_keys(Turn& turn) {
  const auto key = mesh.newest();
  const ChannelPolicy assembly = policies().front();
  if (!key || notes[assembly.id].stamp_posted >= key->number) return;
  const Choice choice = choose(assembly);
  if (choice.kind != Choice::Kind::ready && choice.kind != Choice::Kind::grow) return;
  const StampKeyRecord record{key->number, mesh.make_stamp_key(random, key->number, turn.outbox)};
  if (!seal_under(*choice.epoch, Posting{RecordType::stamp_key, wire::encode(record)}, turn))
    return;
  ChannelNotes own = notes[assembly.id];
  own.stamp_posted = key->number;
  note(assembly.id, own, turn.outbox);
}

// The first of the org's delegates' devices that sees none; the j-th waits 2 s times j for those
// before it.
void Channels::State::post_mesh_copies(Turn& turn) {
  const auto key = mesh.newest();
  if (!key || identity.org.is_zero() || key->authority_seed.empty()) return;
  const ChannelPolicy own = own_policy();
  if (notes[own.id].copy_seen >= key->number) {
    copy_due.erase(own.id);
    return;
  }
  const Choice choice = choose(own);
  if (choice.kind != Choice::Kind::ready && choice.kind != Choice::Kind::grow) return;
  const auto audience = current(own);
  const auto before = std::ranges::count_if(*audience, [&](const Member& each) {
    return each.is_delegate && each.device < identity.keys->id;
  });
  const auto wait = std::min<Seconds>(limits::copy_wait_max, limits::copy_step * before);
  const Instant due = copy_due.try_emplace(own.id, turn.now.instant + wait).first->second;
  if (turn.now.instant < due) return;
  MeshKeyRecord copy = *key;
  copy.authority_seed.clear();
  if (seal_under(*choice.epoch, Posting{RecordType::mesh_key_copy, wire::encode(copy)}, turn))
    copy_due.erase(own.id);
}

// What is only late comes by itself; what is still missing after a minute is asked for in its
// channel.
void Channels::State::ask_views(Turn& turn) {
  for (auto& [id, each] : waiting.epochs()) {
    if (!each.statement) continue;
    if (!each.asked) {
      each.asked = turn.now.instant + limits::view_ask_after - limits::view_ask_every;
      continue;
    }
    if (turn.now.instant < *each.asked + limits::view_ask_every) continue;
    const auto found = audiences.audience(each.from.policy, each.announcement.core.view);
    const auto* missing = std::get_if<Audiences::Missing>(&found);
    if (missing == nullptr) continue;
    const Choice choice = choose(each.from.policy);
    if (choice.kind != Choice::Kind::ready && choice.kind != Choice::Kind::grow) continue;
    ViewAsk ask{view_tag(each.announcement.core.view), missing->ids};
    if (ask.missing.size() > limits::view_ask_ids_max)
      ask.missing.resize(limits::view_ask_ids_max, StatementId::zero());
    if (seal_under(*choice.epoch, Posting{RecordType::view_ask, wire::encode(ask)}, turn))
      each.asked = turn.now.instant;
  }
}

// Idempotent by statement id, and posted only by who has them: two answers cost bytes, never harm.
void Channels::State::answer_view(const ChannelPolicy& policy, const ViewAsk& ask, Turn& turn) {
  const Choice choice = choose(policy);
  if (choice.kind != Choice::Kind::ready && choice.kind != Choice::Kind::grow) return;
  const Member* me = member(policy, identity.keys->id);
  for (Bytes& encoded : audiences.wanted(ask.missing)) {
    if (me == nullptr || !may_post(policy, *me, RecordType::statement, encoded)) continue;
    if (!seal_under(*choice.epoch, Posting{RecordType::statement, std::move(encoded)}, turn))
      return;
  }
}

std::optional<Instant> Channels::State::next_wakeup() const {
  if (!identity.has_keys()) return std::nullopt;
  if (is_fresh || is_owing) return Instant{};
  Instant next = looked_at + (waiting.is_empty() ? look_again : retry_waiting);
  for (const auto& [channel, due] : copy_due) {
    if (due > looked_at)
      next = std::min(next, due);  // what could not be done then waits for a change
  }
  for (const auto& [who, due] : bring_due) {
    if (due > looked_at) next = std::min(next, due);
  }
  return next;
}

}  // namespace tocsin::channel
