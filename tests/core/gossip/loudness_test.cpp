#include "core/gossip/loudness.h"

#include "tests/support/catch.hpp"

namespace tocsin::gossip {

TEST_CASE("what a peer cost is summed over the last hour and then forgotten") {
  Loudness loudness;
  const Instant start{Seconds{100'000}};
  loudness.note({1'000, 2, 3}, start);
  loudness.note({24, 1, 0}, start + Seconds{1'800});
  const Cost both = loudness.last_hour(start + Seconds{1'800});
  CHECK(both.bytes == 1'024);
  CHECK(both.refusals == 3);
  CHECK(both.waits == 3);
  CHECK(loudness.last_hour(start + Seconds{4'300}).bytes == 24);
  CHECK(loudness.last_hour(start + Seconds{9'000}).bytes == 0);
}

TEST_CASE("after an hour of silence nothing old comes back with what is new") {
  Loudness loudness;
  const Instant start{Seconds{100'000}};
  loudness.note({7, 0, 0}, start);
  loudness.note({1, 0, 0}, start + Seconds{3'600});
  CHECK(loudness.last_hour(start + Seconds{3'600}).bytes == 1);
}

}  // namespace tocsin::gossip
