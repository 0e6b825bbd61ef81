#include "core/link/tickets.h"

#include "core/model/limits/link.h"
#include "core/model/mesh_key.h"
#include "tests/core/link/hour.h"
#include "tests/support/catch.hpp"
#include "tests/support/frames.h"

namespace tocsin::link {
namespace {

const LinkKey here{LinkKey::Array{1}};
const LinkKey there{LinkKey::Array{2}};
const LinkKey elsewhere{LinkKey::Array{3}};

TicketFrame ticket(std::size_t number, std::uint32_t hours = 1) {
  TicketFrame frame;
  frame.ticket[0] = static_cast<std::uint8_t>(number);
  frame.ticket[1] = static_cast<std::uint8_t>(number >> 8);
  frame.route = Route{Route::Array{4}};
  frame.expiry_hour = this_hour + hours;
  return frame;
}

Now later(Seconds seconds) {
  return {on_the_hour.instant + seconds, on_the_hour.wall + seconds};
}

}  // namespace

TEST_CASE("a ticket lies at its place until it expires") {
  Tickets tickets;
  CHECK(tickets.put(ticket(1), here, LinkId{1}, on_the_hour) == TicketStatus::held);
  const MeshTag tag = mesh_tag(ticket(1).ticket);
  REQUIRE(tickets.find(tag, on_the_hour) != nullptr);
  CHECK(tickets.find(tag, on_the_hour)->route == ticket(1).route);
  CHECK(tickets.find(tag, later(Seconds{3'600})) == nullptr);
  CHECK(tickets.find(mesh_tag(ticket(2).ticket), on_the_hour) == nullptr);
}

TEST_CASE("a ticket that has expired, or would live longer than an invite, is not taken") {
  Tickets tickets;
  CHECK(tickets.put(ticket(1, 0), here, LinkId{1}, on_the_hour) == TicketStatus::expired);
  CHECK(tickets.put(ticket(1, 72), here, LinkId{1}, on_the_hour) == TicketStatus::held);
  CHECK(tickets.put(ticket(2, 73), here, LinkId{1}, on_the_hour) == TicketStatus::expired);
}

TEST_CASE("one link may put sixteen tickets, all together 1,024") {
  Tickets tickets;
  for (std::size_t i = 0; i < 16; ++i)
    CHECK(tickets.put(ticket(i), here, LinkId{1}, on_the_hour) == TicketStatus::held);
  CHECK(tickets.put(ticket(16), here, LinkId{1}, on_the_hour) == TicketStatus::full);
  CHECK(tickets.put(ticket(3), here, LinkId{1}, on_the_hour) == TicketStatus::held);  // again
  for (std::size_t i = 16; i < limits::tickets_max; ++i)
    CHECK(tickets.put(ticket(i), here, LinkId{i}, on_the_hour) == TicketStatus::held);
  CHECK(tickets.put(ticket(2000), here, LinkId{2000}, on_the_hour) == TicketStatus::full);
  CHECK(tickets.size() == limits::tickets_max);
}

TEST_CASE("a ticket put again keeps the holder it has") {
  Tickets tickets;
  CHECK(tickets.put(ticket(1), here, LinkId{1}, on_the_hour) == TicketStatus::held);
  const MeshTag tag = mesh_tag(ticket(1).ticket);
  tickets.find(tag, on_the_hour)->holder = there;
  CHECK(tickets.put(ticket(1), here, LinkId{2}, on_the_hour) == TicketStatus::held);
  CHECK(tickets.find(tag, on_the_hour)->holder == there);
}

TEST_CASE("a dropped ticket is gone at once, or ten minutes later where somebody holds it") {
  Tickets tickets;
  for (std::size_t i = 1; i <= 2; ++i)
    CHECK(tickets.put(ticket(i), here, LinkId{1}, on_the_hour) == TicketStatus::held);
  const MeshTag held = mesh_tag(ticket(2).ticket);
  tickets.find(held, on_the_hour)->holder = there;
  CHECK(tickets.drop(mesh_tag(ticket(1).ticket), on_the_hour));
  CHECK(tickets.drop(held, on_the_hour));
  CHECK_FALSE(tickets.drop(mesh_tag(ticket(3).ticket), on_the_hour));
  CHECK(tickets.find(mesh_tag(ticket(1).ticket), on_the_hour) == nullptr);
  CHECK(tickets.find(held, later(Seconds{599})) != nullptr);
  CHECK(tickets.find(held, later(Seconds{600})) == nullptr);
}

TEST_CASE("an offer is put once on each link to a place it names, and nowhere else") {
  Offers offers;
  offers.add(ticket(1).ticket, ticket(1).route, this_hour + 1, {there});
  CHECK(offers.due(LinkId{1}, elsewhere, this_hour).empty());
  CHECK(offers.due(LinkId{1}, there, this_hour) == std::vector{ticket(1)});
  CHECK(offers.due(LinkId{1}, there, this_hour).empty());
  CHECK(offers.due(LinkId{2}, there, this_hour).size() == 1);
  offers.link_gone(LinkId{1});
  CHECK(offers.due(LinkId{1}, there, this_hour).size() == 1);
}

TEST_CASE("where an invite is live is what places answered, as long as their link stands") {
  Offers offers;
  const InviteTicket secret = ticket(1).ticket;
  offers.add(secret, ticket(1).route, this_hour + 1, {there});
  CHECK(offers.due(LinkId{1}, there, this_hour).size() == 1);
  CHECK(offers.live_at(secret).empty());
  offers.answered(LinkId{9}, elsewhere, {mesh_tag(secret), 0});  // was never asked
  CHECK(offers.live_at(secret).empty());
  offers.answered(LinkId{1}, there, {mesh_tag(secret), 0});
  CHECK(offers.live_at(secret) == std::vector{there});
  offers.answered(LinkId{1}, there, {mesh_tag(secret), 1});
  CHECK(offers.live_at(secret).empty());
  offers.answered(LinkId{1}, there, {mesh_tag(secret), 0});
  offers.link_gone(LinkId{1});
  CHECK(offers.live_at(secret).empty());
}

TEST_CASE("an offer taken back or expired is put no more") {
  Offers offers;
  offers.add(ticket(1).ticket, ticket(1).route, this_hour + 1, {there});
  CHECK(offers.due(LinkId{1}, there, this_hour + 1).empty());
  offers.add(ticket(2).ticket, ticket(2).route, this_hour + 1, {there});
  CHECK(offers.remove(ticket(2).ticket) == std::vector{there});
  CHECK(offers.remove(ticket(2).ticket).empty());
  CHECK(offers.due(LinkId{1}, there, this_hour).empty());
}

}  // namespace tocsin::link
