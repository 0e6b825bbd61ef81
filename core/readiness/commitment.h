// The salted tree whose root a report carries: one leaf per worker counted, each of which can be
// opened later without showing another. The root says nothing finer than how many thousands there
// are. Which rows: report.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/crypto/hash.h"
#include "core/model/charter.h"

namespace tocsin::readiness {

// What one leaf commits to. A worker without pledge has no ask, day or card; a pad has no cell
// either, so that nobody can pass a worker off as a pad.
struct RootRow {
  Cell cell;
  std::string ask;
  std::uint32_t day = 0;
  std::string card_ref;
  friend auto operator<=>(const RootRow&, const RootRow&) = default;
};

using Salt = std::array<std::uint8_t, 32>;

struct RootStep {
  crypto::Hash sibling;
  bool is_left = false;  // the sibling comes first
};

// The salt of row or pad number `index`, from the report's own seed.
Salt salt_of(ByteView seed, std::uint32_t index);
crypto::Hash leaf_of(const Salt& salt, const RootRow& row);

class RootTree {
 public:
  // ENSUREs that the rows fit the largest tree.
  RootTree(ByteView seed, std::span<const RootRow> rows);

  const crypto::Hash& root() const { return levels_.back().front(); }

  std::size_t leaves() const { return levels_.front().size(); }

  std::vector<RootStep> path(const crypto::Hash& leaf) const;  // ENSUREs that it is one

 private:
  std::vector<std::vector<crypto::Hash>> levels_;  // leaves first, sorted
};

// That a leaf lies under a root: what an auditor computes.
bool opens(const crypto::Hash& root, const crypto::Hash& leaf, std::span<const RootStep> path);

}  // namespace tocsin::readiness
