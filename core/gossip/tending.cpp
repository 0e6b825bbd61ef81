// What a relay's operator asks for (gossip.md §11): going away, a quota, shutting somebody out.
#include <algorithm>

#include "core/gossip/state.h"

namespace tocsin::gossip {

std::uint8_t Gossip::State::own_flags() const {
  return upkeep.is_draining() ? hello_draining : 0;
}

Hello Gossip::State::hello() const {
  Hello out{1, 0, id_key, number, list ? list->seq : 0, own_flags()};
  if (out.number == 0 && list) out.number = list->number;
  return out;
}

// Not with the last token: frames that come closer together than they were sent must not be one
// too many for the reader.
void Gossip::State::tell_flags(Turn& turn, Neighbour& to) {
  if (to.told_flags == own_flags() || !to.out.hellos.has(2, turn.now.instant)) return;
  to.out.hellos.take(1, turn.now.instant);
  to.told_flags = own_flags();
  turn.out.frames.push_back({to.up.link, Queue::control, hello()});
}

// Said by a relay only: a member that says so would gain nothing but silence.
void Gossip::State::note_draining(Turn& turn, Neighbour& from, bool was_draining) {
  book.set_draining(from.up.key, from.is_draining());
  if (from.is_draining() == was_draining) return;
  is_fill_due = true;
  // Going: what it alone holds is fetched at once. Staying: its receipts count again.
  if (from.up.is_dialled && from.next_sync) from.next_sync = turn.now.instant;
  for (const EnvelopeId& id : receipts.enough_now(known(), turn.outbox))
    turn.out.stored.push_back(*progress(id));
}

// As soon as others fill its place and it has nothing more for us.
void Gossip::State::leave_draining(Turn& turn) {
  if (is_relay()) return;
  const auto stays = [](const auto& entry) {
    return entry.second.up.role == PeerRole::relay && !entry.second.is_draining();
  };
  if (static_cast<std::size_t>(std::ranges::count_if(links, stays)) < limits::relay_slots) return;
  for (auto& [id, to] : links) {
    const Book::Entry* entry = book.find(to.up.key);
    const bool is_chosen = entry != nullptr && (entry->is_pinned || entry->ticket);
    if (to.is_draining() && to.is_fetched && !is_chosen) close(turn, to, ByeReason::idle);
  }
}

void Gossip::State::note_cost(const Neighbour& of, const Cost& cost, Instant now) {
  if (!is_relay()) return;
  if (loud.size() >= limits::loudness_kept && !loud.contains(of.up.key)) return;
  loud[of.up.key].note(cost, now);
}

void Gossip::State::forget_silent(Now now) {
  if (loud.empty()) return;
  const auto linked_now = linked();
  std::erase_if(loud, [&](const auto& entry) {
    return !linked_now.contains(entry.first) && entry.second.last_hour(now.instant).is_none();
  });
}

bool Gossip::State::may_stay(const LinkUp& up, Now now) const {
  // A guest waits here for an answer that may take days: the other places of the invite serve him.
  if (up.role == PeerRole::guest && upkeep.is_draining()) return false;
  return !upkeep.is_blocked(peer_id(up.key), now.wall);
}

void Gossip::State::close_unwelcome(Turn& turn) {
  for (auto& [id, to] : links) {
    if (!may_stay(to.up, turn.now)) close(turn, to, ByeReason::full);
  }
}

// Each link is told, and syncs at once: who has what decides when the box may be switched off.
void Gossip::State::drain_changed(Turn& turn) {
  close_unwelcome(turn);
  for (auto& [id, to] : links) {
    to.holds_all = false;
    to.unheard.clear();
    if (to.next_sync) to.next_sync = turn.now.instant;
    pump(turn, to);
  }
}

Out Gossip::drain(Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  if (!state_->upkeep.is_draining()) {
    state_->upkeep.drain(now.wall, outbox);
    state_->drain_changed(turn);
  }
  return state_->finish(turn);
}

Out Gossip::carry_on(Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  if (state_->upkeep.is_draining()) {
    state_->upkeep.carry_on(outbox);
    state_->drain_changed(turn);
  }
  return state_->finish(turn);
}

void Gossip::set_disk_quota(std::optional<std::uint64_t> bytes, Outbox& outbox) {
  state_->upkeep.set_disk_bytes(bytes, outbox);
  state_->holdings.set_quota(bytes);
  state_->forget_refusals();
}

Result<Out> Gossip::shut_out(std::uint64_t link_number, Seconds time, Now now, Outbox& outbox) {
  State& state = *state_;
  const auto found = std::ranges::find_if(
      state.links, [&](const auto& entry) { return entry.second.shown_as == link_number; });
  if (found == state.links.end() || found->second.is_closing)
    return fail(Errc::not_found, "no link that is up has this number");
  Turn turn{now, outbox, {}};
  state.begin(turn);
  state.upkeep.end_blocks(now.wall, outbox);
  const Upkeep::Block block{link_number, now.wall + time};
  if (!state.upkeep.block(found->second.peer, block, outbox))
    return fail(Errc::limit_exceeded, "256 are shut out already");
  state.close_unwelcome(turn);
  return state.finish(turn);
}

bool Gossip::let_in(std::uint64_t number, Outbox& outbox) {
  state_->is_fill_due = true;
  return state_->upkeep.unblock(number, outbox);
}

}  // namespace tocsin::gossip
