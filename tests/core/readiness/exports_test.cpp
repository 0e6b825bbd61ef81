#include "core/readiness/exports.h"

#include "core/model/limits/readiness.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::readiness {
namespace {

template <class Name>
Name named(std::uint8_t number) {
  typename Name::Array bytes{};
  bytes.fill(number);
  return Name{bytes};
}

constexpr std::int64_t start_ms = 1'810'000'000'000;

ExportAsk ask(std::uint8_t id, std::uint8_t author, WallTime heard = wall_from_ms(start_ms)) {
  return ExportAsk{named<RecordId>(id), named<DeviceId>(author), "public/metro", 12, heard};
}

void commit(tests::MemoryStore& store, Outbox& outbox) {
  REQUIRE(store.stage(outbox.take().writes));
  REQUIRE(store.commit());
}

}  // namespace

TEST_CASE("asks, who agreed and until when one may act are read back as they were kept") {
  tests::MemoryStore store;
  const Exports exports{store};
  Outbox outbox;
  REQUIRE(exports.keep(ask(1, 7), outbox));
  REQUIRE(exports.keep(ask(2, 8), outbox));
  Exports::keep_agreed(named<RecordId>(1), named<DeviceId>(9), outbox);
  Exports::keep_agreed(named<RecordId>(1), named<DeviceId>(8), outbox);
  const ExportWindow window{wall_from_ms(1), wall_from_ms(2)};
  Exports::keep_window(named<RecordId>(1), window, outbox);
  commit(store, outbox);
  CHECK(exports.all() == std::vector{ask(1, 7), ask(2, 8)});
  CHECK(exports.agreed(named<RecordId>(1)) == std::vector{named<DeviceId>(8), named<DeviceId>(9)});
  CHECK(exports.agreed(named<RecordId>(2)).empty());
  CHECK(exports.window(named<RecordId>(1)) == window);
  CHECK_FALSE(exports.window(named<RecordId>(2)).has_value());
}

TEST_CASE("an ask is found by its first digits, and never by those of two") {
  tests::MemoryStore store;
  const Exports exports{store};
  Outbox outbox;
  RecordId::Array twin{};
  twin.fill(0xab);
  REQUIRE(exports.keep(ask(0xab, 7), outbox));
  commit(store, outbox);
  CHECK(exports.find("abab").value() == ask(0xab, 7));
  CHECK(exports.find("ABAB").has_value());
  CHECK(exports.find("aba").error().code == "E_NOT_FOUND");
  CHECK(exports.find("cdcd").error().code == "E_NOT_FOUND");
  twin.back() = 0;
  ExportAsk other = ask(1, 8);
  other.id = RecordId{twin};
  REQUIRE(exports.keep(other, outbox));
  commit(store, outbox);
  CHECK(exports.find("abab").error().code == "E_PREFIX");
}

TEST_CASE("a device has no more than a few asks under way, and old ones are forgotten whole") {
  tests::MemoryStore store;
  const Exports exports{store};
  for (std::uint8_t i = 0; i < limits::export_asks_max; ++i) {
    Outbox outbox;
    REQUIRE(exports.keep(ask(static_cast<std::uint8_t>(10 + i), 7), outbox));
    Exports::keep_agreed(
        named<RecordId>(static_cast<std::uint8_t>(10 + i)), named<DeviceId>(9), outbox);
    commit(store, outbox);
  }
  Outbox outbox;
  CHECK_FALSE(exports.keep(ask(99, 7), outbox));
  CHECK(exports.is_full(named<DeviceId>(7), wall_from_ms(start_ms)));
  CHECK_FALSE(exports.is_full(named<DeviceId>(8), wall_from_ms(start_ms)));
  CHECK(exports.keep(ask(99, 8, wall_from_ms(start_ms + 1)), outbox));
  commit(store, outbox);
  // Those that are over give way at once, though they are forgotten in the same batch.
  Outbox unkept;
  CHECK(exports.keep(ask(100, 7, wall_from_ms(start_ms) + limits::export_life), unkept));
  exports.forget_old(wall_from_ms(start_ms) + limits::export_life, outbox);
  commit(store, outbox);
  CHECK(exports.all().size() == 1);
  CHECK(store.rows(Table::exports, {}, 99).size() == 1);
}

}  // namespace tocsin::readiness
