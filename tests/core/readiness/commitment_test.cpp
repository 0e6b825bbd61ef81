#include "core/readiness/commitment.h"

#include <set>

#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

const Bytes seed(32, 7);

std::vector<RootRow> some_rows(std::size_t count) {
  std::vector<RootRow> rows;
  for (std::size_t i = 0; i < count; ++i)
    rows.push_back(RootRow{{"public", "metro", ""},
                           i % 2 == 0 ? "stop_work" : "",
                           i % 2 == 0 ? 20'000U : 0U,
                           i % 3 == 0 ? "card " + std::to_string(i) : ""});
  return rows;
}

TEST_CASE("the root opens for every row and every pad") {
  const auto rows = some_rows(300);
  const RootTree tree{seed, rows};
  CHECK(tree.leaves() == 1024);
  for (std::uint32_t i = 0; i < tree.leaves(); ++i) {
    const auto leaf = leaf_of(salt_of(seed, i), i < rows.size() ? rows[i] : RootRow{});
    REQUIRE(opens(tree.root(), leaf, tree.path(leaf)));
  }
}

TEST_CASE("another row, salt, path or root does not open") {
  const auto rows = some_rows(10);
  const RootTree tree{seed, rows};
  const auto leaf = leaf_of(salt_of(seed, 3), rows[3]);
  auto path = tree.path(leaf);
  REQUIRE(opens(tree.root(), leaf, path));
  RootRow other = rows[3];
  other.ask = "stop_work";
  CHECK(!opens(tree.root(), leaf_of(salt_of(seed, 3), other), path));
  CHECK(!opens(tree.root(), leaf_of(salt_of(seed, 4), rows[3]), path));
  CHECK(!opens(crypto::Hash{}, leaf, path));
  CHECK(!opens(tree.root(), leaf, std::span{path}.subspan(1)));
  path.front().is_left = !path.front().is_left;
  CHECK(!opens(tree.root(), leaf, path));
}

TEST_CASE("the tree says no more of how many there are than a power of four") {
  CHECK(RootTree{seed, {}}.leaves() == 256);
  CHECK(RootTree{seed, some_rows(256)}.leaves() == 256);
  CHECK(RootTree{seed, some_rows(257)}.leaves() == 1024);
  CHECK(RootTree{seed, some_rows(1025)}.leaves() == 4096);
}

TEST_CASE("equal rows have leaves of their own, and every field is in them") {
  const RootRow row{{"public", "metro", "yard"}, "stop_work", 7, "card"};
  std::set<crypto::Hash> leaves;
  for (std::uint32_t i = 0; i < 100; ++i) leaves.insert(leaf_of(salt_of(seed, i), row));
  CHECK(leaves.size() == 100);
  const Salt salt{};
  RootRow moved = row;
  moved.cell.code = "";
  RootRow asked = row;
  asked.ask = "rally";
  RootRow later = row;
  later.day = 8;
  RootRow carded = row;
  carded.card_ref = "";
  for (const RootRow& other : {moved, asked, later, carded})
    CHECK(leaf_of(salt, other) != leaf_of(salt, row));
}

}  // namespace
}  // namespace tocsin::readiness
