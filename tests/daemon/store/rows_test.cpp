#include "daemon/store/rows.h"

#include "core/crypto/init.h"
#include "daemon/store/migrations.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::store {
namespace {

struct Stored {
  Stored() : database{opened()}, rows{database, KeySlots::load(database, random).value()} {}

  Database opened() const {
    REQUIRE(crypto::init());
    auto made = Database::open(directory / "a.db", Bytes(32, 7), Database::Create::yes);
    REQUIRE(made);
    REQUIRE(migrate(*made));
    return *std::move(made);
  }

  void keep(Table table, std::string_view key, std::string_view value) {
    REQUIRE(rows.apply(Keep{table, to_bytes(key), to_bytes(value)}));
  }

  std::optional<Bytes> value(Table table, std::string_view key) const {
    return rows.value(table, as_bytes(key)).value();
  }

  Bytes raw(Table table) const {
    Query query = database.prepare("SELECT value FROM item WHERE tbl = ?1");
    REQUIRE(query.bind(1, static_cast<std::int64_t>(table)).step().value());
    return to_bytes(query.bytes(0));
  }

  tests::TemporaryDirectory directory;
  tests::SeededRandom random{1};
  Database database;
  Rows rows;
};

// As the store sees one: it checks no signature.
Envelope envelope_of(std::uint8_t bucket, std::uint32_t expiry_hour) {
  Bytes bytes(std::size_t{512} << bucket, 7);
  const Bytes head = Writer{}.u8(suite_1).u8(bucket).u32(expiry_hour).take();
  std::ranges::copy(head, bytes.begin());
  return Envelope::from(std::move(bytes)).value();
}

const Stamp stamp{StampKey{StampKey::Array{5}}, {6}};

}  // namespace

TEST_CASE("a row is kept, replaced and forgotten, sealed or not") {
  const Table table = GENERATE(Table::statements, Table::epochs);
  Stored it;
  CHECK_FALSE(it.value(table, "k").has_value());
  it.keep(table, "k", "one");
  it.keep(table, "k", "two");
  it.keep(table, "other", "");
  CHECK(it.value(table, "k") == to_bytes("two"));
  CHECK(it.value(table, "other") == Bytes{});
  REQUIRE(it.rows.apply(Forget{table, to_bytes("k")}));
  REQUIRE(it.rows.apply(Forget{table, to_bytes("never there")}));
  CHECK_FALSE(it.value(table, "k").has_value());
  CHECK(it.value(table, "other").has_value());
}

TEST_CASE("a sealed value is sealed in its row, another stands as it is") {
  Stored it;
  it.keep(Table::epochs, "k", "a secret");
  it.keep(Table::statements, "k", "a statement");
  const Bytes raw = it.raw(Table::epochs);
  CHECK(std::ranges::search(raw, to_bytes("a secret")).empty());
  CHECK(it.raw(Table::statements) == to_bytes("a statement"));
}

TEST_CASE("a sealed value that was moved to another row does not open") {
  Stored it;
  it.keep(Table::epochs, "k", "a secret");
  SECTION("to another key") {
    REQUIRE(it.database.run("UPDATE item SET key = x'6a'"));
    CHECK_FALSE(it.rows.value(Table::epochs, as_bytes("j")));
    CHECK_FALSE(it.rows.snapshot());
  }
  SECTION("to another table") {
    REQUIRE(it.database.run("UPDATE item SET tbl = 34"));
    CHECK_FALSE(it.rows.value(Table::chains, as_bytes("k")));
  }
  SECTION("with its key slot lost") {
    REQUIRE(it.database.run("DELETE FROM key_slot"));
    CHECK(it.rows.value(Table::epochs, as_bytes("k")).error().code == Errc::storage);
    CHECK_FALSE(it.rows.page(Table::epochs, {}, 1, Archive::Order::ascending));
  }
}

TEST_CASE("a forgotten row leaves a blank key slot") {
  Stored it;
  it.keep(Table::records, "k", "a text");
  const auto keys_left = [&] {
    Query query = it.database.prepare("SELECT count(*) FROM key_slot WHERE k != zeroblob(48)");
    REQUIRE(query.step().value());
    return query.integer(0);
  };
  REQUIRE(keys_left() == 1);
  it.keep(Table::records, "k", "another");
  CHECK(keys_left() == 1);
  REQUIRE(it.rows.apply(Forget{Table::records, to_bytes("k")}));
  CHECK(keys_left() == 0);
}

TEST_CASE("a snapshot holds the rows of memory in key order and leaves bulk on the disk") {
  Stored it;
  for (const std::string_view key : {"b", "a", "c"}) it.keep(Table::epochs, key, key);
  for (const Table bulk : {Table::records,
                           Table::events,
                           Table::roster,
                           Table::pledges,
                           Table::tests,
                           Table::report_salts})
    it.keep(bulk, "k", "bulk");
  const Snapshot snapshot = it.rows.snapshot().value();
  CHECK(snapshot.rows.size() == 1);
  REQUIRE(snapshot.of(Table::epochs).size() == 3);
  CHECK(snapshot.of(Table::epochs)[0].key == to_bytes("a"));
  CHECK(snapshot.of(Table::epochs)[2].value == to_bytes("c"));
}

TEST_CASE("a page begins at its key and ends at its limit") {
  Stored it;
  for (const std::string_view key : {"a", "c", "e", "g"}) it.keep(Table::records, key, key);
  it.keep(Table::events, "b", "of another table");
  const auto keys = [&](std::string_view from, std::size_t limit, Archive::Order order) {
    const auto page = it.rows.page(Table::records, as_bytes(from), limit, order);
    REQUIRE(page);
    std::string all;
    for (const StoredRow& row : *page) all += to_text(row.key);
    return all;
  };
  CHECK(keys("b", 9, Archive::Order::ascending) == "ceg");
  CHECK(keys("c", 2, Archive::Order::ascending) == "ce");
  CHECK(keys("", 9, Archive::Order::ascending) == "aceg");
  CHECK(keys("", 2, Archive::Order::descending) == "ge");
  CHECK(keys("d", 9, Archive::Order::descending) == "ca");
  CHECK(keys("h", 9, Archive::Order::ascending).empty());
}

TEST_CASE("an envelope is kept with all that the index tells of it") {
  Stored it;
  const Envelope plain = envelope_of(0, 7);
  const Envelope stamped = envelope_of(1, 70'000);
  REQUIRE(it.rows.apply(KeepEnvelope{plain, std::nullopt}));
  REQUIRE(it.rows.apply(KeepEnvelope{stamped, stamp}));
  CHECK(it.rows.envelope(plain.id()).value() == plain);
  const Snapshot snapshot = it.rows.snapshot().value();
  REQUIRE(snapshot.envelopes.size() == 2);
  CHECK(snapshot.envelopes[0].id < snapshot.envelopes[1].id);
  for (const StoredEnvelope& stored : snapshot.envelopes) {
    const Envelope& envelope = stored.id == plain.id() ? plain : stamped;
    CHECK(stored.id == envelope.id());
    CHECK(stored.route == envelope.route());
    CHECK(stored.expiry_hour == envelope.expiry_hour());
    CHECK(stored.bucket == envelope.bucket());
    CHECK(stored.stamp == (stored.id == plain.id() ? std::nullopt : std::optional{stamp}));
  }
}

TEST_CASE("a stamp can come later, and a forgotten envelope is gone") {
  Stored it;
  const Envelope envelope = envelope_of(0, 7);
  REQUIRE(it.rows.apply(KeepEnvelope{envelope, std::nullopt}));
  REQUIRE(it.rows.apply(KeepEnvelope{envelope, stamp}));
  const Snapshot snapshot = it.rows.snapshot().value();
  REQUIRE(snapshot.envelopes.size() == 1);
  CHECK(snapshot.envelopes.front().stamp == stamp);
  REQUIRE(it.rows.apply(ForgetEnvelope{envelope.id()}));
  CHECK_FALSE(it.rows.envelope(envelope.id()).value().has_value());
  CHECK(it.rows.snapshot().value().envelopes.empty());
}

}  // namespace tocsin::store
