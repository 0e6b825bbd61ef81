// While a link is up: cells in and out, frames that are our own, who of two twins stays, farewells
// (link.md §4).
#include <algorithm>

#include "core/base/match.h"
#include "core/link/state.h"
#include "core/wire/frame_codec.h"

namespace tocsin::link {
namespace {

// The one who dialled with the smaller peer id prevails, which both ends can tell.
PeerId dialler(const Connection& connection) {
  return peer_id(connection.is_dialled() ? connection.shown : connection.peer);
}

bool prevails(const Connection& fresh, const Connection& old, Instant now) {
  const bool is_crossed =
      fresh.is_dialled() != old.is_dialled() && now - old.up_since <= limits::crossed_dials;
  return !is_crossed || dialler(fresh) < dialler(old);
}

LinkUp up_event(const Connection& connection, std::optional<Route> route) {
  const bool is_guest_here = connection.is_dialled() && connection.is_ticket;
  return {connection.id,
          connection.role,
          connection.peer,
          connection.is_dialled(),
          is_guest_here,
          std::move(route),
          connection.minute};
}

}  // namespace

void Links::State::begin_running(Connection& connection, Now now) {
  if (connection.is_dialled())
    connection.role = connection.to->is_relay ? PeerRole::relay : PeerRole::member;
  const bool has_relay = role == Role::relay || connection.role == PeerRole::relay;
  const Liveness began{Tempo{connection.is_onion, has_relay}, random, now.instant};
  connection.running = connection.is_dialled()
                           ? std::make_unique<Running>(*connection.initiator, began)
                           : std::make_unique<Running>(*connection.responder, began);
  connection.initiator.reset();
  connection.responder.reset();
}

// False: a twin prevails, and this one leaves again.
bool Links::State::came_up(Connection& connection, Now now, Outbox& outbox, Out& out) {
  std::vector<Connection*> twins;
  for (auto& [link, other] : connections) {
    // Who knows us by two keys links to each: to him these are two.
    const bool is_same_pair =
        other->peer == connection.peer && other->is_to_next == connection.is_to_next;
    if (other.get() != &connection && is_up(*other) && is_same_pair) twins.push_back(other.get());
  }
  connection.stage = Stage::up;
  connection.up_since = now.instant;
  const bool stays = std::ranges::all_of(
      twins, [&](const Connection* twin) { return prevails(connection, *twin, now.instant); });
  if (!stays) {
    connection.stage = Stage::m3_sent;  // never up for anybody: leave() reports a dial that ended
    leave(connection, ByeReason::twin, now, outbox, out);
    return false;
  }
  for (Connection* twin : twins) leave(*twin, ByeReason::twin, now, outbox, out);

  const Instant::duration spread{random.below(
      static_cast<std::uint64_t>(2 * Instant::duration{limits::link_age_spread}.count()))};
  const Instant renewal = now.instant + limits::link_age - limits::link_age_spread + spread;
  if (connection.is_dialled()) connection.renew_at = renewal;
  connection.deadline = now.instant + limits::link_age + 2 * limits::link_age_spread;
  std::optional<Route> route;
  if (connection.is_ticket && !connection.is_dialled()) {
    if (const Ticket* ticket = admission.tickets().find(connection.tag, now)) {
      route = ticket->route;
      const Millis left{std::int64_t{ticket->expiry_hour} * 3'600'000 - wall_ms(now.wall)};
      connection.deadline = std::min(connection.deadline, now.instant + left);
    }
  }
  out.happened.emplace_back(up_event(connection, std::move(route)));
  // The dialler is up at our first cell, so there must be one.
  if (!connection.is_dialled())
    connection.running->outgoing.push_ack(
        wire::encode(Frame{AckCells{connection.running->liveness.ack()}}));
  put_tickets(now, outbox);
  pump(connection, now, outbox);
  return true;
}

bool Links::State::on_cell(Connection& connection, Now now, Outbox& outbox, Out& out) {
  const LinkId link = connection.id;
  Running& running = *connection.running;
  const auto plain = running.cells.open(connection.inbound);
  if (!plain) {
    if (connection.stage == Stage::m3_sent) {
      fail_silently(connection, out);
    } else {
      drop(link, outbox, out);
    }
    return false;
  }
  if (connection.stage == Stage::m3_sent && !came_up(connection, now, outbox, out)) return false;
  const std::size_t before = running.incoming.partial_bytes();
  auto frames = running.incoming.read(*plain);
  partial_bytes += running.incoming.partial_bytes();
  partial_bytes -= before;
  if (!frames || partial_bytes > limits::partial_bytes_max) {
    drop(link, outbox, out);
    return false;
  }
  bool has_content = running.incoming.partial_bytes() != before;
  for (const HeardFrame& heard : *frames) {
    auto frame = wire::decode_frame(heard.bytes);
    if (!frame || !may_pass(connection, *frame, heard.bytes.size(), true, now)) {
      drop(link, outbox, out);
      return false;
    }
    has_content = has_content || !std::holds_alternative<AckCells>(*frame);
    if (!on_frame(connection, *std::move(frame), now, outbox, out)) return false;
  }
  running.liveness.cell_heard(has_content, now.instant);
  return true;
}

// False: the link is gone.
bool Links::State::on_frame(
    Connection& connection, Frame frame, Now now, Outbox& outbox, Out& out) {
  if (const AckCells* ack = std::get_if<AckCells>(&frame)) {
    if (connection.running->liveness.ack_heard(ack->cells, now.instant)) return true;
    drop(connection.id, outbox, out);
    return false;
  }
  if (const TicketFrame* ticket = std::get_if<TicketFrame>(&frame)) {
    on_ticket(connection, *ticket, now);
    return true;
  }
  if (const TicketOk* ok = std::get_if<TicketOk>(&frame)) {
    offers.answered(connection.id, connection.peer, *ok);
    return true;
  }
  if (std::holds_alternative<UnknownFrame>(frame)) return true;
  const bool is_farewell = std::holds_alternative<Bye>(frame);
  out.happened.emplace_back(FrameHeard{connection.id, std::move(frame)});
  if (is_farewell) drop(connection.id, outbox, out);
  return !is_farewell;
}

void Links::State::on_ticket(Connection& connection, const TicketFrame& ticket, Now now) {
  TicketOk ok{mesh_tag(ticket.ticket), 0};
  TicketStatus status = TicketStatus::dropped;
  if (ticket.op == TicketOp::put) {
    status = admission.tickets().put(ticket, keys.key(), connection.id, now);
  } else {
    drop_ticket(ok.tag, now);
  }
  ok.status = static_cast<std::uint8_t>(status);
  queue(connection, Queue::control, ok, now);
}

void Links::State::drop_ticket(const MeshTag& tag, Now now) {
  admission.tickets().drop(tag, now);
  for (auto& [link, connection] : connections) {
    const bool is_guests = connection->is_ticket && !connection->is_dialled();
    if (!is_up(*connection) || !is_guests || connection->tag != tag) continue;
    connection->deadline = std::min(connection->deadline, now.instant + limits::guest_farewell);
  }
}

// What an invite's link may carry, in either direction, and how much (link.md §8).
bool Links::State::may_pass(
    Connection& connection, const Frame& frame, std::size_t bytes, bool is_in, Now now) {
  if (!connection.is_ticket) return true;
  const bool is_push = std::holds_alternative<Push>(frame);
  const bool is_known =
      is_push || std::holds_alternative<Hello>(frame) || std::holds_alternative<AckCells>(frame) ||
      std::holds_alternative<Bye>(frame) || std::holds_alternative<Have>(frame) ||
      std::holds_alternative<Want>(frame) || std::holds_alternative<Gone>(frame) ||
      std::holds_alternative<UnknownFrame>(frame);
  if (!is_known) return false;
  if (connection.is_dialled()) return true;
  Ticket* ticket = admission.tickets().find(connection.tag, now);
  if (ticket == nullptr) return false;
  if (is_in && is_push) ++ticket->envelopes_in;
  (is_in ? ticket->bytes_in : ticket->bytes_out) += bytes;
  return ticket->envelopes_in <= limits::guest_envelopes_max &&
         ticket->bytes_in <= limits::guest_bytes_in_max &&
         ticket->bytes_out <= limits::guest_bytes_out_max;
}

bool Links::State::queue(Connection& connection, Queue queue, const Frame& frame, Now now) {
  Bytes bytes = wire::encode(frame);
  if (!may_pass(connection, frame, bytes.size(), false, now)) return false;
  return connection.running->outgoing.push(queue, std::move(bytes));
}

// One write at a time, so that what is urgent waits behind at most that one.
void Links::State::pump(Connection& connection, Now now, Outbox& outbox) {
  Running& running = *connection.running;
  if (running.is_writing) return;
  const bool is_probe = running.liveness.is_probe_due(now.instant);
  const bool has_content = !running.outgoing.is_empty();
  if (is_probe || running.liveness.is_ack_due(now.instant))
    running.outgoing.push_ack(wire::encode(Frame{AckCells{running.liveness.ack()}}));
  Bytes bytes;
  while (bytes.size() < limits::cells_per_write * limits::cell_bytes) {
    // Acknowledgements must get through a full window, or two full ends would wait for ever.
    const bool only_urgent = connection.stage == Stage::leaving || !running.liveness.has_window();
    const auto plain = running.outgoing.next_cell(only_urgent);
    if (!plain) break;
    const Bytes cell = running.cells.seal(*plain);
    bytes.insert(bytes.end(), cell.begin(), cell.end());
    running.liveness.written(1, has_content || is_probe, now.instant);
  }
  if (bytes.empty()) return;
  outbox.send(connection.id, std::move(bytes));
  running.is_writing = true;
}

// Says BYE and closes when it has left our buffers, or after a while.
void Links::State::leave(
    Connection& connection, ByeReason reason, Now now, Outbox& outbox, Out& out) {
  gone(connection, out);
  connection.stage = Stage::leaving;
  connection.deadline = now.instant + limits::farewell_time_max;
  Running& running = *connection.running;
  running.outgoing.keep_only_begun_call();
  running.outgoing.push(Queue::call, wire::encode(Frame{Bye{reason}}));
  running.is_writing = false;  // what is on its way is short; a farewell does not wait for it
  pump(connection, now, outbox);
}

void Links::State::drop(LinkId link, Outbox& outbox, Out& out) {
  const auto found = connections.find(link);
  if (found == connections.end()) return;
  gone(*found->second, out);
  outbox.close(link);
  connections.erase(found);
}

// Tells core/gossip, once, that nothing more comes of this connection.
void Links::State::gone(Connection& connection, Out& out) {
  if (connection.running) {
    partial_bytes -= connection.running->incoming.partial_bytes();
    connection.running->incoming = {};
  }
  admission.half_open().remove(connection.id);
  offers.link_gone(connection.id);
  switch (connection.stage) {
    case Stage::up:
      out.happened.emplace_back(LinkDown{connection.id, connection.peer, connection.is_dialled()});
      break;
    case Stage::m1_sent:
    case Stage::m3_sent:
      if (connection.is_dialled()) out.happened.emplace_back(DialEnded{connection.to->key});
      break;
    case Stage::accepted:
    case Stage::m2_sent:
    case Stage::failed:
    case Stage::leaving:
      break;
  }
}

}  // namespace tocsin::link
