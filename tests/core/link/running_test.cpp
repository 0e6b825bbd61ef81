// While a link is up: frames, priorities, tickets, twins, farewells.
#include <algorithm>

#include "core/link/links.h"
#include "core/model/limits/link.h"
#include "core/model/mesh_key.h"
#include "tests/core/link/linked.h"
#include "tests/support/catch.hpp"
#include "tests/support/frames.h"
#include "tests/support/pair.h"

namespace tocsin::link {
namespace {

using tests::Pair;
using tests::Party;

Push envelope(std::size_t bucket, std::uint8_t fill) {
  return {std::nullopt, Bytes(std::size_t{512} << bucket, fill)};
}

Push call() {
  return {Stamp{}, Bytes(4096, 9)};
}

bool is_call(const Frame& frame) {
  const Push* push = std::get_if<Push>(&frame);
  return push != nullptr && push->stamp;
}

std::size_t live_links(const Party& party) {
  return party.ups().size() - party.downs().size();
}

// A place, one who puts a ticket there, and its ticket.
struct Invited : Pair {
  explicit Invited(std::uint64_t seed) : Pair{seed}, relay{add_relay()} {
    expiry_hour = hour_of(now().wall) + 48;
    dial(a(), relay);
    run();
    offer();
    run();
  }

  void offer() { a().links->offer_ticket(ticket, route, expiry_hour, {relay.key()}); }

  Party& newcomer() {
    Party& guest = add(Role::node);
    dial(guest, relay, ticket);
    run(Millis{13'000});
    return guest;
  }

  Party& relay;
  InviteTicket ticket = tests::counted<32>(3);
  Route route{tests::counted<16>(4)};
  std::uint32_t expiry_hour = 0;
};

}  // namespace

TEST_CASE("large frames of all queues at once arrive whole, in order within their queue") {
  Linked pair{1};
  std::vector<Frame> normal, bulk;
  for (std::uint8_t i = 0; i < 12; ++i) {
    normal.emplace_back(envelope(i % 5, i));
    bulk.emplace_back(envelope(7, i));
    REQUIRE(pair.send(pair.a(), pair.from_a(), normal.back()));
    REQUIRE(pair.send(pair.a(), pair.from_a(), bulk.back()));
  }
  pair.run(Millis{60'000});
  const std::vector<Frame> heard = pair.b().frames();
  CHECK(heard.size() == normal.size() + bulk.size());
  std::vector<Frame> heard_bulk, heard_normal;
  for (const Frame& frame : heard) {
    const bool is_bulk = std::get<Push>(frame).envelope.size() == std::size_t{512} << 7;
    (is_bulk ? heard_bulk : heard_normal).push_back(frame);
  }
  CHECK(heard_bulk == bulk);
  CHECK(heard_normal == normal);
}

TEST_CASE("a call waits behind one write, not behind the bulk") {
  Linked pair{2};
  for (std::uint8_t i = 0; i < 10; ++i) REQUIRE(pair.send(pair.a(), pair.from_a(), envelope(7, i)));
  REQUIRE(pair.send(pair.a(), pair.from_a(), call()));
  pair.run(Millis{60'000});
  const std::vector<Frame> heard = pair.b().frames();
  REQUIRE(heard.size() == 11);
  // 64 KiB take four writes of 16 KiB, so no bulk frame is whole before the call.
  CHECK(is_call(heard.front()));
}

TEST_CASE("what goes out waits for what is still in our buffers") {
  Linked pair{3};
  pair.held_back = Millis{500};
  std::size_t largest = 0;
  pair.on_write = [&](const Party& from, Bytes& bytes) {
    if (&from == &pair.a()) largest = std::max(largest, bytes.size());
  };
  const std::uint64_t before = pair.a().bytes_sent;
  for (std::uint8_t i = 0; i < 10; ++i) REQUIRE(pair.send(pair.a(), pair.from_a(), envelope(7, i)));
  pair.run(Millis{100});
  CHECK(pair.a().bytes_sent - before <= 32 * 512);
  pair.run(Millis{60'000});
  CHECK(largest == 32 * 512);
  CHECK(pair.b().frames().size() == 10);
}

TEST_CASE("full queues say no, a full urgent queue ends the link") {
  Linked pair{4};
  pair.b().is_deaf = true;
  pair.held_back = Seconds{100};
  std::size_t taken = 0;
  while (pair.send(pair.a(), pair.from_a(), envelope(7, 1))) ++taken;
  CHECK(taken <= 16 + 2);
  CHECK(pair.a().downs().empty());
  while (pair.send(pair.a(), pair.from_a(), call())) {
  }
  pair.run(Millis{10});
  CHECK(pair.a().downs().size() == 1);
}

TEST_CASE("a cell with one bit flipped closes the link on both sides without a word") {
  Linked pair{5};
  pair.on_write = [](const Party&, Bytes& bytes) { bytes[7] ^= 4; };
  REQUIRE(pair.send(pair.a(), pair.from_a(), Hello{}));
  pair.run();
  CHECK(pair.b().frames().empty());
  CHECK(pair.b().downs().size() == 1);
  CHECK(pair.a().downs().size() == 1);
}

TEST_CASE("a cell heard twice closes the link") {
  Linked pair{6};
  pair.on_write = [&](const Party& from, Bytes& bytes) {
    if (&from != &pair.a()) return;
    const Bytes cell = bytes;
    bytes.insert(bytes.end(), cell.begin(), cell.end());
  };
  REQUIRE(pair.send(pair.a(), pair.from_a(), Hello{}));
  pair.run();
  CHECK(pair.b().frames().size() == 1);
  CHECK(pair.b().downs().size() == 1);
}

TEST_CASE("who leaves says why, and both ends know that it is over") {
  Linked pair{7};
  pair.close(pair.a(), pair.from_a(), ByeReason::shutdown);
  CHECK(pair.a().downs().size() == 1);
  pair.run();
  CHECK(pair.b().frames() == std::vector<Frame>{Bye{ByeReason::shutdown}});
  CHECK(pair.b().downs().size() == 1);
  CHECK_FALSE(pair.send(pair.a(), pair.from_a(), Hello{}));
}

TEST_CASE("a farewell that never leaves our buffers is cut off") {
  Linked pair{8};
  pair.held_back = Seconds{1'000};
  pair.close(pair.a(), pair.from_a(), ByeReason::shutdown);
  pair.run(Millis{6'000});
  CHECK(pair.is_closed(pair.from_a()));
}

TEST_CASE("a second link from the same dialler replaces the first") {
  Linked pair{9};
  pair.dial(pair.a(), pair.b());
  pair.run();
  CHECK(pair.a().ups().size() == 2);
  CHECK(live_links(pair.a()) == 1);
  CHECK(live_links(pair.b()) == 1);
  REQUIRE(pair.send(pair.a(), pair.from_a(), Hello{}));
  pair.run();
  CHECK(std::ranges::count(pair.b().frames(), Frame{Hello{}}) == 1);
}

TEST_CASE("of crossed dials one link stays, the same for both") {
  const auto seed = GENERATE(10, 11, 12, 13, 14, 15);
  Pair pair{static_cast<std::uint64_t>(seed)};
  pair.dial(pair.a(), pair.b());
  pair.dial(pair.b(), pair.a());
  pair.run(Millis{13'000});
  CHECK(live_links(pair.a()) == 1);
  CHECK(live_links(pair.b()) == 1);
  const bool a_dialled = peer_id(pair.a().key()) < peer_id(pair.b().key());
  CHECK(pair.a().ups().back().is_dialled == a_dialled);
  CHECK(pair.b().ups().back().is_dialled == !a_dialled);
}

TEST_CASE("a guest comes in by a ticket that a member put at the place, on one route") {
  Invited pair{20};
  CHECK(pair.a().links->ticket_live_at(pair.ticket) == std::vector<LinkKey>{pair.relay.key()});
  Party& guest = pair.newcomer();
  REQUIRE(guest.ups().size() == 1);
  CHECK(guest.ups()[0].is_guest_here);
  REQUIRE(pair.relay.ups().size() == 2);
  CHECK(pair.relay.ups()[1].role == PeerRole::guest);
  CHECK(pair.relay.ups()[1].route == pair.route);
}

TEST_CASE("a ticket lets in the first link key that comes, and after it no other") {
  Invited pair{21};
  Party& guest = pair.newcomer();
  REQUIRE(guest.ups().size() == 1);
  Party& thief = pair.newcomer();
  CHECK(thief.ups().empty());
  CHECK(thief.ended().size() == 1);
  // The guest himself may come again, also after a restart: his key was kept.
  guest.restart();
  guest.links->set_coalition(pair.coalition);
  pair.dial(guest, pair.relay, pair.ticket);
  pair.run(Millis{13'000});
  CHECK(guest.ups().size() == 2);
}

TEST_CASE("a ticket put before the link stood is put when it does, and again on the next link") {
  Pair pair{22};
  Party& relay = pair.add_relay();
  const InviteTicket ticket = tests::counted<32>(5);
  pair.a().links->offer_ticket(ticket, Route::zero(), hour_of(pair.now().wall) + 2, {relay.key()});
  pair.dial(pair.a(), relay);
  pair.run();
  CHECK(pair.a().links->ticket_live_at(ticket).size() == 1);
  relay.restart();  // tickets lie in memory
  pair.close(pair.a(), pair.a().ups().back().link, ByeReason::shutdown);
  pair.run();
  CHECK(pair.a().links->ticket_live_at(ticket).empty());
  pair.dial(pair.a(), relay);
  pair.run();
  CHECK(pair.a().links->ticket_live_at(ticket).size() == 1);
}

TEST_CASE(
    "a dropped ticket lets in nobody new, and its holder may fetch his Welcome and then goes") {
  Invited pair{23};
  SECTION("nobody had come") {
    pair.drop_ticket(pair.a(), pair.ticket);
    pair.run();
    CHECK(pair.newcomer().ups().empty());
  }
  SECTION("the holder was there") {
    Party& guest = pair.newcomer();
    pair.drop_ticket(pair.a(), pair.ticket);
    pair.run();
    CHECK(guest.downs().empty());
    CHECK(pair.newcomer().ups().empty());
    pair.run(Seconds{700});
    CHECK(guest.downs().size() == 1);
  }
}

TEST_CASE("an expired ticket lets nobody in") {
  Invited pair{24};
  pair.run(Seconds{49 * 3600});
  CHECK(pair.newcomer().ups().empty());
}

TEST_CASE("a guest who sends anything but envelopes and ids is shown the door") {
  Invited pair{25};
  Party& guest = pair.newcomer();
  const LinkId link = guest.ups().back().link;
  CHECK(pair.send(guest, link, Push{{}, Bytes(512)}));
  pair.run();
  CHECK(pair.relay.frames().size() == 1);
  CHECK_FALSE(pair.send(guest, link, SyncOpen{}));
  CHECK(pair.send(guest, link, Hello{}));
  pair.run();
  CHECK(pair.relay.frames().size() == 2);
}

TEST_CASE("a guest may push sixteen envelopes, and the seventeenth ends his link") {
  Invited pair{26};
  Party& guest = pair.newcomer();
  const LinkId link = guest.ups().back().link;
  for (std::size_t i = 0; i < limits::guest_envelopes_max; ++i)
    CHECK(pair.send(guest, link, Push{{}, Bytes(512)}));
  pair.run();
  CHECK(guest.downs().empty());
  CHECK(pair.relay.frames().size() == limits::guest_envelopes_max);
  CHECK(pair.send(guest, link, Push{{}, Bytes(512)}));
  pair.run();
  CHECK(guest.downs().size() == 1);
}

TEST_CASE("a node that listens can itself be the place of its invite") {
  Pair pair{27};
  const InviteTicket ticket = tests::counted<32>(6);
  const Route route{tests::counted<16>(7)};
  pair.a().links->offer_ticket(ticket, route, hour_of(pair.now().wall) + 2, {pair.a().key()});
  pair.run();
  CHECK(pair.a().links->ticket_live_at(ticket) == std::vector<LinkKey>{pair.a().key()});
  Party& guest = pair.add(Role::node);
  pair.dial(guest, pair.a(), ticket);
  pair.run();
  REQUIRE(pair.a().ups().size() == 1);
  CHECK(pair.a().ups()[0].role == PeerRole::guest);
  CHECK(pair.a().ups()[0].route == route);
}

}  // namespace tocsin::link
