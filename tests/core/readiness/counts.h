// What a reader makes of a report's counts.
#pragma once

#include "core/model/charter.h"
#include "core/model/report.h"

namespace tocsin::readiness {

// What a reader of the report may count on: topped is worth top_code_bp of eligible.
inline std::uint64_t worth(const CellCount& count, const PrivacyParams& privacy) {
  if (!count.is_topped) return count.pledged;
  return std::uint64_t{count.eligible} * privacy.top_code_bp / 10'000;
}

inline const CellCount* find_count(const Report& report, const Cell& cell) {
  for (const CellCount& count : report.cells)
    if (count.cell == cell) return &count;
  return nullptr;
}

}  // namespace tocsin::readiness
