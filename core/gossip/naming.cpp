// What leaves on a link: PUSH, HAVE and offers, at the pace its reader allows (gossip.md §2, §7).
#include <algorithm>

#include "core/gossip/state.h"
#include "core/model/limits/link.h"

namespace tocsin::gossip {
namespace {

// One wake's share of a link, so that its queues in core/link need not refuse what comes at once.
constexpr std::size_t pushes_per_step = 48;
constexpr Millis push_step{20};
constexpr Millis full_queue_pause{250};

bool is_known_to(const Spread::Marks* marks, Slot slot, bool is_call) {
  if (marks == nullptr) return false;
  return is_call ? marks->heard_as_call.test(slot) : marks->heard.test(slot);
}

bool is_bulk_push(const Neighbour::Outgoing& what) {
  return what.queue == Queue::bulk;
}

// Where what is large begins: all else goes before it, so that no text waits behind a file.
auto first_bulk(std::deque<Neighbour::Outgoing>& queue) {
  return std::ranges::partition_point(queue, [](const auto& what) { return !is_bulk_push(what); });
}

}  // namespace

void Gossip::State::push_later(Neighbour& to, const Neighbour::Outgoing& what) {
  if (is_bulk_push(what))
    to.to_push.push_back(what);
  else
    to.to_push.insert(first_bulk(to.to_push), what);
}

const Envelope* Gossip::State::bytes_of(const EnvelopeId& id) {
  const auto now_stored = fresh.find(id);
  if (now_stored != fresh.end()) return &now_stored->second;
  last_read = archive.envelope(id);
  return last_read ? &*last_read : nullptr;
}

void Gossip::State::push(Turn& turn, Neighbour& to, const Neighbour::Outgoing& what) {
  const bool is_urgent = what.queue == Queue::call || holdings.stamp(what.id) != nullptr;
  const bool is_first =
      to.to_push.empty() || (!is_bulk_push(what) && is_bulk_push(to.to_push.front()));
  if ((is_urgent || is_first) && push_now(turn, to, what)) return;
  if (to.to_push.size() < limits::outgoing_max) return push_later(to, what);
  // No room to remember it: the next sync finds it.
  if (what.asked_as)
    turn.out.frames.push_back({to.up.link, Queue::control, Gone{{*what.asked_as}}});
}

// False: not yet, its budget is empty.
bool Gossip::State::push_now(Turn& turn, Neighbour& to, const Neighbour::Outgoing& what) {
  const Held* held = holdings.find(what.id);
  const Stamp* stamp = held == nullptr ? nullptr : holdings.stamp(what.id);
  if (held != nullptr && !what.asked_as &&
      is_known_to(spread.find(what.id), to.slot, stamp != nullptr))
    return true;
  const Instant now = turn.now.instant;
  if (held != nullptr && stamp == nullptr) {
    if (now < to.push_pause) return false;
    if (!to.out.bytes.has(held->bytes(), now) || !to.out.envelopes.has(1, now)) return false;
  }
  const bool is_guest = to.up.role == PeerRole::guest;
  const bool may_go = held != nullptr && (!is_guest || to.guest_bytes_out + held->bytes() <=
                                                           limits::guest_bytes_out_max);
  const Envelope* envelope = may_go ? bytes_of(what.id) : nullptr;
  if (envelope == nullptr) {
    if (what.asked_as)
      turn.out.frames.push_back({to.up.link, Queue::control, Gone{{*what.asked_as}}});
    return true;
  }
  if (stamp == nullptr) {
    to.out.bytes.take(held->bytes(), now);
    to.out.envelopes.take(1, now);
  }
  to.guest_bytes_out += held->bytes();
  Push frame{std::nullopt, to_bytes(envelope->bytes())};
  if (stamp != nullptr) frame.stamp = *stamp;
  turn.out.frames.push_back({to.up.link, what.queue, std::move(frame)});
  return true;
}

void Gossip::State::drain_pushes(Turn& turn, Neighbour& to) {
  if (turn.now.instant < to.push_pause) return;
  for (std::size_t done = 0; !to.to_push.empty(); ++done) {
    if (done == pushes_per_step) {
      to.push_pause = turn.now.instant + push_step;
      return;
    }
    const Neighbour::Outgoing what = to.to_push.front();
    if (!push_now(turn, to, what)) return;
    to.to_push.pop_front();
  }
}

// A queue of core/link was full. The bytes are on disk, so only the id waits, and the envelope is
// left out if the neighbour names it meanwhile.
void Gossip::State::not_sent(const FrameToSend& frame, Now now) {
  Neighbour* to = find(frame.link);
  if (to == nullptr) return;
  if (std::holds_alternative<MeshListFrame>(frame.frame)) to->list = {0, 0};
  const Push* pushed = std::get_if<Push>(&frame.frame);
  if (pushed == nullptr) return;
  const auto envelope = Envelope::from(pushed->envelope);
  if (!envelope || to->to_push.size() >= limits::outgoing_max) return;
  const bool was_asked = frame.queue == Queue::sync;
  std::optional<ShortId> asked_as;
  if (was_asked) asked_as = short_id(id_key, envelope->id());
  const auto first = frame.queue == Queue::bulk ? first_bulk(to->to_push) : to->to_push.begin();
  to->to_push.insert(first, {envelope->id(), frame.queue, asked_as});
  to->push_pause = now.instant + full_queue_pause;
}

// That we hold it: a receipt to who gave it, an announcement to who lacks it.
void Gossip::State::name(Turn& turn, Neighbour& to, const EnvelopeId& id) {
  name_as(turn, to, holdings.stamp(id) != nullptr ? HaveKind::call : HaveKind::stored, id);
}

void Gossip::State::name_as(Turn& turn, Neighbour& to, HaveKind kind, const EnvelopeId& id) {
  if (Spread::Marks* marks = spread.find(id)) marks->told.set(to.slot);
  if (to.naming.size() >= limits::outgoing_max) to.naming.pop_front();
  to.naming.emplace_back(kind, id);
  if (!to.naming_due) to.naming_due = turn.now.instant + limits::have_flush;
  if (kind == HaveKind::call || to.naming.size() >= limits::have_flush_ids) flush_names(turn, to);
}

void Gossip::State::expire_offers(Neighbour& to, Instant now) {
  while (!to.offers_by_age.empty() && (to.offers_by_age.front().first <= now ||
                                       to.offers_by_age.size() > limits::outgoing_max)) {
    const auto [until, id] = to.offers_by_age.front();
    const auto found = to.offers.find(id);
    if (found != to.offers.end() && found->second.until == until) to.offers.erase(found);
    to.offers_by_age.pop_front();
  }
}

void Gossip::State::flush_names(Turn& turn, Neighbour& to) {
  if (!to.hello) return;  // ids are short under its key, which it has not told
  const Instant now = turn.now.instant;
  std::map<HaveKind, Have> frames;
  const auto emit = [&](HaveKind kind) {
    Have& have = frames[kind];
    if (have.ids.empty()) return;
    have.kind = kind;
    const Queue queue = kind == HaveKind::call ? Queue::call : Queue::control;
    turn.out.frames.push_back({to.up.link, queue, std::exchange(have, Have{})});
  };
  while (!to.naming.empty() && to.out.have_ids.try_take(1, now)) {
    const auto [kind, id] = to.naming.front();
    to.naming.pop_front();
    const Held* held = holdings.find(id);
    if (held == nullptr || !to.carries(held->route)) continue;
    const ShortId named = short_id(to.hello->id_key, id);
    if (!is_known_to(spread.find(id), to.slot, kind == HaveKind::call)) {
      const Instant until = now + limits::offer_life;
      to.offers.insert_or_assign(named, Neighbour::Offer{id, until});
      to.offers_by_age.emplace_back(until, named);
    }
    frames[kind].ids.push_back(named);
    if (frames[kind].ids.size() == limits::ids_per_frame_max) emit(kind);
  }
  for (const HaveKind kind : {HaveKind::call, HaveKind::stored, HaveKind::bulk, HaveKind::sync})
    emit(kind);
  expire_offers(to, now);
  to.naming_due.reset();
  if (!to.naming.empty()) to.naming_due = to.out.have_ids.when(1, now);
}

// Of a sync: named at the pace at which it could be fetched.
void Gossip::State::offer(Neighbour& to, const EnvelopeId& id) {
  if (to.to_offer.size() < limits::missing_relay_max) to.to_offer.push_back(id);
}

void Gossip::State::drain_offers(Turn& turn, Neighbour& to) {
  const Instant now = turn.now.instant;
  expire_offers(to, now);
  while (!to.to_offer.empty() && to.offers.size() < limits::outgoing_max) {
    const EnvelopeId id = to.to_offer.front();
    const bool is_needed =
        holdings.find(id) != nullptr && !is_known_to(spread.find(id), to.slot, false);
    if (is_needed && !to.offers_out.try_take(1, now)) return;
    to.to_offer.pop_front();
    if (!is_needed) continue;
    // A call by its kind: who has no room but for calls asks for no other.
    name_as(turn, to, holdings.stamp(id) != nullptr ? HaveKind::call : HaveKind::sync, id);
    if (to.asking) to.asking->silent_at = now + limits::sync_patience;
  }
}

}  // namespace tocsin::gossip
