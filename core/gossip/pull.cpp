#include "core/gossip/pull.h"

#include <algorithm>
#include <utility>

#include "core/base/match.h"
#include "core/gossip/state.h"
#include "core/model/limits/link.h"

namespace tocsin::gossip {

void Missing::set_due(ShortId id, Entry& entry, std::optional<Instant> due) {
  if (entry.due) timers_.erase({*entry.due, id});
  entry.due = due;
  if (due) timers_.emplace(*due, id);
}

Missing::Ask Missing::ask(ShortId id, Entry& entry, Now now) {
  // Who says it holds the stamped copy first: the other would bring a call without its stamp.
  const auto best = entry.is_call ? std::ranges::find_if(entry.announcers, &Announcer::is_call)
                                  : entry.announcers.begin();
  const LinkId link = (best == entry.announcers.end() ? entry.announcers.begin() : best)->link;
  entry.asked = link;
  // A link's own silence covers the rest; a call cannot wait for that.
  set_due(id,
          entry,
          entry.is_call ? std::optional<Instant>{now.instant + limits::call_want_patience}
                        : std::nullopt);
  return Ask{id, link};
}

std::optional<Missing::Ask> Missing::announced(ShortId id, LinkId link, HaveKind kind, Now now) {
  if (!entries_.contains(id) && entries_.size() >= max_) return std::nullopt;
  const auto [at, is_new] = entries_.try_emplace(id);
  Entry& entry = at->second;
  const bool is_call = kind == HaveKind::call;
  entry.is_call = entry.is_call || is_call;
  const auto known = std::ranges::find(entry.announcers, link, &Announcer::link);
  if (known != entry.announcers.end())
    known->is_call = known->is_call || is_call;
  else if (entry.announcers.size() < limits::announcers_max)
    entry.announcers.push_back({link, is_call});
  if (entry.asked) return std::nullopt;
  // An announcement alone: most likely a push is on its way from somebody.
  if (kind != HaveKind::stored) return ask(id, entry, now);
  if (is_new) set_due(id, entry, now.instant + limits::missing_patience);
  return std::nullopt;
}

std::vector<Missing::Announcer> Missing::take(ShortId id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return {};
  set_due(id, found->second, std::nullopt);
  std::vector<Announcer> out = std::move(found->second.announcers);
  entries_.erase(found);
  return out;
}

std::optional<Missing::Ask> Missing::not_from(ShortId id, LinkId link, Now now) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return std::nullopt;
  Entry& entry = found->second;
  std::erase_if(entry.announcers, [&](const Announcer& one) { return one.link == link; });
  if (entry.announcers.empty()) {
    take(id);
    return std::nullopt;
  }
  if (entry.asked != link) return std::nullopt;
  return ask(id, entry, now);
}

std::vector<Missing::Ask> Missing::forget(LinkId link, Now now) {
  std::vector<ShortId> named;
  for (const auto& [id, entry] : entries_) {
    if (std::ranges::find(entry.announcers, link, &Announcer::link) != entry.announcers.end())
      named.push_back(id);
  }
  std::vector<Ask> out;
  for (const ShortId id : named) {
    if (const auto next = not_from(id, link, now)) out.push_back(*next);
  }
  return out;
}

std::vector<Missing::Ask> Missing::due(Now now) {
  std::vector<Ask> out;
  while (!timers_.empty() && timers_.begin()->first <= now.instant) {
    const ShortId id = timers_.begin()->second;
    Entry& entry = entries_.at(id);
    if (!entry.asked)
      out.push_back(ask(id, entry, now));
    else if (const auto next = not_from(id, *entry.asked, now))
      out.push_back(*next);
  }
  return out;
}

std::optional<Instant> Missing::next_due() const {
  if (timers_.empty()) return std::nullopt;
  return timers_.begin()->first;
}

bool Gossip::State::may_wait(Turn& turn, Neighbour& from, std::size_t bytes) {
  const std::size_t all =
      is_relay() ? limits::waiting_relay_bytes_max : limits::waiting_node_bytes_max;
  if (from.waiting_bytes + bytes > limits::waiting_link_bytes_max || waiting_bytes + bytes > all) {
    // Nobody honest sends so much faster than its budget. What is lost here its sender still holds.
    close(turn, from, ByeReason::full);
    return false;
  }
  note_cost(from, {0, 0, 1}, turn.now.instant);
  from.waiting_bytes += bytes;
  waiting_bytes += bytes;
  return true;
}

void Gossip::State::on_push(Turn& turn, Neighbour& from, Push push) {
  note_cost(from, {push.envelope.size(), 0, 0}, turn.now.instant);
  if (from.up.role == PeerRole::guest) {
    push.stamp.reset();
    from.guest_bytes_in += push.envelope.size();
    if (++from.guest_envelopes > limits::guest_envelopes_max ||
        from.guest_bytes_in > limits::guest_bytes_in_max)
      return close(turn, from, ByeReason::full);
  }
  const bool is_in_turn = from.pushes_waiting.empty() || push.stamp;
  if (is_in_turn && try_push(turn, from, push)) return;
  if (may_wait(turn, from, push.envelope.size())) from.pushes_waiting.push_back(std::move(push));
}

// False: not yet, its budget is empty. A call has a budget of its own, and when that is empty the
// common one, so that a storm of calls is slowed and not stopped.
bool Gossip::State::try_push(Turn& turn, Neighbour& from, Push& push) {
  const Instant now = turn.now.instant;
  const std::size_t size = push.envelope.size();
  const bool is_paid = push.stamp && from.in.calls.try_take(1, now);
  if (!is_paid && (!from.in.bytes.has(size, now) || !from.in.envelopes.has(1, now))) return false;
  const auto envelope = Envelope::from(std::move(push.envelope));
  if (!is_paid) from.in.bytes.take(size, now);
  if (!envelope) {
    close(turn, from, ByeReason::abuse);
    return true;
  }
  if (!is_paid && holdings.find(envelope->id()) == nullptr) from.in.envelopes.take(1, now);
  if (from.carries(envelope->route())) receive(turn, &from, *envelope, push.stamp);
  return true;
}

void Gossip::State::on_ids(Turn& turn, Neighbour& from, Frame frame) {
  if (from.ids_waiting.empty() && try_ids(turn, from, frame)) return;
  if (may_wait(turn, from, limits::ids_per_frame_max * sizeof(ShortId)))
    from.ids_waiting.push_back(std::move(frame));
}

bool Gossip::State::try_ids(Turn& turn, Neighbour& from, const Frame& frame) {
  const Instant now = turn.now.instant;
  if (const Have* have = std::get_if<Have>(&frame)) {
    if (!from.in.have_ids.try_take(have->ids.size(), now)) return false;
    on_have(turn, from, *have);
  } else if (const Want* want_frame = std::get_if<Want>(&frame)) {
    if (!from.in.want_ids.try_take(want_frame->ids.size(), now)) return false;
    on_want(turn, from, *want_frame);
  } else if (const Gone* gone = std::get_if<Gone>(&frame)) {
    on_gone(turn, from, *gone);
  }
  return true;
}

void Gossip::State::drain_waiting(Turn& turn, Neighbour& from) {
  const auto done = [&](std::size_t bytes) {
    from.waiting_bytes -= bytes;
    waiting_bytes -= bytes;
  };
  while (!from.pushes_waiting.empty()) {
    const std::size_t bytes = from.pushes_waiting.front().envelope.size();
    if (!try_push(turn, from, from.pushes_waiting.front())) break;
    from.pushes_waiting.pop_front();
    done(bytes);
  }
  while (!from.ids_waiting.empty() && try_ids(turn, from, from.ids_waiting.front())) {
    from.ids_waiting.pop_front();
    done(limits::ids_per_frame_max * sizeof(ShortId));
  }
}

void Gossip::State::on_have(Turn& turn, Neighbour& from, const Have& have) {
  const bool is_call_kind = have.kind == HaveKind::call;
  const bool has_room =
      is_call_kind ||
      holdings.has_disk_room(have.kind == HaveKind::bulk ? Travel::bulk : Travel::normal);
  for (const ShortId id : have.ids) {
    const EnvelopeId* found = holdings.find_short(id);
    if (found != nullptr) {
      const bool is_same = is_call_kind && holdings.stamp(*found) != nullptr;
      heard_from(turn, from, *found, is_same);
      if (is_same || !is_call_kind) continue;
    } else if (!has_room || refused_short.contains(id)) {
      continue;
    }
    if (const auto next = missing.announced(id, from.up.link, have.kind, turn.now))
      ask(turn, *next);
  }
}

void Gossip::State::on_want(Turn& turn, Neighbour& from, const Want& want_frame) {
  Gone gone;
  for (const ShortId id : want_frame.ids) {
    // Of a list: under our key. Of an announcement: as we named it to this link.
    const EnvelopeId* found = holdings.find_short(id);
    const auto offered = from.offers.find(id);
    if (found == nullptr && offered != from.offers.end()) found = &offered->second.id;
    const Held* held = found == nullptr ? nullptr : holdings.find(*found);
    if (held == nullptr || !from.carries(held->route)) {
      gone.ids.push_back(id);
      continue;
    }
    if (Spread::Marks* marks = spread.find(*found)) marks->told.set(from.slot);
    const Travel travel = holdings.travel(*found);
    const bool is_small_call =
        travel == Travel::call && held->bucket <= limits::call_push_bucket_max;
    const Queue queue = is_small_call            ? Queue::call
                        : travel == Travel::call ? Queue::normal
                        : travel == Travel::bulk ? Queue::bulk
                                                 : Queue::sync;
    const Neighbour::Outgoing what{*found, queue, id};
    // By the step of drain_pushes, or a long answer would find its queue full.
    if (travel == Travel::call || from.to_push.size() >= limits::outgoing_max)
      push(turn, from, what);
    else
      push_later(from, what);
  }
  drain_pushes(turn, from);
  if (!gone.ids.empty()) turn.out.frames.push_back({from.up.link, Queue::control, std::move(gone)});
}

void Gossip::State::on_gone(Turn& turn, Neighbour& from, const Gone& gone) {
  for (const ShortId id : gone.ids) {
    from.open_wants.erase(id);
    if (const auto next = missing.not_from(id, from.up.link, turn.now)) ask(turn, *next);
  }
  if (from.open_wants.empty()) from.wants_silent_at.reset();
}

void Gossip::State::want(Turn& turn, Neighbour& from, ShortId id) {
  if (from.open_wants.contains(id)) return;
  if (from.open_wants.size() >= limits::wants_open_max) {
    if (from.to_want.size() < limits::missing_relay_max) from.to_want.push_back(id);
    return;
  }
  from.open_wants.insert(id);
  from.wants_unsent.push_back(id);
  if (!from.wants_silent_at) from.wants_silent_at = turn.now.instant + limits::want_patience;
}

void Gossip::State::ask(Turn& turn, const Missing::Ask& ask) {
  Neighbour* link = find(ask.link);
  if (link == nullptr) return;
  want(turn, *link, ask.id);
  drain_wants(turn, *link);
}

void Gossip::State::arrived(Turn& turn, Neighbour& from, const EnvelopeId& id) {
  std::size_t answered = from.open_wants.erase(short_id(id_key, id));
  if (from.hello) answered += from.open_wants.erase(short_id(from.hello->id_key, id));
  if (answered == 0) return;
  const Instant now = turn.now.instant;
  from.wants_silent_at.reset();
  if (!from.open_wants.empty()) from.wants_silent_at = now + limits::want_patience;
  if (from.asking) from.asking->silent_at = now + limits::sync_patience;
}

// Ten seconds without anything we asked for: others are asked, and what only a list named waits for
// the next sync.
void Gossip::State::wants_are_silent(Turn& turn, Neighbour& from) {
  const std::set<ShortId> open = std::exchange(from.open_wants, {});
  from.to_want.clear();
  from.wants_unsent.clear();
  from.wants_silent_at.reset();
  abort_sync(turn, from);
  for (const ShortId id : open) {
    if (const auto next = missing.not_from(id, from.up.link, turn.now)) ask(turn, *next);
  }
}

void Gossip::State::drain_wants(Turn& turn, Neighbour& from) {
  while (!from.to_want.empty() && from.open_wants.size() < limits::wants_open_max) {
    const ShortId id = from.to_want.front();
    from.to_want.pop_front();
    want(turn, from, id);
  }
  while (!from.wants_unsent.empty()) {
    const std::size_t count = std::min(from.wants_unsent.size(), limits::ids_per_frame_max);
    if (!from.out.want_ids.try_take(count, turn.now.instant)) return;
    const auto end = from.wants_unsent.begin() + static_cast<std::ptrdiff_t>(count);
    turn.out.frames.push_back(
        {from.up.link, Queue::control, Want{0, {from.wants_unsent.begin(), end}}});
    from.wants_unsent.erase(from.wants_unsent.begin(), end);
  }
}

}  // namespace tocsin::gossip
