// Until a link is up: dials, accepted connections, the three blocks (link.md §3).
#include "core/base/ensure.h"
#include "core/link/state.h"

namespace tocsin::link {
namespace {

bool is_onion_address(const Address& address) {
  return address.kind == AddressKind::onion;
}

PeerRole own_role(Role role, const Destination& to) {
  if (to.ticket) return PeerRole::guest;
  return role == Role::relay ? PeerRole::relay : PeerRole::member;
}

std::vector<OfferedKey> offers_for(const Standing& standing) {
  std::vector<OfferedKey> offers;
  for (const HeldKey& key : standing.keys()) {
    if (offers.size() < limits::hints) offers.push_back({key.tag, key.material.reveal()});
  }
  return offers;
}

}  // namespace

void Links::State::dial(const Destination& to, Now now, Outbox& outbox) {
  const bool has_key = standing.coalition() && (to.ticket || !standing.keys().empty());
  const bool is_us = to.key == keys.key() || (keys.next() != nullptr && to.key == keys.next()->key);
  if (!has_key || is_us) {
    pending.happened.emplace_back(DialEnded{to.key});
    return;
  }
  const DialId id{next_dial++};
  const Seconds patience =
      is_onion_address(to.address) ? limits::onion_connect_time_max : limits::connect_time_max;
  dials.emplace(id, Dialling{to, now.instant + patience});
  outbox.dial(id, to.address);
}

void Links::State::dial_over(DialId dial, Out& out) {
  const auto found = dials.find(dial);
  if (found == dials.end()) return;
  out.happened.emplace_back(DialEnded{found->second.to.key});
  dials.erase(found);
}

void Links::State::dialled(LinkId link, DialId dial, Now now, Outbox& outbox, Out& out) {
  const auto found = dials.find(dial);
  if (found == dials.end()) {
    outbox.close(link);  // too late
    return;
  }
  auto connection = std::make_unique<Connection>(link, Stage::m1_sent);
  connection->to = std::move(found->second.to);
  dials.erase(found);
  const Destination& to = *connection->to;
  connection->peer = to.key;
  connection->is_onion = is_onion_address(to.address);
  connection->deadline = now.instant + (connection->is_onion ? limits::onion_handshake_time_max
                                                             : limits::handshake_time_max);
  std::vector<OfferedKey> offered = offers_for(standing);
  if (to.ticket) offered = {{mesh_tag(*to.ticket), *to.ticket}};
  const ByteView secret = keys.towards(to, day_of(now.wall), rows);
  connection->shown = LinkKey{crypto::agree_public_key(secret)};
  connection->is_ticket = to.ticket.has_value();
  connection->initiator = std::make_unique<Initiator>(
      Initiator::Setup{*standing.coalition(), to.key, secret, own_role(role, to)});
  const auto first = offered.empty() ? Result<Bytes>{fail(Errc::not_found, "no key to offer")}
                                     : connection->initiator->write_first(offered, random);
  rows.flush(outbox);
  if (!first) {
    out.happened.emplace_back(DialEnded{to.key});
    outbox.close(link);
    return;
  }
  outbox.send(link, *first);
  connections.insert_or_assign(link, std::move(connection));
}

void Links::State::accepted(LinkId link, const NetPrefix& prefix, Now now, Outbox& outbox) {
  for (const LinkId closed : admission.half_open().accept(link, prefix, now.instant)) {
    outbox.close(closed);
    connections.erase(closed);
    if (closed == link) return;
  }
  auto connection = std::make_unique<Connection>(link, Stage::accepted);
  connection->prefix = prefix;
  connection->is_onion = is_onion(prefix);
  // One deadline, absolute: who sends a byte now and then gains nothing.
  connection->deadline =
      now.instant +
      (connection->is_onion
           ? random.between(limits::onion_deadline_min, limits::onion_deadline_max)
           : random.between(limits::handshake_deadline_min, limits::handshake_deadline_max));
  connections.insert_or_assign(link, std::move(connection));
}

void Links::State::received(LinkId link, ByteView bytes, Now now, Outbox& outbox, Out& out) {
  static_assert(limits::handshake_bytes == limits::cell_bytes);
  Connection* connection = find(link);
  while (connection != nullptr && !bytes.empty()) {
    if (connection->stage == Stage::failed || connection->stage == Stage::leaving) return;
    const std::size_t wanted = limits::cell_bytes - connection->inbound.size();
    const ByteView part = bytes.first(std::min(wanted, bytes.size()));
    connection->inbound.insert(connection->inbound.end(), part.begin(), part.end());
    bytes = bytes.subspan(part.size());
    if (connection->inbound.size() < limits::cell_bytes) break;
    if (!block(*connection, bytes.empty(), now, outbox, out)) return;
    connection = find(link);
    if (connection != nullptr) connection->inbound.clear();
  }
  if (connection != nullptr && connection->running && is_up(*connection))
    pump(*connection, now, outbox);
}

// One whole block is in. False: nothing more is to be read of this connection now.
bool Links::State::block(Connection& connection, bool is_last, Now now, Outbox& outbox, Out& out) {
  bool is_well = false;
  switch (connection.stage) {
    // Whoever speaks before it is his turn has not understood the protocol.
    case Stage::accepted:
      is_well = is_last && on_first(connection, now, outbox);
      break;
    case Stage::m1_sent:
      is_well = is_last && on_second(connection, now, outbox);
      break;
    case Stage::m2_sent:
      return on_third(connection, now, outbox, out);
    case Stage::m3_sent:
    case Stage::up:
      return on_cell(connection, now, outbox, out);
    case Stage::failed:
    case Stage::leaving:
      return false;
  }
  if (!is_well) fail_silently(connection, out);
  return is_well;
}

bool Links::State::on_first(Connection& connection, Now now, Outbox& outbox) {
  if (!standing.coalition()) return false;
  auto passed = admission.check(connection.inbound, connection.prefix, standing, keys, now);
  if (!passed) return false;
  admission.half_open().passed_gate(connection.id);
  connection.tag = passed->tag;
  connection.is_ticket = passed->is_ticket;
  connection.is_to_next = passed->is_to_next;
  const LinkKey& own = passed->is_to_next ? keys.next()->key : keys.key();
  const ByteView secret = passed->is_to_next ? keys.next()->own.reveal() : keys.secret();
  connection.responder =
      std::make_unique<Responder>(Responder::Setup{*standing.coalition(), own, secret});
  auto second = connection.responder->answer(
      passed->first, passed->choice, passed->psk, minute_of(now.wall), random);
  if (!second) return false;
  outbox.send(connection.id, *std::move(second));
  connection.stage = Stage::m2_sent;
  return true;
}

bool Links::State::on_second(Connection& connection, Now now, Outbox& outbox) {
  auto third = connection.initiator->answer(connection.inbound);
  if (!third) return false;
  connection.tag = connection.initiator->chosen();
  connection.minute = connection.initiator->minute();
  begin_running(connection, now);
  outbox.send(connection.id, *std::move(third));
  connection.stage = Stage::m3_sent;  // up at the first cell that opens
  return true;
}

bool Links::State::on_third(Connection& connection, Now now, Outbox& outbox, Out& out) {
  const auto claimed = connection.responder->finish(connection.inbound);
  const LinkKey peer = connection.responder->peer();
  if (!claimed || peer == keys.key() ||
      !admission.may_enter(peer, *claimed, connection.tag, standing, now)) {
    fail_silently(connection, out);
    return false;
  }
  connection.peer = peer;
  connection.role = *claimed;
  admission.half_open().remove(connection.id);
  begin_running(connection, now);
  return came_up(connection, now, outbox, out);
}

void Links::State::fail_silently(Connection& connection, Out& out) {
  connection.stage = Stage::failed;
  connection.inbound = {};
  connection.initiator.reset();
  connection.responder.reset();
  connection.running.reset();
  if (connection.is_dialled()) out.happened.emplace_back(DialEnded{connection.to->key});
}

}  // namespace tocsin::link
