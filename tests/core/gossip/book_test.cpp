#include "core/gossip/book.h"

#include "core/model/limits/gossip.h"
#include "tests/core/gossip/numbered.h"
#include "tests/support/catch.hpp"
#include "tests/support/envelopes.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::gossip {
namespace {

const LinkKey ana_key{LinkKey::Array{1}};
const LinkKey relay_key{LinkKey::Array{2}};

}  // namespace

TEST_CASE("pinned peers come back from the store, with and without addresses") {
  tests::MemoryStore store;
  Outbox outbox;
  Book book{{}};
  book.pin(ana_key, {port(1), port(2)}, outbox);
  book.pin(relay_key, {}, outbox);
  REQUIRE(store.stage(outbox.take().writes));
  REQUIRE(store.commit());
  const Book again{store.snapshot().of(Table::peers)};
  REQUIRE(again.find(ana_key) != nullptr);
  CHECK(again.find(ana_key)->is_pinned);
  CHECK(again.find(ana_key)->attempts.size() == 2);
  CHECK(again.due(ana_key).has_value());
  CHECK(!again.due(relay_key).has_value());  // it dials us
}

TEST_CASE("an unpinned peer leaves book and store, unless a list names it") {
  tests::MemoryStore store;
  Outbox outbox;
  Book book{{}};
  book.pin(ana_key, {port(1)}, outbox);
  book.pin(relay_key, {port(2)}, outbox);
  book.list({tests::make_listed(relay_key, "choir", port(3))}, std::nullopt);
  CHECK(book.unpin(ana_key, outbox));
  CHECK(book.unpin(relay_key, outbox));
  CHECK(!book.unpin(ana_key, outbox));
  REQUIRE(store.stage(outbox.take().writes));
  CHECK(store.rows(Table::peers, {}, 10).empty());
  CHECK(book.find(ana_key) == nullptr);
  CHECK(book.find(relay_key) != nullptr);
  book.list({}, std::nullopt);
  CHECK(book.find(relay_key) == nullptr);
}

TEST_CASE("a relay does not list itself") {
  Book book{{}};
  book.list({tests::make_listed(relay_key, "choir", port(3))}, relay_key);
  CHECK(book.entries().empty());
}

TEST_CASE("the first dial is at once, later ones wait twice as long each time, to a bound") {
  tests::SeededRandom random{1};
  Book book{{}};
  const bool is_relay = GENERATE(true, false);
  Outbox outbox;
  if (is_relay)
    book.list({tests::make_listed(ana_key, "choir", port(1))}, std::nullopt);
  else
    book.pin(ana_key, {port(1)}, outbox);
  const auto most = is_relay ? limits::relay_backoff_max : limits::backoff_max;
  CHECK(*book.due(ana_key) <= outset.instant);
  Seconds wait = limits::backoff_first;
  Now at = outset;
  for (int i = 0; i < 15; ++i) {
    book.dial(ana_key, at);
    CHECK(book.dialling() == 1);
    CHECK(!book.due(ana_key).has_value());
    book.failed(ana_key, at, random);
    const auto waited = *book.due(ana_key) - at.instant;
    CHECK(waited >= wait / 2);
    CHECK(waited <= wait + wait / 2);
    at.instant = *book.due(ana_key);
    wait = std::min(wait * 2, most);
  }
  book.reset();
  CHECK(*book.due(ana_key) <= outset.instant);
}

TEST_CASE("each address has its own back-off, so a second one is tried at once") {
  tests::SeededRandom random{1};
  Outbox outbox;
  Book book{{}};
  book.pin(ana_key, {port(1), port(2)}, outbox);
  CHECK(book.dial(ana_key, outset).address == port(1));
  book.failed(ana_key, outset, random);
  CHECK(*book.due(ana_key) <= outset.instant);
  CHECK(book.dial(ana_key, outset).address == port(2));
  book.failed(ana_key, outset, random);
  CHECK(*book.due(ana_key) > outset.instant);
}

TEST_CASE("a link that lasted clears the back-off, one that dies at once does not") {
  tests::SeededRandom random{1};
  Outbox outbox;
  Book book{{}};
  book.pin(ana_key, {port(1)}, outbox);
  Now at = outset;
  for (int i = 0; i < 6; ++i) {
    book.dial(ana_key, at);
    book.up(ana_key);
    book.down(ana_key, false, at, random);
    at.instant = *book.due(ana_key);
  }
  book.dial(ana_key, at);
  book.up(ana_key);
  const bool was_steady = GENERATE(true, false);
  book.down(ana_key, was_steady, at, random);
  const auto wait = *book.due(ana_key) - at.instant;
  CHECK((wait < Seconds{8}) == was_steady);
}

TEST_CASE("a peer without room is left alone for ten minutes") {
  Outbox outbox;
  Book book{{}};
  book.pin(ana_key, {port(1)}, outbox);
  book.full(ana_key, outset);
  CHECK(*book.due(ana_key) == after(Seconds{600}).instant);
}

TEST_CASE("a dial of which nothing is heard is given up") {
  tests::SeededRandom random{1};
  Outbox outbox;
  Book book{{}};
  book.pin(ana_key, {port(1)}, outbox);
  book.dial(ana_key, outset);
  CHECK(book.give_up(outset, random) == after(limits::dial_patience).instant);
  CHECK(book.dialling() == 1);
  CHECK(!book.give_up(after(limits::dial_patience), random).has_value());
  CHECK(book.dialling() == 0);
}

TEST_CASE("places of an invite are dialled with its ticket until they are forgotten") {
  Book book{{}};
  const InviteTicket ticket{9};
  book.visit({{relay_key, port(1), true, ticket}});
  const Destination to = book.dial(relay_key, outset);
  CHECK(to.ticket == ticket);
  CHECK(to.is_relay);
  book.list({tests::make_listed(relay_key, "choir", port(1))}, std::nullopt);
  book.forget_places();
  REQUIRE(book.find(relay_key) != nullptr);
  CHECK(!book.find(relay_key)->ticket.has_value());
}

TEST_CASE("a list with other addresses during a dial does not confuse its end") {
  tests::SeededRandom random{1};
  Book book{{}};
  book.list({tests::make_listed(relay_key, "choir", port(1))}, std::nullopt);
  book.dial(relay_key, outset);
  ListedRelay moved = tests::make_listed(relay_key, "choir", port(2));
  const bool has_none = GENERATE(true, false);
  if (has_none) moved.addresses.clear();
  book.list({moved}, std::nullopt);
  book.failed(relay_key, outset, random);
  CHECK(book.dialling() == 0);
}

TEST_CASE("a place is asked by a new ticket at once, whatever came of the last one") {
  tests::SeededRandom random{1};
  Book book{{}};
  book.visit({{relay_key, port(1), true, InviteTicket{9}}});
  book.dial(relay_key, outset);
  book.failed(relay_key, outset, random);
  REQUIRE(*book.due(relay_key) > outset.instant);
  book.visit({{relay_key, port(1), true, InviteTicket{9}}});
  CHECK(*book.due(relay_key) > outset.instant);  // the same one says nothing new
  book.dial(relay_key, after(Seconds{60}));
  book.visit({{relay_key, port(1), true, InviteTicket{8}}});
  REQUIRE(book.due(relay_key).has_value());
  CHECK(*book.due(relay_key) <= outset.instant);
  CHECK(book.dial(relay_key, outset).ticket == InviteTicket{8});
}

}  // namespace tocsin::gossip
