// The demand matrix: which org ratified which demand of a proposal, by how many of its delegates,
// and where those who approve part ways. A demand is ratified by an org when k of its approvals
// list it (coalition.md §5); the `ratified` node counts the same.
#pragma once

#include <cstdint>
#include <vector>

#include "core/coalition/tally.h"

namespace tocsin::coalition {

struct MatrixLine {
  OrgId org;
  std::uint32_t k = 0;
  bool approves = false;
  std::vector<std::uint32_t> counts;  // approvals that list each demand

  // Of an approving org; of another nothing is ratified.
  bool ratifies(std::size_t demand) const { return approves && counts[demand] >= k; }

  friend bool operator==(const MatrixLine&, const MatrixLine&) = default;
};

struct MatrixDemand {
  std::uint32_t ratified = 0;   // orgs
  std::uint32_t approving = 0;  // orgs that approve the proposal
  bool is_divergent = false;    // some of these ratify it, others do not
  friend bool operator==(const MatrixDemand&, const MatrixDemand&) = default;
};

struct Matrix {
  std::vector<MatrixLine> lines;  // full orgs, in the tally's order
  std::vector<MatrixDemand> demands;
};

Matrix matrix_of(const Tally& tally, std::size_t demands);

}  // namespace tocsin::coalition
