#include "core/gossip/receipts.h"

#include "core/model/limits/gossip.h"
#include "tests/core/gossip/numbered.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::gossip {
namespace {

const EnvelopeId ours{EnvelopeId::Array{1}};
constexpr std::uint32_t expiry = 1'000;

Receipts::Receipt from(std::uint8_t peer, bool is_relay = false) {
  return {PeerId{PeerId::Array{peer}}, is_relay};
}

}  // namespace

TEST_CASE("three receipts of which one is a relay's are enough") {
  Outbox outbox;
  Receipts receipts{{}};
  receipts.add(ours, expiry, outset, outbox);
  const Receipts::Known known{5, true};
  CHECK(receipts.note(ours, from(1), known, outbox));
  CHECK(!receipts.note(ours, from(1), known, outbox));  // said twice is one receipt
  CHECK(receipts.note(ours, from(2), known, outbox));
  CHECK(receipts.note(ours, from(3), known, outbox));
  CHECK(!receipts.find(ours)->is_stored);
  CHECK(receipts.note(ours, from(4, true), known, outbox));
  CHECK(receipts.find(ours)->is_stored);
  CHECK(receipts.unstored() == 0);
}

TEST_CASE("all neighbours are enough where fewer than three are known, and nobody is not") {
  Outbox outbox;
  Receipts receipts{{}};
  receipts.add(ours, expiry, outset, outbox);
  CHECK(!receipts.find(ours)->is_stored);
  const bool is_alone = GENERATE(true, false);
  const Receipts::Known known{is_alone ? 1U : 2U, false};
  receipts.note(ours, from(1), known, outbox);
  CHECK(receipts.find(ours)->is_stored == is_alone);
  receipts.note(ours, from(2), known, outbox);
  CHECK(receipts.find(ours)->is_stored);
}

TEST_CASE("a receipt for somebody else's envelope is nothing to us") {
  Outbox outbox;
  Receipts receipts{{}};
  CHECK(!receipts.note(ours, from(1), {1, false}, outbox));
  CHECK(outbox.take().writes.empty());
}

TEST_CASE("receipts come back from the store as they were") {
  tests::MemoryStore store;
  Outbox outbox;
  Receipts receipts{{}};
  receipts.add(ours, expiry, outset, outbox);
  receipts.note(ours, from(1, true), {3, true}, outbox);
  receipts.note(ours, from(2), {3, true}, outbox);
  REQUIRE(store.stage(outbox.take().writes));
  REQUIRE(store.commit());
  Receipts again{store.snapshot().of(Table::receipts)};
  REQUIRE(again.find(ours) != nullptr);
  CHECK(again.find(ours)->expiry_hour == expiry);
  REQUIRE(again.find(ours)->receipts.size() == 2);
  CHECK(again.find(ours)->receipts[0].is_relay);
  CHECK(again.find(ours)->receipts[0].peer == from(1).peer);
  CHECK(again.unstored() == 1);
  CHECK(again.is_any_waiting(Instant{}));  // whoever restarts has waited
  CHECK(again.note(ours, from(3), {3, true}, outbox));
  CHECK(again.find(ours)->is_stored);
}

TEST_CASE("a row goes when its envelope has expired") {
  tests::MemoryStore store;
  Outbox outbox;
  Receipts receipts{{}};
  receipts.add(ours, expiry, outset, outbox);
  receipts.expire(expiry + 1, outbox);
  CHECK(receipts.find(ours) != nullptr);
  receipts.expire(expiry + 2, outbox);
  CHECK(receipts.find(ours) == nullptr);
  CHECK(receipts.unstored() == 0);
  REQUIRE(store.stage(outbox.take().writes));
  CHECK(store.rows(Table::receipts, {}, 10).empty());
}

TEST_CASE("an envelope waits five seconds before it is worth more relays") {
  Outbox outbox;
  Receipts receipts{{}};
  CHECK(!receipts.is_any_waiting(outset.instant));
  receipts.add(ours, expiry, outset, outbox);
  CHECK(!receipts.is_any_waiting(outset.instant + Seconds{4}));
  CHECK(receipts.is_any_waiting(outset.instant + Seconds{5}));
  receipts.note(ours, from(1), {1, false}, outbox);
  CHECK(!receipts.is_any_waiting(outset.instant + Seconds{5}));
}

TEST_CASE("a name by the first told alone is not a name by another") {
  Outbox outbox;
  Receipts receipts{{}};
  Receipts::Own& own = receipts.add(ours, expiry, outset, outbox);
  own.first_told = from(1).peer;
  receipts.note(ours, from(1), {3, false}, outbox);
  CHECK(!own.is_named_by_other);
  receipts.note(ours, from(2), {3, false}, outbox);
  CHECK(own.is_named_by_other);
}

TEST_CASE("moments are taken in order, each once") {
  Receipts receipts{{}};
  receipts.set_first_due(ours, outset.instant + Seconds{2});
  receipts.set_all_due(ours, outset.instant + Seconds{7});
  CHECK(receipts.next_due() == outset.instant + Seconds{2});
  CHECK(receipts.take_first_due(outset.instant + Seconds{1}).empty());
  CHECK(receipts.take_first_due(outset.instant + Seconds{2}) == std::vector{ours});
  CHECK(receipts.take_first_due(outset.instant + Seconds{3}).empty());
  CHECK(receipts.next_due() == outset.instant + Seconds{7});
  CHECK(receipts.take_all_due(outset.instant + Seconds{8}) == std::vector{ours});
  CHECK(!receipts.next_due().has_value());
}

}  // namespace tocsin::gossip
