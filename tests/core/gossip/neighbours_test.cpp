#include "core/gossip/neighbours.h"

#include <set>

#include "core/model/limits/gossip.h"
#include "tests/core/gossip/numbered.h"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_net.h"

namespace tocsin::gossip {
namespace {

const Now some_day{Instant{Seconds{50}}, wall_from_ms(1'000'000'000'000)};

LinkKey numbered_key(std::uint8_t number) {
  return LinkKey{LinkKey::Array{number}};
}

// Relays 1 to `choir` are the choir's, then `tenants` of the tenants.
std::vector<ListedRelay> relays(std::uint8_t choir, std::uint8_t tenants) {
  std::vector<ListedRelay> out;
  for (std::uint8_t i = 1; i <= choir + tenants; ++i)
    out.push_back(tests::make_listed(numbered_key(i), i <= choir ? "choir" : "tenants", port(i)));
  return out;
}

// Dials and answers until nothing is wanted; who is in `dead` never answers.
std::map<LinkKey, std::size_t> settle(Neighbours& neighbours,
                                      Book& book,
                                      const std::set<LinkKey>& dead = {},
                                      bool is_urgent = false) {
  tests::SeededRandom random{7};
  std::map<LinkKey, std::size_t> linked;
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (const Destination& to : neighbours.fill(book, {linked, is_urgent, some_day})) {
      is_changed = true;
      if (dead.contains(to.key)) {
        book.failed(to.key, some_day, random);
        continue;
      }
      book.up(to.key);
      ++linked[to.key];
    }
  }
  return linked;
}

}  // namespace

TEST_CASE("a node links to three relays of two labels", "[P7]") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    tests::SeededRandom random{seed};
    Neighbours neighbours{false, random};
    Book book{{}};
    book.list(relays(8, 1), std::nullopt);
    const auto linked = settle(neighbours, book);
    // The one of the other label is found, in a fourth slot if need be.
    CHECK(linked.contains(numbered_key(9)));
    CHECK(linked.size() >= 3);
    CHECK(linked.size() <= 4);
  }
}

TEST_CASE("dead relays are passed over, and the rest is linked to") {
  tests::SeededRandom random{1};
  Neighbours neighbours{false, random};
  Book book{{}};
  book.list(relays(5, 5), std::nullopt);
  const std::set<LinkKey> dead{numbered_key(1),
                               numbered_key(2),
                               numbered_key(3),
                               numbered_key(6),
                               numbered_key(7),
                               numbered_key(8),
                               numbered_key(9)};
  const auto linked = settle(neighbours, book, dead);
  CHECK(linked.size() == 3);
  for (const auto& [one, count] : linked) CHECK(!dead.contains(one));
}

TEST_CASE("two nodes draw different relays, one node the same again") {
  std::set<std::map<LinkKey, std::size_t>> drawn;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    tests::SeededRandom random{seed};
    Neighbours neighbours{false, random};
    Book book{{}};
    book.list(relays(10, 10), std::nullopt);
    const auto first = settle(neighbours, book);
    CHECK(settle(neighbours, book) == first);
    drawn.insert(first);
  }
  CHECK(drawn.size() > 5);
}

TEST_CASE("an envelope nobody has stored yet is worth a link to every relay") {
  tests::SeededRandom random{1};
  Neighbours neighbours{false, random};
  Book book{{}};
  book.list(relays(3, 3), std::nullopt);
  CHECK(settle(neighbours, book, {}, true).size() == 6);
}

TEST_CASE("all pinned peers with an address are dialled, four at once") {
  tests::SeededRandom random{1};
  Outbox outbox;
  Neighbours neighbours{false, random};
  Book book{{}};
  for (std::uint8_t i = 1; i <= 6; ++i) book.pin(numbered_key(i), {port(i)}, outbox);
  book.pin(numbered_key(7), {}, outbox);
  const std::map<LinkKey, std::size_t> nobody;
  const auto dials = neighbours.fill(book, {nobody, false, some_day});
  CHECK(dials.size() == limits::dials_at_once_max);
  CHECK(neighbours.fill(book, {nobody, false, some_day}).empty());
  for (const Destination& to : dials) book.up(to.key);
  CHECK(settle(neighbours, book).size() == 6);
}

TEST_CASE(
    "of two relays the one with the smaller key dials, and a relay that knows no key nobody") {
  tests::SeededRandom random{1};
  Neighbours neighbours{true, random};
  Book book{{}};
  book.list(relays(2, 2), numbered_key(2));
  CHECK(settle(neighbours, book).empty());
  neighbours.set_self(numbered_key(2));
  const auto linked = settle(neighbours, book);
  CHECK(linked.size() == 2);
  CHECK(linked.contains(numbered_key(3)));
  CHECK(linked.contains(numbered_key(4)));
}

TEST_CASE("who waits for a back-off tells when it is over") {
  tests::SeededRandom random{1};
  Outbox outbox;
  Neighbours neighbours{false, random};
  Book book{{}};
  book.pin(numbered_key(1), {port(1)}, outbox);
  settle(neighbours, book, {numbered_key(1)});
  REQUIRE(neighbours.next_due().has_value());
  CHECK(*neighbours.next_due() == *book.due(numbered_key(1)));
  CHECK(*neighbours.next_due() > some_day.instant);
}

TEST_CASE("half of the links silent within fifteen seconds is our own network") {
  tests::SeededRandom random{1};
  Neighbours neighbours{false, random};
  CHECK(!neighbours.is_sick_after_loss(5, some_day));
  CHECK(!neighbours.is_sick_after_loss(4, {some_day.instant + Seconds{1}, some_day.wall}));
  CHECK(neighbours.is_sick_after_loss(3, {some_day.instant + Seconds{2}, some_day.wall}));
  Neighbours slow{false, random};
  for (int i = 0; i < 6; ++i)
    CHECK(!slow.is_sick_after_loss(static_cast<std::size_t>(5 - i),
                                   {some_day.instant + i * limits::sick_window, some_day.wall}));
}

TEST_CASE("relays are linked with each other, and a change of network redials at once") {
  tests::GossipNet net{51};
  for (int i = 0; i < 4; ++i) net.add_relay("choir");
  const auto ana = net.add_node();
  net.list_everybody();
  net.run_for(Seconds{5});
  CHECK(net.links_of(ana) == 3);
  for (tests::NodeIndex i = 0; i < 4; ++i) CHECK(net.links_of(i) >= 3);
  for (tests::NodeIndex i = 0; i < 4; ++i) net.cut(ana, i);
  net.run_for(Seconds{1'800});
  net.heal_all();
  net.at(ana).network_changed(net.now());
  net.run_for(Seconds{1});
  CHECK(net.links_of(ana) == 3);
}

TEST_CASE("a dropped peer is unlinked and stays away") {
  tests::GossipNet net{52};
  const auto ana = net.add_node();
  const auto bo = net.add_node();
  net.pin(ana, bo);
  net.run_for(Seconds{5});
  CHECK(net.links_of(ana) == 1);
  Outbox outbox;
  CHECK(net.at(ana).drop_peer(net.key(bo), outbox));
  CHECK(!net.at(ana).drop_peer(net.key(bo), outbox));
  net.run_for(Seconds{600});
  CHECK(net.links_of(ana) == 0);
}

}  // namespace tocsin::gossip
