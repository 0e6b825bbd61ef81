#include "daemon/store/key_slots.h"

#include <algorithm>

#include "core/crypto/init.h"
#include "daemon/store/migrations.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::store {
namespace {

struct Slots {
  Slots() : database{opened()}, slots{KeySlots::load(database, random).value()} {}

  Database opened() const {
    REQUIRE(crypto::init());
    auto made = Database::open(directory / "a.db", Bytes(32, 7), Database::Create::yes);
    REQUIRE(made);
    REQUIRE(migrate(*made));
    return *std::move(made);
  }

  Bytes slot(std::int64_t number) const {
    Query query = database.prepare("SELECT k FROM key_slot WHERE slot = ?1");
    REQUIRE(query.bind(1, number).step().value());
    return to_bytes(query.bytes(0));
  }

  std::vector<Bytes> all() const {
    std::vector<Bytes> keys;
    Query query = database.prepare("SELECT k FROM key_slot ORDER BY slot");
    while (query.step().value()) keys.push_back(to_bytes(query.bytes(0)));
    return keys;
  }

  void take(std::int64_t number) const {  // as a row of the store does
    Query insert = database.prepare("INSERT INTO item VALUES(31, ?1, ?2, x'00')");
    const Bytes key = Writer{}.u64(static_cast<std::uint64_t>(number)).take();
    REQUIRE(insert.bind(1, key).bind(2, number).run());
  }

  tests::TemporaryDirectory directory;
  tests::SeededRandom random{1};
  Database database;
  KeySlots slots;
};

const Bytes row_place = to_bytes("place");
const Bytes row_text = to_bytes("a plain text");

bool is_blank(const Bytes& key) {
  return std::ranges::all_of(key, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

TEST_CASE("secrets and texts are sealed, what the mesh may see is not") {
  for (const Table table : {Table::identity,
                            Table::link_keys,
                            Table::device_keys,
                            Table::epochs,
                            Table::chains,
                            Table::records,
                            Table::invites,
                            Table::mesh_keys,
                            Table::files,
                            Table::file_chunks,
                            Table::roster,
                            Table::pledges,
                            Table::votes,
                            Table::report_salts})
    CHECK(is_sealed(table));
  for (const Table table : {Table::events, Table::peers, Table::mesh_list, Table::statements})
    CHECK_FALSE(is_sealed(table));
  CHECK(is_sealed(static_cast<Table>(250)));  // a table nobody thought of
}

TEST_CASE("a sealed value opens under its slot and at its place alone") {
  Slots it;
  const auto sealed = it.slots.seal(std::nullopt, row_place, row_text).value();
  const auto other = it.slots.seal(std::nullopt, row_place, row_text).value();
  CHECK(other.slot != sealed.slot);
  CHECK(other.value != sealed.value);
  CHECK(std::ranges::search(sealed.value, row_text).empty());
  CHECK(it.slots.open(sealed.slot, row_place, sealed.value).value() == row_text);
  CHECK_FALSE(it.slots.open(other.slot, row_place, sealed.value));
  CHECK_FALSE(it.slots.open(sealed.slot, to_bytes("elsewhere"), sealed.value));
  CHECK(it.slots.open(9999, row_place, sealed.value).error().code == Errc::storage);
}

TEST_CASE("each new version overwrites the key of the last in place") {
  Slots it;
  const auto first = it.slots.seal(std::nullopt, row_place, row_text).value();
  const Bytes old_key = it.slot(first.slot);
  REQUIRE_FALSE(is_blank(old_key));
  const auto second = it.slots.seal(first.slot, row_place, row_text).value();
  CHECK(second.slot == first.slot);
  CHECK(it.slot(first.slot) != old_key);
  CHECK(std::ranges::count(it.all(), old_key) == 0);
  CHECK_FALSE(it.slots.open(first.slot, row_place, first.value));
  CHECK(it.slots.open(second.slot, row_place, second.value).value() == row_text);
}

TEST_CASE("a purge leaves no key that opens what was purged") {
  Slots it;
  const auto sealed = it.slots.seal(std::nullopt, row_place, row_text).value();
  const Bytes old_key = it.slot(sealed.slot);
  REQUIRE(it.slots.destroy(sealed.slot));
  CHECK(is_blank(it.slot(sealed.slot)));
  CHECK(std::ranges::count(it.all(), old_key) == 0);
  CHECK_FALSE(it.slots.open(sealed.slot, row_place, sealed.value));
}

TEST_CASE("a destroyed slot serves the next value, with another key") {
  Slots it;
  const auto first = it.slots.seal(std::nullopt, row_place, row_text).value();
  const Bytes old_key = it.slot(first.slot);
  REQUIRE(it.slots.destroy(first.slot));
  const auto next = it.slots.seal(std::nullopt, row_place, row_text).value();
  CHECK(next.slot == first.slot);
  CHECK(it.slot(next.slot) != old_key);
}

TEST_CASE("slots come in blocks, and no two values share one") {
  Slots it;
  std::set<std::int64_t> taken;
  for (int i = 0; i < 300; ++i)
    CHECK(taken.insert(it.slots.seal(std::nullopt, row_place, row_text).value().slot).second);
  CHECK(it.all().size() == 512);
}

TEST_CASE("after a restart the slots of stored rows are still taken") {
  Slots it;
  std::set<std::int64_t> taken;
  for (int i = 0; i < 3; ++i) {
    const std::int64_t slot = it.slots.seal(std::nullopt, row_place, row_text).value().slot;
    it.take(slot);
    taken.insert(slot);
  }
  KeySlots again = KeySlots::load(it.database, it.random).value();
  CHECK_FALSE(taken.contains(again.seal(std::nullopt, row_place, row_text).value().slot));
  CHECK(it.all().size() == 256);
}

}  // namespace tocsin::store
