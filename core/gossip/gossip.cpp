#include "core/gossip/gossip.h"

#include <utility>

#include "core/gossip/state.h"

namespace tocsin::gossip {

Gossip::Gossip(Random& random, const Archive& archive, Role role, const Snapshot& restored)
    : state_{std::make_unique<State>(random, archive, role, restored)} {}

Gossip::~Gossip() = default;
Gossip::Gossip(Gossip&&) noexcept = default;
Gossip& Gossip::operator=(Gossip&&) noexcept = default;

void Gossip::set_coalition(const CoalitionId& coalition) {
  state_->coalition = coalition;
}

void Gossip::set_number(std::uint32_t newest_mesh_number) {
  state_->number = newest_mesh_number;
}

void Gossip::set_link_key(const LinkKey& key, const std::optional<LinkKey>& next) {
  state_->neighbours.set_self(key);
  state_->next_key = next;
  if (state_->list) state_->list_others();
  state_->is_fill_due = true;
}

Result<Out> Gossip::take_list(ByteView list,
                              const crypto::SignPublicKey& authority,
                              Now now,
                              Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  TRY_VOID(state_->take_list(turn, list, authority, nullptr));
  return state_->finish(turn);
}

const MeshList* Gossip::list() const {
  return state_->list ? &*state_->list : nullptr;
}

void Gossip::trust(const crypto::SignPublicKey& authority, Outbox& outbox) {
  state_->trust(authority, outbox);
}

void Gossip::add_peer(const LinkKey& key, std::vector<Address> addresses, Now, Outbox& outbox) {
  state_->book.pin(key, addresses, outbox);
  state_->is_fill_due = true;
}

bool Gossip::drop_peer(const LinkKey& key, Outbox& outbox) {
  if (!state_->book.unpin(key, outbox)) return false;
  state_->to_close.insert(key);
  state_->is_fill_due = true;
  return true;
}

std::vector<LinkKey> Gossip::pinned() const {
  std::vector<LinkKey> out;
  for (const auto& [key, entry] : state_->book.entries()) {
    if (entry.is_pinned) out.push_back(key);
  }
  return out;
}

void Gossip::visit(std::vector<Destination> places, const Route& join_route, Now) {
  // Where the last text brought us in, the next one cannot be asked by.
  const bool is_another = state_->join_route && state_->join_route != join_route;
  for (const auto& [link, to] : state_->links) {
    if (is_another && to.up.is_guest_here) state_->to_close.insert(to.up.key);
  }
  state_->join_route = join_route;
  state_->book.visit(places);
  state_->is_fill_due = true;
}

Out Gossip::forget_places(Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->join_route.reset();
  state_->book.forget_places();
  for (auto& [link, to] : state_->links) {
    if (to.up.is_guest_here) state_->close(turn, to, ByeReason::idle);
  }
  state_->is_fill_due = true;
  return state_->finish(turn);
}

Out Gossip::link_up(const LinkUp& up, Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->link_up(turn, up);
  return state_->finish(turn);
}

Out Gossip::link_down(const LinkDown& down, Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->link_down(turn, down);
  return state_->finish(turn);
}

Out Gossip::dial_ended(const DialEnded& ended, Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->book.failed(ended.key, now, state_->random);
  state_->is_fill_due = true;
  return state_->finish(turn);
}

Out Gossip::heard(FrameHeard frame, Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  Neighbour* from = state_->find(frame.link);
  if (from != nullptr && !from->is_closing) {
    state_->on_frame(turn, *from, std::move(frame.frame));
    state_->pump(turn, *from);
  }
  return state_->finish(turn);
}

void Gossip::not_sent(const FrameToSend& frame, Now now) {
  state_->not_sent(frame, now);
}

void Gossip::network_changed(Now now) {
  state_->network_changed(now);
}

void Gossip::space_changed(std::uint64_t free_bytes) {
  state_->holdings.set_free_bytes(free_bytes);
}

Out Gossip::publish(Envelope envelope, std::optional<Stamp> stamp, Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->publish(turn, envelope, stamp);
  return state_->finish(turn);
}

Out Gossip::import(Envelope envelope, Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->receive(turn, nullptr, envelope, std::nullopt);
  return state_->finish(turn);
}

Out Gossip::take_spooled(const Envelope& envelope,
                         const std::optional<Stamp>& stamp,
                         Now now,
                         Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->receive(turn, nullptr, envelope, stamp);
  return state_->finish(turn);
}

Out Gossip::wake(Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->wake(turn);
  return state_->finish(turn);
}

std::optional<Instant> Gossip::next_wakeup() const {
  return state_->next_wakeup();
}

std::optional<Stored> Gossip::progress(const EnvelopeId& id) const {
  return state_->progress(id);
}

std::vector<EnvelopeId> Gossip::held() const {
  return state_->holdings.unexpired();
}

bool Gossip::has_file_room(const Route& route) const {
  return state_->holdings.has_file_room(route);
}

std::vector<EnvelopeId> Gossip::on_route(const Route& route) const {
  return state_->holdings.on_route(route);
}

}  // namespace tocsin::gossip
