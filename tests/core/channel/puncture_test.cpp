#include "core/channel/puncture.h"

#include <set>

#include "tests/support/catch.hpp"

namespace tocsin::channel {
namespace {

const Bytes root(32, 9);

Puncture::Point point(std::uint8_t first, std::uint8_t last) {
  Puncture::Point out{};
  out.front() = first;
  out.back() = last;
  return out;
}

}  // namespace

TEST_CASE("a popped point cannot be popped again and every other still can") {
  Puncture tree{Puncture::bits_max, root};
  const auto leaf = tree.pop(point(1, 2));
  REQUIRE(leaf);
  CHECK(tree.nodes() == 128);
  CHECK(tree.pop(point(1, 2)).error().code == Errc::replayed);
  for (std::uint8_t other = 0; other < 16; ++other) {
    Puncture fresh{Puncture::bits_max, root};
    const auto expected = fresh.pop(point(other, 7));
    const auto popped = tree.pop(point(other, 7));
    REQUIRE(popped);
    CHECK(same_bytes(popped->reveal(), expected->reveal()));
  }
}

TEST_CASE("all ranks of a small tree have leaves of their own, and then nothing is left") {
  for (const std::uint32_t n : {1U, 2U, 3U, 7U, 8U, 100U}) {
    const unsigned bits = rank_bits(n);
    Puncture tree{bits, root};
    std::set<Bytes> leaves;
    for (std::uint32_t rank = n; rank-- > 0;) {
      const auto leaf = tree.pop(rank_point(rank, bits));
      REQUIRE(leaf);
      leaves.insert(to_bytes(leaf->reveal()));
    }
    CHECK(leaves.size() == n);
    if (n == 1U << bits) CHECK(tree.nodes() == 0);
  }
  CHECK(rank_bits(1) == 0);
  CHECK(rank_bits(5000) == 13);
}

TEST_CASE("a point outside a tree of few bits is refused") {
  Puncture tree{2, root};
  CHECK_FALSE(tree.pop(point(0x10, 0)));
  CHECK_FALSE(tree.pop(point(0, 1)));
  CHECK(tree.pop(point(0x40, 0)));
}

TEST_CASE("a tree comes back from its bytes as it was") {
  Puncture tree{Puncture::bits_max, root};
  REQUIRE(tree.pop(point(3, 4)));
  auto again = Puncture::decode(tree.encode());
  REQUIRE(again);
  CHECK(again->encode() == tree.encode());
  CHECK_FALSE(again->pop(point(3, 4)));
  CHECK(same_bytes(again->pop(point(5, 6))->reveal(), tree.pop(point(5, 6))->reveal()));
  Bytes cut = tree.encode();
  cut.pop_back();
  CHECK_FALSE(Puncture::decode(cut));
  CHECK_FALSE(Puncture::decode(Bytes{129}));
}

}  // namespace tocsin::channel
