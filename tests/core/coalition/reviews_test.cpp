#include "core/coalition/reviews.h"

#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::tests {

TEST_CASE("a window opens after its wait, closes after its time, and survives a restart") {
  MemoryStore store;
  Outbox outbox;
  const WallTime now = wall_from_ms(1'000'000);
  const StatementId subject = StatementId::zero();
  coalition::Reviews reviews{store.snapshot()};
  CHECK(reviews.need(subject, now).error().code == "E_REVIEW");
  const coalition::Review review{now + Seconds{10}, now + Seconds{910}, "es", 1, crypto::Hash{5}};
  reviews.open(subject, review, now, outbox);
  CHECK_FALSE(reviews.need(subject, now + Seconds{9}).has_value());
  CHECK(reviews.need(subject, now + Seconds{10}).has_value());
  REQUIRE(store.stage(outbox.take().writes).has_value());
  REQUIRE(store.commit().has_value());
  coalition::Reviews again{store.snapshot()};
  CHECK(again.need(subject, now + Seconds{909}).value() == review);
  CHECK_FALSE(again.need(subject, now + Seconds{910}).has_value());
  again.close(subject, outbox);
  CHECK_FALSE(again.need(subject, now + Seconds{20}).has_value());
}

}  // namespace tocsin::tests
