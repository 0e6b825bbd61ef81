// Time: deadlines, acknowledgements, probes, renewals, farewells, tickets to put, keys that are no
// more (link.md §4.1).
#include <algorithm>
#include <limits>
#include <utility>

#include "core/link/state.h"
#include "core/wire/frame_codec.h"

namespace tocsin::link {
namespace {

// Stands for ourselves where a place is meant; drivers count up from zero.
constexpr LinkId no_link{std::numeric_limits<std::uint64_t>::max()};

}  // namespace

void Links::State::keep_time(Now now, Outbox& outbox, Out& out) {
  is_due_now = false;
  rows.flush(outbox);
  std::vector<DialId> late;
  for (const auto& [dial, dialling] : dials) {
    if (dialling.deadline <= now.instant) late.push_back(dial);
  }
  for (const DialId dial : late) dial_over(dial, out);
  end_keyless(now, outbox, out);
  put_tickets(now, outbox);
  std::vector<LinkId> links;
  for (const auto& [link, connection] : connections) links.push_back(link);
  for (const LinkId link : links) {
    if (Connection* connection = find(link)) keep_link_time(*connection, now, outbox, out);
  }
}

void Links::State::keep_link_time(Connection& connection, Now now, Outbox& outbox, Out& out) {
  const bool is_over = connection.deadline <= now.instant;
  if (!is_up(connection)) {
    if (is_over) drop(connection.id, outbox, out);
    return;
  }
  if (is_over) {
    leave(connection, ByeReason::idle, now, outbox, out);
    return;
  }
  if (connection.running->liveness.is_dead(now.instant)) {
    drop(connection.id, outbox, out);
    return;
  }
  if (std::exchange(connection.has_newer_key, false)) {
    const Instant drawn = now.instant + random.between(Seconds{0}, limits::renewal_spread);
    connection.renew_at = std::min(*connection.renew_at, drawn);
  }
  if (connection.renew_at && *connection.renew_at <= now.instant) {
    // The new link replaces this one as its twin; if it does not come up, we try again.
    connection.renew_at = now.instant + limits::renewal_spread;
    dial(*connection.to, now, outbox);
  }
  pump(connection, now, outbox);
}

// A link lives no longer than the key it came up under.
void Links::State::end_keyless(Now now, Outbox& outbox, Out& out) {
  std::vector<LinkId> keyless;
  for (const auto& [link, connection] : connections) {
    if (!is_up(*connection)) continue;
    const bool is_relay_without_box = role == Role::relay && standing.keys().empty();
    const bool is_held =
        connection->is_ticket
            ? connection->is_dialled() || admission.tickets().find(connection->tag, now) != nullptr
            : standing.find(connection->tag) != nullptr;
    if (is_relay_without_box || !is_held) keyless.push_back(link);
  }
  for (const LinkId link : keyless) leave(*find(link), ByeReason::number, now, outbox, out);
}

void Links::State::put_tickets(Now now, Outbox& outbox) {
  const std::uint32_t hour = hour_of(now.wall);
  // A place may be ourselves: then the ticket lies here, and nobody has to be told.
  for (const TicketFrame& ticket : offers.due(no_link, keys.key(), hour)) {
    const TicketStatus status = admission.tickets().put(ticket, keys.key(), std::nullopt, now);
    offers.answered(
        no_link, keys.key(), {mesh_tag(ticket.ticket), static_cast<std::uint8_t>(status)});
  }
  for (auto& [link, connection] : connections) {
    if (!is_up(*connection) || connection->is_ticket) continue;
    bool has_put = false;
    for (const TicketFrame& ticket : offers.due(link, connection->peer, hour))
      has_put = queue(*connection, Queue::control, ticket, now) || has_put;
    if (has_put) pump(*connection, now, outbox);
  }
}

std::optional<Instant> Links::State::next_wakeup() const {
  if (is_due_now || !rows.is_empty() || !pending.happened.empty()) return Instant{};
  std::optional<Instant> next;
  const auto consider = [&](Instant when) { next = std::min(next.value_or(when), when); };
  for (const auto& [dial, dialling] : dials) consider(dialling.deadline);
  for (const auto& [link, connection] : connections) {
    consider(connection->deadline);
    if (!is_up(*connection)) continue;
    if (connection->renew_at) consider(*connection->renew_at);
    const Running& running = *connection->running;
    // While a write is on its way, only death has a time: the rest follows when it has left.
    const auto due = running.liveness.next(running.is_writing);
    if (due) consider(*due);
  }
  return next;
}

}  // namespace tocsin::link
