#include "core/coalition/decisions.h"

#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::tests {

TEST_CASE("what was seen first and decided once is still so after a restart") {
  MemoryStore store;
  Outbox outbox;
  const StatementId call = StatementId::zero();
  coalition::Decisions decisions{store.snapshot()};
  CHECK_FALSE(decisions.first_seen(call).has_value());
  decisions.see(call, wall_from_ms(10), outbox);
  decisions.see(call, wall_from_ms(20), outbox);
  decisions.decide(call, 3, {coalition::TargetFate::in_effect, wall_from_ms(30)}, outbox);
  decisions.trust(wall_from_ms(50), outbox);
  decisions.trust(wall_from_ms(40), outbox);
  REQUIRE(store.stage(outbox.take().writes).has_value());
  REQUIRE(store.commit().has_value());
  coalition::Decisions again{store.snapshot()};
  CHECK(again.first_seen(call) == wall_from_ms(10));
  CHECK(again.fate(call, 3)->fate == coalition::TargetFate::in_effect);
  CHECK_FALSE(again.fate(call, 4).has_value());
  CHECK(again.trusted_lower() == wall_from_ms(50));
}

}  // namespace tocsin::tests
