// What a machine tells, and who hears it. Order inside one Out is the order things happened.
#include <algorithm>

#include "core/base/match.h"
#include "core/node/state.h"

namespace tocsin {
namespace {

// Names of people are kept for a while after that, and no longer.
bool closes_something(const Row& event) {
  return event.text("to").value_or("") == "CLOSED";
}

}  // namespace

void Node::State::settle(Now now, Outbox& outbox) {
  while (!told.empty()) {
    Told next = std::move(told.front());
    told.pop_front();
    std::visit([&](auto& out) { route(std::move(out), now, outbox); }, next);
  }
}

void Node::State::route(link::Out out, Now now, Outbox& outbox) {
  for (link::Happened& happened : out.happened) {
    if (const LinkUp* up = std::get_if<LinkUp>(&happened)) hear_clock(*up, now, outbox);
    told.emplace_back(match(
        std::move(happened),
        [&](const LinkUp& up) { return gossip.link_up(up, now, outbox); },
        [&](FrameHeard frame) { return gossip.heard(std::move(frame), now, outbox); },
        [&](const LinkDown& down) { return gossip.link_down(down, now, outbox); },
        [&](const DialEnded& ended) { return gossip.dial_ended(ended, now, outbox); }));
  }
}

// A guest knows nobody yet whose word on the time would count.
void Node::State::hear_clock(const LinkUp& up, Now now, Outbox& outbox) {
  if (!up.minute || up.is_guest_here || is_relay() || !identity.has_keys()) return;
  const WallTime minute = wall_from_ms(std::int64_t{*up.minute} * 60'000);
  told.emplace_back(coalition.heard_clock(up.key, minute, now, outbox));
}

void Node::State::route(gossip::Out out, Now now, Outbox& outbox) {
  for (const FrameToSend& frame : out.frames) {
    if (!links.send(frame, now, outbox)) gossip.not_sent(frame, now);
  }
  for (const Destination& target : out.dials) links.dial(target, now, outbox);
  for (const auto& [link, reason] : out.closes)
    told.emplace_back(links.close(link, reason, now, outbox));
  if (out.list) apply_list(*out.list, outbox);
  for (const gossip::Stored& stored : out.stored) {
    if (!stored.is_stored) continue;
    const auto [first, last] = waiting_sends.equal_range(stored.id);
    for (auto it = first; it != last; ++it) {
      Row row{"stored"};
      row.set("envelope", Value{stored.id.bytes()})
          .set("receipts", stored.receipts)
          .set("relays", stored.relays);
      outbox.respond(it->second, answer_of({row}));
    }
    waiting_sends.erase(first, last);
  }
  if (is_relay() || !identity.has_keys()) return;
  for (const Envelope& envelope : out.fresh)
    told.emplace_back(channels.open(envelope, now, outbox));
  if (!out.synced) return;
  told.emplace_back(channels.synced(now, outbox));
  told.emplace_back(coalition.synced(now, outbox));
}

void Node::State::route(channel::Out out, Now now, Outbox& outbox) {
  for (channel::Publish& own : out.publish) {
    const auto stamp = own.is_urgent ? channels.stamp(own.envelope.id()) : std::nullopt;
    told.emplace_back(gossip.publish(std::move(own.envelope), stamp, now, outbox));
  }
  for (const channel::TicketChange& change : out.tickets) ticket(change, now, outbox);
  if (out.welcomed) welcome(*out.welcomed, outbox);
  if (!out.mesh_keys.empty()) apply_mesh_keys();
  try_waiting_list(now, outbox);
  for (const Bytes& statement : out.statements) {
    auto accepted = coalition.accept(statement, DeviceId::zero(), now, outbox);
    if (accepted) told.emplace_back(*std::move(accepted));
  }
  for (Received& record : out.records) heard(std::move(record), now, outbox);
  if (!out.stamp_keys.empty()) note_stamp_keys(out.stamp_keys, outbox);
  for (const Route& learned : out.new_routes) {
    for (const EnvelopeId& id : gossip.on_route(learned)) {
      if (const auto envelope = archive.envelope(id))
        told.emplace_back(channels.open(*envelope, now, outbox));
    }
  }
  check_list_duty(now, outbox);
  journal_all(std::move(out.events), now, outbox);
}

void Node::State::route(coalition::Out out, Now now, Outbox& outbox) {
  if (out.founded) {
    // Who enters by an amendment has its org from the Welcome, before its own manifest is here.
    const OrgId listed = coalition.org_of(identity.keys->id);
    become(*out.founded, listed.is_zero() ? identity.org : listed, outbox);
  }
  // Keys follow membership before anything is posted: a record must not go to who has just been
  // removed.
  if (out.view_changed) told.emplace_back(channels.view_changed(now, outbox));
  for (coalition::Post& own : out.posts) post(std::move(own), now, outbox);
  if (out.relays_changed) check_list_duty(now, outbox);
  if (std::ranges::any_of(out.events, closes_something)) readiness.look_again(now);
  journal_all(std::move(out.events), now, outbox);
}

void Node::State::heard(Received record, Now now, Outbox& outbox) {
  // Of members nobody may ask or agree, so that nothing of it is kept on their devices.
  if (record.type == RecordType::list_export && !is_delegate_here()) return;
  if (record.type == RecordType::list_export || record.type == RecordType::list_row)
    return journal_all(readiness.heard(record, now, outbox), now, outbox);
  if (record.type != RecordType::statement)
    return;  // texts are kept by core/channel, all else is its own
  auto accepted = coalition.accept(record.body, record.author, now, outbox);
  if (!accepted) return;  // a refusal changes nothing, and peers learn nothing of it
  carry_on(record, now, outbox);
  told.emplace_back(*std::move(accepted));
}

void Node::State::journal_all(std::vector<Row> events, Now now, Outbox& outbox) {
  for (Row& event : events) journal.write(std::move(event), now, outbox);
}

}  // namespace tocsin
