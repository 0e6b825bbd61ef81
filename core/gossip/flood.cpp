#include "core/gossip/flood.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/base/ensure.h"
#include "core/gossip/state.h"
#include "core/model/statement.h"

namespace tocsin::gossip {

Spread::Marks& Spread::begin(const EnvelopeId& id) {
  const auto [at, is_new] = marks_.insert_or_assign(id, Marks{});
  if (is_new) order_.push_back(id);
  if (order_.size() > limits::spread_window) {
    marks_.erase(order_.front());
    order_.pop_front();
  }
  return at->second;
}

Spread::Marks* Spread::find(const EnvelopeId& id) {
  const auto found = marks_.find(id);
  return found == marks_.end() ? nullptr : &found->second;
}

const Spread::Marks* Spread::find(const EnvelopeId& id) const {
  const auto found = marks_.find(id);
  return found == marks_.end() ? nullptr : &found->second;
}

std::optional<Slot> Spread::take_slot() {
  for (Slot slot = 0; slot < slots_.size(); ++slot) {
    if (slots_.test(slot)) continue;
    slots_.set(slot);
    return slot;
  }
  return std::nullopt;
}

void Spread::give_slot(Slot slot) {
  ENSURE(slots_.test(slot));
  slots_.reset(slot);
  for (auto& [id, marks] : marks_) {
    marks.heard.reset(slot);
    marks.heard_as_call.reset(slot);
    marks.told.reset(slot);
  }
}

void Gossip::State::close(Turn& turn, Neighbour& link, ByeReason reason) {
  if (std::exchange(link.is_closing, true)) return;
  turn.out.closes.emplace_back(link.up.link, reason);
}

void Gossip::State::store(Turn& turn, const Envelope& envelope, const std::optional<Stamp>& stamp) {
  holdings.add(
      envelope.id(), Held{envelope.route(), envelope.expiry_hour(), envelope.bucket()}, stamp);
  fresh.emplace(envelope.id(), envelope);
  turn.outbox.keep(envelope, stamp);
  if (!upkeep.is_draining()) return;
  for (auto& [link, to] : links) to.note_stored(envelope.id());
}

void Gossip::State::publish(Turn& turn,
                            const Envelope& envelope,
                            const std::optional<Stamp>& stamp) {
  const EnvelopeId id = envelope.id();
  const std::uint32_t expiry = envelope.expiry_hour();
  if (holdings.find(id) != nullptr || !Holdings::is_in_window(expiry, hour)) return;
  const bool is_urgent = stamp && expiry <= hour + limits::call_life_hours;
  store(turn, envelope, is_urgent ? stamp : std::nullopt);
  spread.begin(id);
  receipts.add(id, expiry, turn.now, turn.outbox);
  const Instant now = turn.now.instant;
  if (is_urgent) {
    spread_on(turn, id);
    receipts.set_all_due(id, now + limits::own_patience);
    return;
  }
  const Instant first = now + random.between(Millis{0}, limits::own_delay_max);
  receipts.set_first_due(id, first);
  receipts.set_all_due(id, first + limits::own_patience);
}

// A normal own envelope leaves as if it were forwarded: to one link, which may be anybody's.
void Gossip::State::speak_first(Turn& turn, const EnvelopeId& id) {
  const Held* held = holdings.find(id);
  Receipts::Own* own = receipts.find(id);
  if (held == nullptr || own == nullptr) return;
  Spread::Marks* marks = spread.find(id);
  if (marks == nullptr) return;
  std::vector<LinkId> able;
  for (auto& [link, to] : links) {
    if (marks->told.test(to.slot) || marks->heard.test(to.slot)) return;  // it has left already
    if (to.carries(held->route) && !to.is_closing) able.push_back(link);
  }
  // Who goes away is told first only where nobody else is linked.
  const auto stays = [&](LinkId link) { return !find(link)->is_draining(); };
  if (std::ranges::any_of(able, stays)) std::erase_if(able, std::not_fn(stays));
  if (able.empty()) return;  // a sync at link-up will offer it
  Neighbour& to = *find(able[random.below(able.size())]);
  own->first_told = to.peer;
  marks->told.set(to.slot);
  const bool is_bulk = holdings.travel(id) == Travel::bulk;
  push(turn, to, {id, is_bulk ? Queue::bulk : Queue::normal, std::nullopt});
}

void Gossip::State::spread_on(Turn& turn, const EnvelopeId& id) {
  const Held* held = holdings.find(id);
  if (held == nullptr) return;
  const Travel travel = holdings.travel(id);
  const bool is_call = travel == Travel::call;
  Spread::Marks* marks = spread.find(id);
  if (marks == nullptr) marks = &spread.begin(id);
  for (const LinkId link : shuffled_links()) {
    Neighbour& to = *find(link);
    const bool has_it = (is_call ? marks->heard_as_call : marks->heard).test(to.slot);
    if (has_it || marks->told.test(to.slot) || !to.carries(held->route) || to.is_closing) continue;
    marks->told.set(to.slot);
    if (is_call && held->bucket > limits::call_push_bucket_max)
      name_as(turn, to, HaveKind::call, id);
    else if (is_call)
      push(turn, to, {id, Queue::call, std::nullopt});
    else
      push(turn, to, {id, travel == Travel::bulk ? Queue::bulk : Queue::normal, std::nullopt});
  }
}

// `from` holds it: a bit for the flood, a receipt if it is ours.
void Gossip::State::heard_from(Turn& turn, Neighbour& from, const EnvelopeId& id, bool is_call) {
  from.unheard.erase(id);
  if (Spread::Marks* marks = spread.find(id)) {
    marks->heard.set(from.slot);
    if (is_call) marks->heard_as_call.set(from.slot);
  }
  if (from.up.role == PeerRole::guest) return;  // it promises nothing to anybody
  // What only a relay that goes away holds is not stored yet.
  if (from.is_draining() || receipts.find(id) == nullptr) return;
  const bool is_relay_there = from.up.role == PeerRole::relay;
  if (receipts.note(id, {from.peer, is_relay_there}, known(), turn.outbox))
    turn.out.stored.push_back(*progress(id));
}

bool Gossip::State::is_call(Turn& turn,
                            const Neighbour* from,
                            const Envelope& envelope,
                            const Stamp& stamp) {
  if (!coalition || !is_listed_stamp(stamp.key)) return false;
  // A call's author may be two hours ahead of us.
  if (envelope.expiry_hour() > hour + limits::call_life_hours + limits::expiry_slack_hours)
    return false;
  if (holdings.call_count() >= limits::live_calls_max) return false;
  // A spool brings at once what took its time to come, and was counted as it came.
  if (from != nullptr && !stamp_quota.has_room(stamp.key, turn.now.instant)) return false;
  const Domain domain{*coalition, Mode::none};
  return crypto::verify(
      stamp.key.array(), signature_input(domain, "stamp", envelope.id().view()), stamp.signature);
}

// Cheap first: what costs a signature comes last.
bool Gossip::State::is_admissible(const Envelope& envelope) const {
  return coalition && Holdings::is_in_window(envelope.expiry_hour(), hour) &&
         holdings.has_route_room(envelope.route(), envelope.bytes().size());
}

void Gossip::State::refuse_for_a_while(Turn& turn, const EnvelopeId& id) {
  ++refusals;
  if (refused.size() >= limits::refused_max) return;
  refused.insert_or_assign(id, turn.now.instant + limits::refused_life);
  refused_short.insert_or_assign(short_id(id_key, id), id);
}

void Gossip::State::forget_refusals() {
  refused.clear();
  refused_short.clear();
}

void Gossip::State::receive_held(Turn& turn,
                                 Neighbour* from,
                                 const Envelope& envelope,
                                 const std::optional<Stamp>& stamp) {
  const EnvelopeId id = envelope.id();
  const Stamp* known_stamp = holdings.stamp(id);
  // A stripped stamp must not stop a call: the copy that has it goes on as if it were new.
  const bool came_late = stamp && known_stamp == nullptr && is_call(turn, from, envelope, *stamp);
  if (came_late) {
    holdings.raise(id, *stamp);
    stamp_quota.note(stamp->key, turn.now.instant);
    turn.outbox.keep(envelope, stamp);
    spread.begin(id);
  }
  if (from != nullptr) {
    const bool is_same = stamp && known_stamp != nullptr && *known_stamp == *stamp;
    heard_from(turn, *from, id, came_late || is_same);
    const Spread::Marks* marks = spread.find(id);
    if (marks == nullptr || !marks->told.test(from->slot)) name(turn, *from, id);
  }
  if (came_late) spread_on(turn, id);
}

void Gossip::State::receive(Turn& turn,
                            Neighbour* from,
                            const Envelope& envelope,
                            const std::optional<Stamp>& stamp) {
  const EnvelopeId id = envelope.id();
  if (from != nullptr) arrived(turn, *from, id);
  const std::vector<Missing::Announcer> announcers = missing.take(short_id(id_key, id));
  if (holdings.find(id) != nullptr) return receive_held(turn, from, envelope, stamp);
  const auto refuse_as_wrong = [&] {
    if (from != nullptr) note_cost(*from, {0, 1, 0}, turn.now.instant);
    refuse_for_a_while(turn, id);
  };
  if (!is_admissible(envelope)) return refuse_as_wrong();
  const bool is_urgent = stamp && is_call(turn, from, envelope, *stamp);
  const bool is_bulk = envelope.bucket() >= limits::bulk_bucket_min;
  const Travel travel = is_urgent ? Travel::call : is_bulk ? Travel::bulk : Travel::normal;
  if (!holdings.has_disk_room(travel)) return refuse_for_a_while(turn, id);
  if (!envelope.is_admitted(*coalition)) return refuse_as_wrong();

  Spread::Marks& marks = spread.begin(id);
  for (const Missing::Announcer& announcer : announcers) {
    const Neighbour* link = find(announcer.link);
    if (link == nullptr) continue;
    marks.heard.set(link->slot);
    if (announcer.is_call) marks.heard_as_call.set(link->slot);
  }
  store(turn, envelope, is_urgent ? stamp : std::nullopt);
  if (is_urgent) stamp_quota.note(stamp->key, turn.now.instant);
  turn.out.fresh.push_back(envelope);
  if (from != nullptr) {
    heard_from(turn, *from, id, is_urgent);
    name(turn, *from, id);
  }
  spread_on(turn, id);
}

}  // namespace tocsin::gossip
