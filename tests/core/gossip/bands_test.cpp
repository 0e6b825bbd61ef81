#include "core/gossip/bands.h"

#include "tests/support/catch.hpp"

namespace tocsin::gossip {

TEST_CASE("counts, sizes and shares are told in bands") {
  CHECK(count_band(0) == "none");
  CHECK(count_band(1) == "few");
  CHECK(count_band(4) == "few");
  CHECK(count_band(5) == "some");
  CHECK(count_band(64) == "many");
  CHECK(count_band(65) == "very many");
  CHECK(bytes_band(0) == "none");
  CHECK(bytes_band(512) == "under 1 MiB");
  CHECK(bytes_band(1024 * 1024) == "under 16 MiB");
  CHECK(bytes_band(std::uint64_t{1} << 40) == "16 GiB or more");
  CHECK(share_band(0, 400) == "empty");
  CHECK(share_band(99, 400) == "under a quarter");
  CHECK(share_band(100, 400) == "under a half");
  CHECK(share_band(299, 400) == "under three quarters");
  CHECK(share_band(399, 400) == "nearly full");
  CHECK(share_band(400, 400) == "full");
  CHECK(traffic_band(0) == "little");
  CHECK(traffic_band(64 * 1024 * 1024) == "very much");
  CHECK(often_band(0) == "never");
  CHECK(often_band(15) == "sometimes");
  CHECK(often_band(16) == "often");
}

TEST_CASE("who sends what no rule admits is louder than who sends much") {
  const Cost refused{512, 20, 0};
  const Cost over_budget{512, 0, 20};
  const Cost busy{1 << 30, 3, 3};
  const Cost calm{512, 0, 0};
  CHECK(is_louder(refused, over_budget));
  CHECK(is_louder(over_budget, busy));
  CHECK(is_louder(busy, calm));
  CHECK_FALSE(is_louder(calm, calm));
}

}  // namespace tocsin::gossip
