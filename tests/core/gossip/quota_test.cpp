#include "core/gossip/quota.h"

#include "tests/support/catch.hpp"

namespace tocsin::gossip {
namespace {

const Instant start{Seconds{100}};

}  // namespace

TEST_CASE("a bucket gives its burst at once and then its rate") {
  Bucket bucket{limits::Budget{2, Seconds{1}, 10}, start};
  CHECK(bucket.has(10, start));
  for (int i = 0; i < 10; ++i) CHECK(bucket.try_take(1, start));
  CHECK(!bucket.try_take(1, start));
  CHECK(!bucket.has(1, start + Millis{499}));
  CHECK(bucket.has(1, start + Millis{500}));
  CHECK(!bucket.has(2, start + Millis{500}));
  CHECK(bucket.try_take(2, start + Seconds{1}));
  CHECK(!bucket.has(1, start + Seconds{1}));
}

TEST_CASE("a bucket never holds more than its burst, however long nobody asks") {
  Bucket bucket{limits::relay_link_bytes, start};
  const Instant later = start + std::chrono::hours{24 * 365 * 10};
  CHECK(bucket.try_take(limits::relay_link_bytes.burst, later));
  CHECK(!bucket.has(1, later));
}

TEST_CASE("a bucket says when it will have enough, and has it then and not before") {
  Bucket bucket{limits::Budget{6, Seconds{60}, 20}, start};
  CHECK(bucket.when(20, start) == start);
  bucket.take(20, start);
  const Instant due = bucket.when(1, start);
  CHECK(due == start + Seconds{10});
  CHECK(!bucket.has(1, due - MonotonicClock::duration{1}));
  CHECK(bucket.has(1, due));
}

TEST_CASE("what costs more than a full bucket waits for a full one") {
  Bucket bucket{limits::Budget{1, Seconds{1}, 5}, start};
  CHECK(bucket.try_take(100, start));
  CHECK(bucket.when(100, start) == start + Seconds{5});
}

TEST_CASE("time that goes back gives nothing") {
  Bucket bucket{limits::Budget{1, Seconds{1}, 1}, start};
  bucket.take(1, start);
  CHECK(!bucket.has(1, start - Seconds{10}));
  CHECK(bucket.has(1, start + Seconds{1}));
}

TEST_CASE("a stamp key has six calls an hour and twenty a day") {
  StampQuota quota;
  const StampKey key{StampKey::Array{1}};
  Instant now = start;
  std::size_t taken = 0;
  const auto take_all = [&] {
    while (quota.has_room(key, now)) {
      quota.note(key, now);
      ++taken;
    }
  };
  take_all();
  CHECK(taken == limits::stamps_per_hour);
  CHECK(quota.has_room(StampKey{StampKey::Array{2}}, now));
  for (int hour = 0; hour < 6; ++hour) {
    now += std::chrono::hours{1};
    take_all();
  }
  CHECK(taken == limits::stamps_per_day);
  now = start + std::chrono::hours{24};
  CHECK(quota.has_room(key, now));
}

TEST_CASE("keys that are not listed any more are forgotten") {
  StampQuota quota;
  const StampKey key{StampKey::Array{1}};
  for (std::size_t i = 0; i < limits::stamps_per_hour; ++i) quota.note(key, start);
  CHECK(!quota.has_room(key, start));
  quota.keep_only({key});
  CHECK(!quota.has_room(key, start));
  quota.keep_only({});
  CHECK(quota.has_room(key, start));
}

TEST_CASE("a link between relays may cost more") {
  LinkQuota members{false, start};
  LinkQuota relays{true, start};
  CHECK(members.envelopes.try_take(limits::link_envelopes.burst, start));
  CHECK(!members.envelopes.has(1, start));
  CHECK(relays.envelopes.try_take(limits::link_envelopes.burst, start));
  CHECK(relays.envelopes.has(1, start));
}

}  // namespace tocsin::gossip
