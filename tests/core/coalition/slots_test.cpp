#include "core/coalition/slots.h"

#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::tests {
namespace {

StatementId id_with(std::uint8_t first) {
  StatementId::Array bytes{};
  bytes[0] = first;
  return StatementId{bytes};
}

}  // namespace

TEST_CASE("numbers only rise, over restarts and above what others still hold") {
  MemoryStore store;
  Outbox outbox;
  coalition::Slots slots{store.snapshot()};
  CHECK(slots.take_seq(0, outbox) == 1);
  CHECK(slots.take_seq(0, outbox) == 2);
  CHECK(slots.take_seq(40, outbox) == 41);
  REQUIRE(store.stage(outbox.take().writes).has_value());
  REQUIRE(store.commit().has_value());
  coalition::Slots again{store.snapshot()};
  CHECK(again.take_seq(3, outbox) == 42);
}

TEST_CASE("one draft per version of a chain is ever approved, also after a restart") {
  MemoryStore store;
  Outbox outbox;
  const coalition::ChainSlot slot{StatementType::charter, id_with(1), 1};
  coalition::Slots slots{store.snapshot()};
  REQUIRE(slots.promise(slot, id_with(7), outbox).has_value());
  CHECK(slots.promise(slot, id_with(7), outbox).has_value());
  CHECK_FALSE(slots.promise(slot, id_with(8), outbox).has_value());
  REQUIRE(store.stage(outbox.take().writes).has_value());
  REQUIRE(store.commit().has_value());
  coalition::Slots again{store.snapshot()};
  CHECK(again.promised(slot) == id_with(7));
  CHECK(again.has_promised(StatementType::charter, id_with(7)));
  CHECK_FALSE(again.has_promised(StatementType::manifest, id_with(7)));
  CHECK_FALSE(again.promise(slot, id_with(8), outbox).has_value());
}

}  // namespace tocsin::tests
