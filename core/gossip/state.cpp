#include "core/gossip/state.h"

#include <algorithm>
#include <utility>

#include "core/base/match.h"

namespace tocsin::gossip {
Gossip::State::State(Random& random_source,
                     const Archive& stored,
                     Role its_role,
                     const Snapshot& restored)
    : random{random_source},
      archive{stored},
      role{its_role},
      id_key{random.array<16>()},
      upkeep{restored.of(Table::upkeep)},
      holdings{id_key, restored.envelopes},
      book{restored.of(Table::peers)},
      neighbours{its_role == Role::relay, random},
      receipts{restored.of(Table::receipts)},
      missing{its_role == Role::relay ? limits::missing_relay_max : limits::missing_node_max} {
  holdings.set_quota(upkeep.disk_bytes());
  restore_list(restored);
}

Neighbour* Gossip::State::find(LinkId link) {
  const auto found = links.find(link);
  return found == links.end() ? nullptr : &found->second;
}

void Gossip::State::begin(Turn& turn) {
  last = turn.now;
  clock.tick(turn.now);
  hour = hour_of(turn.now.wall);
  holdings.roll(hour);
  // Between two moments the batch was staged, and the archive shows what it holds.
  if (std::exchange(fresh_at, turn.now.instant) != turn.now.instant) fresh.clear();
}

Out Gossip::State::finish(Turn& turn) {
  if (is_fill_due) fill(turn);
  return std::move(turn.out);
}

void Gossip::State::fill(Turn& turn) {
  is_fill_due = false;
  leave_draining(turn);
  give_up_due = book.give_up(turn.now, random);
  auto linked_now = linked();
  // Who is shut out is not dialled either.
  for (const auto& [key, entry] : book.entries()) {
    if (upkeep.is_blocked(peer_id(key), turn.now.wall)) ++linked_now[key];
  }
  auto dials =
      neighbours.fill(book, {linked_now, receipts.is_any_waiting(turn.now.instant), turn.now});
  std::ranges::move(dials, std::back_inserter(turn.out.dials));
}

std::map<LinkKey, std::size_t> Gossip::State::linked() const {
  std::map<LinkKey, std::size_t> out;
  for (const auto& [id, link] : links) ++out[link.up.key];
  return out;
}

Receipts::Known Gossip::State::known() const {
  Receipts::Known out;
  for (const auto& [key, entry] : book.entries()) {
    if (entry.is_draining) continue;  // it gives no receipt
    ++out.neighbours;
    out.has_listed_relay = out.has_listed_relay || entry.is_listed;
  }
  return out;
}

std::optional<Stored> Gossip::State::progress(const EnvelopeId& id) const {
  const Receipts::Own* own = receipts.find(id);
  if (own == nullptr) return std::nullopt;
  Stored out{id, static_cast<std::uint32_t>(own->receipts.size()), 0, own->is_stored};
  for (const Receipts::Receipt& receipt : own->receipts) out.relays += receipt.is_relay ? 1 : 0;
  return out;
}

std::vector<LinkId> Gossip::State::shuffled_links() {
  std::vector<LinkId> out;
  for (const auto& [id, link] : links) out.push_back(id);
  for (std::size_t left = out.size(); left > 1; --left)
    std::swap(out[left - 1], out[random.below(left)]);
  return out;
}

void Gossip::State::link_up(Turn& turn, LinkUp up) {
  if (up.is_guest_here && join_route) up.route = join_route;
  const std::size_t most = is_relay() ? limits::relay_links_max : limits::node_links_max;
  const Book::Entry* entry = book.find(up.key);
  const bool is_wanted = up.role == PeerRole::relay || (entry != nullptr && entry->is_wanted());
  const bool has_room = links.size() < most || is_wanted;
  const auto slot = has_room && may_stay(up, turn.now) ? spread.take_slot() : std::nullopt;
  if (!slot) {
    turn.out.closes.emplace_back(up.link, ByeReason::full);
    return;
  }
  book.up(up.key);
  const bool is_between_relays = is_relay() && up.role == PeerRole::relay;
  const auto [at, is_new] =
      links.try_emplace(up.link, Neighbour{up, *slot, is_between_relays, turn.now});
  ENSURE(is_new);
  Neighbour& to = at->second;
  to.told_flags = own_flags();
  to.out.hellos.take(1, turn.now.instant);
  turn.out.frames.push_back({up.link, Queue::control, hello()});
  is_fill_due = true;
  if (std::exchange(is_sick, false)) network_changed(turn.now);
  if (to.is_member() || !up.route) return;
  // A guest is brought what there is on its route; as a guest we bring what is ours.
  for (const EnvelopeId& id : holdings.on_route(*up.route)) {
    if (up.is_guest_here && receipts.find(id) == nullptr) continue;
    if (Spread::Marks* marks = spread.find(id)) marks->told.set(to.slot);
    push(turn, to, {id, Queue::normal, std::nullopt});
  }
}

void Gossip::State::link_down(Turn& turn, const LinkDown& down) {
  const auto found = links.find(down.link);
  if (found == links.end()) return;
  const Neighbour& gone = found->second;
  const bool was_steady = gone.since + limits::steady_link <= turn.now.instant;
  const bool was_ours = gone.is_closing;
  waiting_bytes -= gone.waiting_bytes;
  spread.give_slot(gone.slot);
  links.erase(found);
  for (const Missing::Ask& next : missing.forget(down.link, turn.now)) ask(turn, next);
  if (!linked().contains(down.key)) book.down(down.key, was_steady, turn.now, random);
  // Half of all links at once: not they are dead, our own network is.
  if (!was_ours && neighbours.is_sick_after_loss(links.size(), turn.now)) {
    is_sick = true;
    book.reset();
  }
  is_fill_due = true;
}

void Gossip::State::network_changed(Now now) {
  book.reset();
  is_fill_due = true;
  for (auto& [id, to] : links) {
    if (to.next_sync) to.next_sync = now.instant;
  }
}

void Gossip::State::on_hello(Turn& turn, Neighbour& from, const Hello& hello) {
  if (!from.in.hellos.try_take(1, turn.now.instant)) return;
  const bool is_first = !from.hello.has_value();
  const bool was_draining = from.is_draining();
  from.hello = hello;
  note_draining(turn, from, was_draining);
  // Who tells no number holds some list of ours or none.
  std::uint32_t list_number = hello.number;
  if (list && (list_number == 0 || list_number > list->number)) list_number = list->number;
  from.list = std::max(from.list, {list_number, hello.list_seq});
  if (!is_first) return;
  flush_names(turn, from);
  if (!from.is_member()) return;
  for (const EnvelopeId& id : holdings.calls_newest_first()) {
    const Spread::Marks* marks = spread.find(id);
    if (marks == nullptr || !marks->told.test(from.slot))
      from.naming.emplace_back(HaveKind::call, id);
  }
  flush_names(turn, from);
  tell_list(turn, from);
  if (from.up.is_dialled) from.next_sync = turn.now.instant;
}

void Gossip::State::on_frame(Turn& turn, Neighbour& from, Frame frame) {
  match(
      std::move(frame),
      [&](const Hello& hello) { on_hello(turn, from, hello); },
      [](const AckCells&) {},
      [&](const Bye& bye) {
        if (bye.reason == ByeReason::full) book.full(from.up.key, turn.now);
      },
      [&](const MeshListFrame& list_frame) { on_list(turn, from, list_frame); },
      [](const TicketFrame&) {},
      [](const TicketOk&) {},
      [&](Push&& push_frame) { on_push(turn, from, std::move(push_frame)); },
      [&](Have&& have) { on_ids(turn, from, std::move(have)); },
      [&](Want&& want_frame) { on_ids(turn, from, std::move(want_frame)); },
      [&](Gone&& gone) { on_ids(turn, from, std::move(gone)); },
      [&](const SyncOpen& open) { on_sync(turn, from, open); },
      [&](const SyncDays& days) { on_sync(turn, from, days); },
      [&](const SyncGet& get) { on_sync(turn, from, get); },
      [&](const SyncList& ids) { on_sync(turn, from, ids); },
      [&](const SyncEnd& end) { on_sync(turn, from, end); },
      [](const UnknownFrame&) {});
}

// All that a link may do now: what waited to be read, then what waits to be said.
void Gossip::State::pump(Turn& turn, Neighbour& link) {
  if (link.is_closing) return;
  tell_flags(turn, link);
  drain_waiting(turn, link);
  if (link.wants_silent_at && *link.wants_silent_at <= turn.now.instant)
    wants_are_silent(turn, link);
  drain_wants(turn, link);
  drain_pushes(turn, link);
  drain_offers(turn, link);
  if (link.naming_due && *link.naming_due <= turn.now.instant) flush_names(turn, link);
  pump_sync(turn, link);
}

void Gossip::State::purge(Turn& turn) {
  const Instant now = turn.now.instant;
  if (purge_due && *purge_due > now) return;
  purge_due = now + limits::purge_pause;
  std::erase_if(refused, [&](const auto& one) { return one.second <= now; });
  std::erase_if(refused_short, [&](const auto& one) { return !refused.contains(one.second); });
  forget_silent(turn.now);
  if (clock.is_suspect()) return;
  upkeep.end_blocks(turn.now.wall, turn.outbox);
  const std::vector<EnvelopeId> expired = holdings.expired(hour, limits::purge_step);
  for (const EnvelopeId& id : expired) {
    holdings.remove(id);
    turn.outbox.forget(id);
  }
  if (expired.size() == limits::purge_step) purge_due = now;
  receipts.expire(hour, turn.outbox);
}

void Gossip::State::wake(Turn& turn) {
  const Instant now = turn.now.instant;
  for (const EnvelopeId& id : receipts.take_first_due(now)) speak_first(turn, id);
  for (const EnvelopeId& id : receipts.take_all_due(now)) {
    const Receipts::Own* own = receipts.find(id);
    if (own != nullptr && !own->is_named_by_other) spread_on(turn, id);
    is_fill_due = true;  // it may take more relays
  }
  for (const Missing::Ask& next : missing.due(turn.now)) ask(turn, next);
  for (auto& [id, link] : links) {
    const bool is_ours = link.is_member() || link.up.is_guest_here;
    if (to_close.contains(link.up.key) && is_ours) close(turn, link, ByeReason::shutdown);
    pump(turn, link);
  }
  to_close.clear();
  purge(turn);
  const auto is_due = [&](const std::optional<Instant>& at) { return at && *at <= now; };
  if (is_due(neighbours.next_due()) || is_due(give_up_due)) is_fill_due = true;
}

}  // namespace tocsin::gossip
