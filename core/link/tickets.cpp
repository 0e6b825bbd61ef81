#include "core/link/tickets.h"

#include <algorithm>

#include "core/link/gate.h"
#include "core/model/mesh_key.h"

namespace tocsin::link {

namespace {

bool is_over(const Ticket& ticket, Now now) {
  return ticket.expiry_hour <= hour_of(now.wall) ||
         (ticket.ends_at && *ticket.ends_at <= now.instant);
}

}  // namespace

TicketStatus Tickets::put(const TicketFrame& frame,
                          const LinkKey& own,
                          std::optional<LinkId> by,
                          Now now) {
  std::erase_if(held_, [&](const auto& entry) { return is_over(entry.second, now); });
  const std::uint32_t hour = hour_of(now.wall);
  if (frame.expiry_hour <= hour || frame.expiry_hour > hour + limits::ticket_life_hours_max)
    return TicketStatus::expired;
  const MeshTag tag = mesh_tag(frame.ticket);
  const auto known = held_.find(tag);
  if (known != held_.end()) {
    // Put again on a new link: whoever first came up under it stays its holder.
    known->second.put_by = by;
    return TicketStatus::held;
  }
  const auto by_same = std::ranges::count_if(
      held_, [&](const auto& entry) { return by && entry.second.put_by == by; });
  if (held_.size() >= limits::tickets_max ||
      static_cast<std::size_t>(by_same) >= limits::tickets_per_link_max)
    return TicketStatus::full;
  Ticket& ticket = held_[tag];
  std::ranges::copy(frame.ticket, ticket.material.fill().begin());
  gate_key(ticket.gate.fill(), frame.ticket, own);
  ticket.route = frame.route;
  ticket.expiry_hour = frame.expiry_hour;
  ticket.put_by = by;
  return TicketStatus::held;
}

void Tickets::make_gates(const LinkKey& own) {
  for (auto& [tag, ticket] : held_) gate_key(ticket.gate.fill(), ticket.material.reveal(), own);
}

bool Tickets::drop(const MeshTag& tag, Now now) {
  const auto found = held_.find(tag);
  if (found == held_.end()) return false;
  if (!found->second.holder) {
    held_.erase(found);
  } else if (!found->second.ends_at) {
    found->second.ends_at = now.instant + limits::guest_farewell;
  }
  return true;
}

Ticket* Tickets::find(const MeshTag& tag, Now now) {
  // Strangers make us look: nothing here may cost more than the look.
  const auto found = held_.find(tag);
  return found == held_.end() || is_over(found->second, now) ? nullptr : &found->second;
}

void Offers::add(const InviteTicket& ticket,
                 const Route& route,
                 std::uint32_t expiry_hour,
                 std::vector<LinkKey> places) {
  Offer& offer = offers_[mesh_tag(ticket)];
  offer.frame = {TicketOp::put, ticket, route, expiry_hour};
  offer.places = std::move(places);
}

std::vector<LinkKey> Offers::remove(const InviteTicket& ticket) {
  const auto found = offers_.find(mesh_tag(ticket));
  if (found == offers_.end()) return {};
  std::vector<LinkKey> places = std::move(found->second.places);
  offers_.erase(found);
  return places;
}

std::vector<TicketFrame> Offers::due(LinkId link, const LinkKey& place, std::uint32_t hour) {
  std::erase_if(offers_, [&](const auto& entry) { return entry.second.frame.expiry_hour <= hour; });
  std::vector<TicketFrame> due;
  for (auto& [tag, offer] : offers_) {
    const bool is_named = std::ranges::find(offer.places, place) != offer.places.end();
    if (is_named && offer.sent.insert(link).second) due.push_back(offer.frame);
  }
  return due;
}

void Offers::answered(LinkId link, const LinkKey& place, const TicketOk& ok) {
  const auto found = offers_.find(ok.tag);
  if (found == offers_.end() || !found->second.sent.contains(link)) return;
  if (ok.status == static_cast<std::uint8_t>(TicketStatus::held)) {
    found->second.held.insert_or_assign(link, place);
  } else {
    found->second.held.erase(link);
  }
}

void Offers::link_gone(LinkId link) {
  for (auto& [tag, offer] : offers_) {
    offer.sent.erase(link);
    offer.held.erase(link);
  }
}

std::vector<LinkKey> Offers::live_at(const InviteTicket& ticket) const {
  std::set<LinkKey> places;
  const auto found = offers_.find(mesh_tag(ticket));
  if (found != offers_.end())
    for (const auto& [link, place] : found->second.held) places.insert(place);
  return {places.begin(), places.end()};
}

}  // namespace tocsin::link
