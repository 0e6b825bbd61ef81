#include "core/link/links.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/link/state.h"
#include "core/wire/frame_codec.h"

namespace tocsin::link {

Links::State::State(Random& chance, Role own_role, const Snapshot& restored)
    : random{chance},
      role{own_role},
      keys{chance, own_role == Role::relay, restored, rows},
      standing{own_role == Role::relay, keys, restored},
      admission{own_role == Role::relay} {}

// A delegate dropped the old key: who still dials by it is not let in.
void Links::State::take_next() {
  for (auto& [link, connection] : connections) {
    // Half a handshake hangs on a secret that goes.
    if (connection->initiator || connection->responder) fail_silently(*connection, pending);
    connection->is_to_next = false;
  }
  keys.take_next(rows);
  standing.make_gates(keys);
  admission.tickets().make_gates(keys.key());
}

void Links::State::forget_next() {
  for (auto& [link, connection] : connections) {
    if (connection->responder && connection->is_to_next) fail_silently(*connection, pending);
  }
  keys.forget_next(rows);
}

Connection* Links::State::find(LinkId link) {
  const auto found = connections.find(link);
  return found == connections.end() ? nullptr : found->second.get();
}

Out Links::State::take_pending() {
  return std::exchange(pending, {});
}

Links::Links(Random& random, Role role, const Snapshot& restored)
    : state_{std::make_unique<State>(random, role, restored)} {}

Links::~Links() = default;
Links::Links(Links&&) noexcept = default;
Links& Links::operator=(Links&&) noexcept = default;

void Links::set_coalition(const CoalitionId& coalition) {
  state_->standing.set_coalition(coalition);
}

void Links::set_mesh_keys(std::vector<LinkCredential> newest_first) {
  State& state = *state_;
  const auto newest = [&] {
    return state.standing.keys().empty() ? MeshTag::zero() : state.standing.keys().front().tag;
  };
  const MeshTag before = newest();
  state.standing.set_keys(std::move(newest_first), state.keys);
  if (!state.standing.keys().empty()) state.keys.forget_guest_keys(state.rows);
  state.is_due_now = true;
  if (newest() == before || before.is_zero()) return;
  for (auto& [link, connection] : state.connections) {
    if (connection->renew_at && connection->tag != newest()) connection->has_newer_key = true;
  }
}

Result<void> Links::take_list(const MeshList& list, Outbox& outbox) {
  TRY_VOID(state_->standing.take_list(list, state_->keys, state_->rows));
  if (is_next_listed() && !state_->standing.is_listed(state_->keys.key())) state_->take_next();
  state_->rows.flush(outbox);
  state_->is_due_now = true;
  return {};
}

void Links::pin(const LinkKey& key) {
  state_->standing.pin(key);
}

void Links::unpin(const LinkKey& key) {
  state_->standing.unpin(key);
  state_->is_due_now = true;
}

std::optional<CoalitionId> Links::coalition() const {
  return state_->standing.coalition();
}

std::vector<StoredRow> Links::rows_while_sealed() const {
  if (!state_->standing.coalition() || state_->standing.keys().empty()) return {};
  Rows rows;
  state_->keys.keep_own(rows);
  state_->standing.keep(rows);
  Outbox outbox;
  rows.flush(outbox);
  std::vector<StoredRow> kept;
  for (Write& write : outbox.take().writes) {
    auto& row = std::get<Keep>(write);
    kept.push_back(StoredRow{std::move(row.key), std::move(row.value)});
  }
  return kept;
}

RelayCard Links::relay_card() const {
  return {state_->keys.key(), state_->keys.grant_key(), {}};
}

RelayCard Links::rotate(Outbox& outbox) {
  const Listening& next = state_->keys.make_next(state_->rows);
  state_->rows.flush(outbox);
  return {next.key, GrantKey{crypto::agree_public_key(next.grant.reveal())}, {}};
}

std::optional<LinkKey> Links::next_key() const {
  const Listening* next = state_->keys.next();
  return next == nullptr ? std::nullopt : std::optional{next->key};
}

bool Links::is_next_listed() const {
  const auto next = next_key();
  return next && state_->standing.is_listed(*next);
}

void Links::forget_next(Outbox& outbox) {
  state_->forget_next();
  state_->rows.flush(outbox);
}

PeerCard Links::peer_card() const {
  return {state_->keys.key(), {}};
}

Result<RelayGrant> Links::take_grant(const RelayGrant& grant, Outbox& outbox) {
  if (state_->role != Role::relay)
    return fail(Errc::not_allowed, "only a relay is granted anything");
  TRY_VOID(state_->standing.take_grant(grant, state_->keys, state_->rows));
  state_->rows.flush(outbox);
  state_->is_due_now = true;
  return grant;
}

void Links::offer_ticket(const InviteTicket& ticket,
                         const Route& route,
                         std::uint32_t expiry_hour,
                         std::vector<LinkKey> places) {
  state_->offers.add(ticket, route, expiry_hour, std::move(places));
  state_->is_due_now = true;
}

void Links::drop_ticket(const InviteTicket& ticket, Now now, Outbox& outbox) {
  State& state = *state_;
  const std::vector<LinkKey> places = state.offers.remove(ticket);
  state.drop_ticket(mesh_tag(ticket), now);
  for (auto& [link, connection] : state.connections) {
    const bool is_place = std::ranges::find(places, connection->peer) != places.end();
    if (!is_place || !state.is_up(*connection) || connection->is_ticket) continue;
    TicketFrame frame{TicketOp::drop, ticket, Route::zero(), 0};
    state.queue(*connection, Queue::control, frame, now);
    state.pump(*connection, now, outbox);
  }
}

std::vector<LinkKey> Links::ticket_live_at(const InviteTicket& ticket) const {
  return state_->offers.live_at(ticket);
}

Out Links::opened(const LinkOpened& event, Now now, Outbox& outbox) {
  Out out = state_->take_pending();
  match(
      event.how,
      [&](DialId dial) { state_->dialled(event.link, dial, now, outbox, out); },
      [&](const NetPrefix& prefix) { state_->accepted(event.link, prefix, now, outbox); });
  return out;
}

Out Links::received(const BytesReceived& event, Now now, Outbox& outbox) {
  Out out = state_->take_pending();
  state_->received(event.link, event.bytes, now, outbox, out);
  return out;
}

Out Links::sent(const BytesSent& event, Now now, Outbox& outbox) {
  Out out = state_->take_pending();
  Connection* connection = state_->find(event.link);
  if (connection == nullptr || !connection->running) return out;
  connection->running->is_writing = false;
  if (state_->is_up(*connection)) state_->pump(*connection, now, outbox);
  if (connection->stage == Stage::leaving) {
    state_->pump(*connection, now, outbox);
    if (!connection->running->is_writing) state_->drop(event.link, outbox, out);
  }
  return out;
}

Out Links::closed(const LinkClosed& event, Now, Outbox&) {
  Out out = state_->take_pending();
  if (Connection* connection = state_->find(event.link)) {
    state_->gone(*connection, out);
    state_->connections.erase(event.link);
  }
  return out;
}

Out Links::dial_failed(const DialFailed& event, Now, Outbox&) {
  Out out = state_->take_pending();
  state_->dial_over(event.dial, out);
  return out;
}

Out Links::wake(Now now, Outbox& outbox) {
  Out out = state_->take_pending();
  state_->keep_time(now, outbox, out);
  return out;
}

std::optional<Instant> Links::next_wakeup() const {
  return state_->next_wakeup();
}

void Links::dial(const Destination& target, Now now, Outbox& outbox) {
  state_->dial(target, now, outbox);
}

bool Links::send(const FrameToSend& frame, Now now, Outbox& outbox) {
  Connection* connection = state_->find(frame.link);
  if (connection == nullptr || !state_->is_up(*connection)) return false;
  const bool is_queued = state_->queue(*connection, frame.queue, frame.frame, now);
  const bool is_urgent = frame.queue == Queue::call || frame.queue == Queue::control;
  if (is_queued) {
    state_->pump(*connection, now, outbox);
  } else if (is_urgent) {
    // Who reads not even what is urgent is as good as gone; the sender learns of it at the next
    // wake.
    state_->drop(frame.link, outbox, state_->pending);
  }
  return is_queued;
}

Out Links::close(LinkId link, ByeReason reason, Now now, Outbox& outbox) {
  Out out = state_->take_pending();
  Connection* connection = state_->find(link);
  if (connection != nullptr && state_->is_up(*connection))
    state_->leave(*connection, reason, now, outbox, out);
  return out;
}

}  // namespace tocsin::link
