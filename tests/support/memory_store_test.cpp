#include "tests/support/memory_store.h"

#include "tests/support/catch.hpp"
#include "tests/support/envelopes.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {
namespace {

Envelope some_envelope() {
  SeededRandom random{1};
  return make_envelope({}, random);
}

}  // namespace

TEST_CASE("what is staged is read at once, and gone after a crash unless it was committed") {
  MemoryStore store;
  const Envelope envelope = some_envelope();
  REQUIRE(store.stage({Keep{Table::peers, {1}, {7}}, KeepEnvelope{envelope, std::nullopt}}));
  CHECK(store.value(Table::peers, Bytes{1}) == Bytes{7});
  CHECK(store.envelope(envelope.id()).has_value());
  CHECK(store.snapshot().of(Table::peers).empty());
  CHECK(store.snapshot().envelopes.empty());
  const bool is_committed = GENERATE(true, false);
  if (is_committed) REQUIRE(store.commit());
  store.crash();
  CHECK(store.value(Table::peers, Bytes{1}).has_value() == is_committed);
  CHECK(store.envelope(envelope.id()).has_value() == is_committed);
  CHECK(store.snapshot().envelopes.size() == (is_committed ? 1U : 0U));
}

TEST_CASE("a crash undoes changes and deletions in the order they were made") {
  MemoryStore store;
  const Envelope envelope = some_envelope();
  REQUIRE(store.stage({Keep{Table::peers, {1}, {7}}, KeepEnvelope{envelope, Stamp{}}}));
  REQUIRE(store.commit());
  REQUIRE(store.stage({Keep{Table::peers, {1}, {8}},
                       Forget{Table::peers, {1}},
                       Keep{Table::peers, {1}, {9}},
                       ForgetEnvelope{envelope.id()}}));
  CHECK(store.snapshot().of(Table::peers).front().value == Bytes{7});
  store.crash();
  CHECK(store.value(Table::peers, Bytes{1}) == Bytes{7});
  CHECK(store.snapshot().envelopes.front().stamp.has_value());
}

TEST_CASE("a commit that fails goes on failing until the crash, and keeps nothing") {
  MemoryStore store;
  store.fail_commit_after(1);
  REQUIRE(store.commit());  // nothing to write
  REQUIRE(store.stage({Keep{Table::peers, {1}, {7}}}));
  REQUIRE(store.commit());
  REQUIRE(store.stage({Keep{Table::peers, {2}, {7}}}));
  CHECK(!store.commit());
  CHECK(!store.commit());
  store.crash();
  CHECK(!store.value(Table::peers, Bytes{2}).has_value());
  REQUIRE(store.stage({Keep{Table::peers, {2}, {7}}}));
  CHECK(store.commit());
  CHECK(store.commits() == 2);
}

TEST_CASE("rows come in byte order, from a key on, both ways") {
  MemoryStore store;
  for (const std::uint8_t key : Bytes{5, 1, 3})
    REQUIRE(store.stage({Keep{Table::records, {key}, {key}}}));
  const auto keys = [](const std::vector<StoredRow>& rows) {
    Bytes out;
    for (const StoredRow& row : rows) out.push_back(row.key.front());
    return out;
  };
  using Order = Archive::Order;
  CHECK(keys(store.rows(Table::records, {}, 10)) == Bytes{1, 3, 5});
  CHECK(keys(store.rows(Table::records, Bytes{2}, 1)) == Bytes{3});
  CHECK(keys(store.rows(Table::records, {}, 2, Order::descending)) == Bytes{5, 3});
  CHECK(keys(store.rows(Table::records, Bytes{3}, 9, Order::descending)) == Bytes{3, 1});
  CHECK(keys(store.rows(Table::records, Bytes{4}, 9, Order::descending)) == Bytes{3, 1});
  // Read through the archive alone.
  REQUIRE(store.commit());
  CHECK(store.snapshot().of(Table::records).empty());
}

TEST_CASE("a row that no database would take is refused") {
  MemoryStore store;
  CHECK(!store.stage({Keep{Table::peers, Bytes(257), {}}}));
  CHECK(!store.stage({Keep{Table::peers, {1}, Bytes(1024 * 1024 + 1)}}));
  CHECK(store.stage({Keep{Table::peers, Bytes(256), Bytes(1024 * 1024)}}));
}

}  // namespace tocsin::tests
