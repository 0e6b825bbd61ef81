#include "core/gossip/sync.h"

#include <algorithm>
#include <utility>

#include "core/base/checked.h"
#include "core/base/match.h"
#include "core/gossip/state.h"
#include "core/model/limits/link.h"

namespace tocsin::gossip {
namespace {

constexpr Seconds serving_life{60};
constexpr std::uint8_t how_list = 0;

}  // namespace

std::optional<UnequalDays> unequal_days(const std::vector<SyncDay>& mine,
                                        const std::vector<SyncDay>& theirs) {
  UnequalDays out;
  auto my = mine.begin();
  const auto take_mine_before = [&](std::uint32_t day) {
    for (; my != mine.end() && my->day < day; ++my) out.only_mine.push_back(my->day);
  };
  std::optional<std::uint16_t> last;
  for (const SyncDay& their : theirs) {
    if (their.count == 0 || (last && their.day <= *last)) return std::nullopt;
    last = their.day;
    take_mine_before(their.day);
    const bool is_shared = my != mine.end() && my->day == their.day;
    if (!is_shared || my->digest != their.digest) out.to_list.emplace_back(their.day, their.count);
    if (is_shared) ++my;
  }
  take_mine_before(std::uint32_t{UINT16_MAX} + 1);
  return out;
}

Difference difference(const std::vector<ShortId>& listed,
                      const std::vector<Holdings::Listed>& held,
                      const IdKey& responders_key) {
  Difference out;
  std::vector<ShortId> known;
  for (const Holdings::Listed& one : held) {
    const ShortId id = short_id(responders_key, one.id);
    known.push_back(id);
    if (one.is_counted && !std::ranges::binary_search(listed, id)) out.mine.push_back(one.id);
  }
  std::ranges::sort(known);
  std::ranges::set_difference(listed, known, std::back_inserter(out.theirs));
  return out;
}

Millis Gossip::State::sync_period(const Neighbour& to) {
  const bool is_to_relay = to.up.role == PeerRole::relay;
  const Millis period = is_relay() && is_to_relay   ? limits::sync_relays
                        : is_relay() || is_to_relay ? limits::sync_member_relay
                                                    : limits::sync_peers;
  return random.between(period - period / 4, period + period / 4);
}

// One at a time, or the same envelopes would be fetched from two; a second when the first is slow.
bool Gossip::State::may_open_sync(Now now) const {
  std::size_t open = 0;
  bool is_one_young = false;
  for (const auto& [id, link] : links) {
    if (!link.asking) continue;
    ++open;
    is_one_young = is_one_young || link.asking->begun + limits::sync_second_after > now.instant;
  }
  return !is_one_young &&
         open < (is_relay() ? limits::sync_sessions_relay_max : limits::sync_sessions_node_max);
}

std::size_t Gossip::State::serving(Instant now) const {
  std::size_t count = 0;
  for (const auto& [id, link] : links) count += link.serving && link.serving->until > now ? 1 : 0;
  return count;
}

// A digest or a list that has it says so as well as a receipt: for own envelopes that wait for one.
void Gossip::State::note_synced(Turn& turn, Neighbour& with, const IsListed& is_listed) {
  for (const EnvelopeId& id : receipts.waiting()) {
    const Held* held = holdings.find(id);
    if (held != nullptr && held->expiry_hour > hour && is_listed(id, *held))
      heard_from(turn, with, id, false);
  }
}

void Gossip::State::open_sync(Turn& turn, Neighbour& to) {
  const Instant now = turn.now.instant;
  Asking asking;
  asking.sid = static_cast<std::uint32_t>(random.u64());
  asking.begun = now;
  asking.silent_at = now + limits::sync_patience;
  asking.waiting = receipts.waiting();
  to.next_sync = now + sync_period(to);
  const Digest& digest = holdings.digest();
  turn.out.frames.push_back(
      {to.up.link, Queue::sync, SyncOpen{asking.sid, digest.count(), digest.total()}});
  to.asking = std::move(asking);
  tell_list(turn, to);
}

void Gossip::State::on_sync(Turn& turn, Neighbour& from, const Frame& frame) {
  if (!from.is_member() || !from.hello) return;
  if (const auto* open = std::get_if<SyncOpen>(&frame)) return on_sync_open(turn, from, *open);
  if (const auto* days = std::get_if<SyncDays>(&frame)) return on_sync_days(turn, from, *days);
  if (const auto* get = std::get_if<SyncGet>(&frame)) return on_sync_get(turn, from, *get);
  if (const auto* list_frame = std::get_if<SyncList>(&frame))
    return on_sync_list(turn, from, *list_frame);
  if (const auto* end = std::get_if<SyncEnd>(&frame)) return on_sync_end(turn, from, *end);
}

void Gossip::State::on_sync_open(Turn& turn, Neighbour& from, const SyncOpen& open) {
  const Instant now = turn.now.instant;
  from.serving.reset();
  const auto end = [&](SyncStatus status) {
    turn.out.frames.push_back({from.up.link, Queue::sync, SyncEnd{open.sid, status}});
  };
  tell_list(turn, from);
  const std::size_t most =
      is_relay() ? limits::sync_sessions_relay_max : limits::sync_sessions_node_max;
  if (!from.in.sync_opens.try_take(1, now) || serving(now) >= most) return end(SyncStatus::busy);
  const Digest& digest = holdings.digest();
  if (digest.count() == open.count && digest.total() == open.digest) {
    note_synced(turn, from, [](const EnvelopeId&, const Held&) { return true; });
    from.note_holds_all();
    turn.out.synced = true;
    return end(SyncStatus::equal);
  }
  // Twice what there is: a list that grows while it is read, and no more than that.
  from.serving = Serving{
      open.sid, now + serving_life, 2 * std::size_t{digest.count()} + limits::ids_per_list_max};
  turn.out.frames.push_back({from.up.link, Queue::sync, SyncDays{open.sid, digest.days()}});
}

void Gossip::State::on_sync_days(Turn& turn, Neighbour& from, const SyncDays& days) {
  if (!from.asking || from.asking->sid != days.sid || from.asking->step != Asking::Step::opened)
    return;
  auto unequal = unequal_days(holdings.digest().days(), days.days);
  if (!unequal) return close(turn, from, ByeReason::abuse);
  for (const std::uint16_t day : unequal->only_mine) {
    for (const Holdings::Listed& one : holdings.of_day(day)) {
      if (!one.is_counted) continue;
      from.asking->has_more = true;
      offer(from, one.id);
    }
  }
  note_synced(turn, from, [&](const EnvelopeId&, const Held& held) {
    const bool is_listed = std::ranges::any_of(
        unequal->to_list, [&](const auto& day) { return day.first == held.day(); });
    return !is_listed &&
           std::ranges::find(unequal->only_mine, held.day()) == unequal->only_mine.end();
  });
  from.asking->days = std::move(unequal->to_list);
  from.asking->step = Asking::Step::listing;
  from.asking->silent_at = turn.now.instant + limits::sync_patience;
  next_day(turn, from);
}

void Gossip::State::next_day(Turn& turn, Neighbour& to) {
  Asking& asking = *to.asking;
  asking.listed.clear();
  if (asking.days.empty()) {
    asking.step = Asking::Step::fetching;
    return;
  }
  turn.out.frames.push_back(
      {to.up.link, Queue::sync, SyncGet{asking.sid, asking.days.back().first, how_list, 0, 1}});
}

// One SYNC_LIST for each SYNC_GET, from the index it names: so the asker sets the pace.
void Gossip::State::on_sync_get(Turn& turn, Neighbour& from, const SyncGet& get) {
  const Instant now = turn.now.instant;
  if (!from.serving || from.serving->sid != get.sid || from.serving->until <= now) return;
  Serving& session = *from.serving;
  if (get.how != how_list || session.ids_left == 0) {
    from.serving.reset();
    turn.out.frames.push_back({from.up.link, Queue::sync, SyncEnd{get.sid, SyncStatus::busy}});
    return;
  }
  const std::size_t limit = std::min(session.ids_left, limits::ids_per_list_max);
  SyncList answer{get.sid, get.day, false, holdings.list(get.day, get.from, limit)};
  answer.is_last = answer.ids.size() < limit;
  // An empty answer costs as much to make as one id.
  session.ids_left -= std::min(session.ids_left, answer.ids.size() + 1);
  session.until = now + serving_life;
  turn.out.frames.push_back({from.up.link, Queue::sync, std::move(answer)});
}

void Gossip::State::on_sync_list(Turn& turn, Neighbour& from, const SyncList& list_frame) {
  if (!from.asking || from.asking->sid != list_frame.sid ||
      from.asking->step != Asking::Step::listing ||
      from.asking->days.back().first != list_frame.day)
    return;
  Asking& asking = *from.asking;
  const bool is_ascending =
      std::ranges::adjacent_find(list_frame.ids, std::greater_equal{}) == list_frame.ids.end();
  if (!is_ascending || (list_frame.ids.empty() && !list_frame.is_last))
    return close(turn, from, ByeReason::abuse);
  const std::size_t before = asking.listed.size();
  for (const ShortId id : list_frame.ids) {
    // The list may have grown before the index we asked from.
    if (asking.listed.empty() || id > asking.listed.back()) asking.listed.push_back(id);
  }
  asking.silent_at = turn.now.instant + limits::sync_patience;
  const bool is_growing = asking.listed.size() > before;
  if (list_frame.is_last || !is_growing || asking.listed.size() >= limits::sync_day_ids_max)
    return end_day(turn, from);
  const auto next = narrow<std::uint32_t>(asking.listed.size());
  turn.out.frames.push_back(
      {from.up.link, Queue::sync, SyncGet{asking.sid, list_frame.day, how_list, next, 1}});
}

void Gossip::State::end_day(Turn& turn, Neighbour& to) {
  Asking& asking = *to.asking;
  std::vector<Holdings::Listed> held = holdings.of_day(asking.days.back().first);
  for (const auto& [id, until] : refused) held.push_back({id, false});
  const Difference found = difference(asking.listed, held, to.hello->id_key);
  if (holdings.has_disk_room(Travel::normal)) {
    for (const ShortId id : found.theirs) want(turn, to, id);
  }
  asking.has_more = asking.has_more || !found.mine.empty();
  for (const EnvelopeId& id : found.mine) offer(to, id);
  note_synced(turn, to, [&](const EnvelopeId& id, const Held& own) {
    return own.day() == asking.days.back().first &&
           std::ranges::binary_search(asking.listed, short_id(to.hello->id_key, id));
  });
  asking.days.pop_back();
  next_day(turn, to);
}

void Gossip::State::on_sync_end(Turn& turn, Neighbour& from, const SyncEnd& end) {
  if (from.serving && from.serving->sid == end.sid) {
    from.serving.reset();
    if (end.status != SyncStatus::done) return;
    from.note_holds_all();
    turn.out.synced = true;
    return;
  }
  if (!from.asking || from.asking->sid != end.sid) return;
  if (end.status != SyncStatus::equal) return abort_sync(turn, from);
  // Not what we have said since: that was in no digest of this session.
  note_synced(turn, from, [&](const EnvelopeId& id, const Held&) {
    return std::ranges::find(from.asking->waiting, id) != from.asking->waiting.end();
  });
  from.note_holds_all();
  from.is_fetched = true;
  is_fill_due = true;
  from.asking.reset();
  ++syncs_done;
  turn.out.synced = true;
}

// Sessions keep no state: it is begun again, and what it found so far stays found.
void Gossip::State::abort_sync(Turn& turn, Neighbour& to) {
  if (!to.asking) return;
  to.asking.reset();
  to.to_offer.clear();
  const Instant again =
      turn.now.instant + random.between(Millis{limits::sync_retry}, 2 * Millis{limits::sync_retry});
  to.next_sync = std::min(to.next_sync.value_or(again), again);
}

void Gossip::State::pump_sync(Turn& turn, Neighbour& to) {
  const Instant now = turn.now.instant;
  if (to.asking && to.asking->silent_at <= now) abort_sync(turn, to);
  const bool is_fetched = to.open_wants.empty() && to.to_want.empty() && to.wants_unsent.empty() &&
                          to.to_offer.empty() && to.naming.empty();
  if (to.asking && to.asking->step == Asking::Step::fetching && is_fetched) {
    turn.out.frames.push_back({to.up.link, Queue::sync, SyncEnd{to.asking->sid, SyncStatus::done}});
    if (!to.asking->has_more) to.note_holds_all();
    to.is_fetched = true;
    is_fill_due = true;
    to.asking.reset();
    ++syncs_done;
    turn.out.synced = true;
  }
  if (to.asking || !to.hello || !to.next_sync || *to.next_sync > now || to.is_closing) return;
  if (may_open_sync(turn.now))
    open_sync(turn, to);
  else
    to.next_sync = now + random.between(Millis{1'000}, Millis{3'000});
}

}  // namespace tocsin::gossip
