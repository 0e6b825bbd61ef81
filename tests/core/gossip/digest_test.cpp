#include "core/gossip/digest.h"

#include "tests/core/gossip/numbered.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {
TEST_CASE("equal sets have equal digests, whatever the order they came in") {
  Digest one;
  Digest other;
  for (std::uint8_t i = 0; i < 20; ++i) one.add(i % 3, numbered_id(i));
  for (std::uint8_t i = 20; i-- > 0;) other.add(i % 3, numbered_id(i));
  CHECK(one.total() == other.total());
  CHECK(one.days() == other.days());
  CHECK(one.count() == 20);
  other.remove(1, numbered_id(4));
  CHECK(one.total() != other.total());
  other.add(1, numbered_id(4));
  CHECK(one.total() == other.total());
}

TEST_CASE("days are told ascending, each with its own digest, empty ones not at all") {
  Digest digest;
  digest.add(9, numbered_id(1));
  digest.add(4, numbered_id(2));
  digest.add(7, numbered_id(3));
  digest.remove(7, numbered_id(3));
  const auto days = digest.days();
  REQUIRE(days.size() == 2);
  CHECK(days[0].day == 4);
  CHECK(days[1].day == 9);
  CHECK(days[0].digest != days[1].digest);
  digest.drop(4);
  digest.drop(9);
  CHECK(digest.count() == 0);
  CHECK(digest.total() == Digest{}.total());
}

TEST_CASE("one id twice is not the same as none: the digest is a sum, not an XOR") {
  Digest digest;
  digest.add(1, numbered_id(1));
  digest.add(1, numbered_id(1));
  CHECK(digest.total() != Digest{}.total());
}

}  // namespace tocsin::gossip
