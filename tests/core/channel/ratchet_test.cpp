#include "core/channel/ratchet.h"

#include <algorithm>

#include "core/model/limits/channel.h"
#include "tests/support/catch.hpp"

namespace tocsin::channel {
namespace {

Chain chain(std::uint32_t rank = 3) {
  return Chain{StepKey{Bytes(32, 5)}, rank};
}

}  // namespace

TEST_CASE("sender and reader derive the same keys, whatever the order") {
  Chain sender = chain();
  std::vector<Bytes> sent;
  for (std::uint32_t ctr = 0; ctr < 6; ++ctr) sent.push_back(to_bytes(sender.take(ctr)->reveal()));
  Chain reader = chain();
  for (const std::uint32_t ctr : {4U, 0U, 5U, 2U, 1U, 3U})
    CHECK(same_bytes(reader.take(ctr)->reveal(), sent[ctr]));
  CHECK(reader.skipped() == 0);
  CHECK(reader.encode() == sender.encode());
}

TEST_CASE("a used key is gone") {
  Chain reader = chain();
  REQUIRE(reader.take(2));
  CHECK(reader.take(2).error().code == Errc::replayed);
  REQUIRE(reader.take(1));
  CHECK(reader.take(1).error().code == Errc::replayed);
}

TEST_CASE("a counter too far ahead is refused and moves nothing") {
  Chain reader = chain();
  const Bytes before = reader.encode();
  CHECK(reader.take(limits::skips_per_event_max + 1).error().code == Errc::limit_exceeded);
  CHECK(reader.take(0xFFFFFFFF).error().code == Errc::limit_exceeded);
  CHECK(reader.encode() == before);
  CHECK(reader.take(limits::skips_per_event_max));
}

TEST_CASE("chains of two ranks differ") {
  CHECK(chain(0).encode() != chain(1).encode());
}

TEST_CASE("a chain comes back from its bytes with what it skipped") {
  Chain reader = chain();
  REQUIRE(reader.take(3));
  auto again = Chain::decode(reader.encode());
  REQUIRE(again);
  CHECK(again->next() == 4);
  CHECK(same_bytes(again->take(1)->reveal(), reader.take(1)->reveal()));
  CHECK_FALSE(Chain::decode(Bytes(35, 0)));
  CHECK_FALSE(Chain::decode(Bytes(40, 0)));
}

}  // namespace tocsin::channel
