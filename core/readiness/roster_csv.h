// The list as a file: what `roster import` reads back to the same list, and no spreadsheet
// computes.
#pragma once

#include "core/base/bytes.h"
#include "core/readiness/roster.h"

namespace tocsin::readiness {

// Those of one cell, or all; sorted by ref. An assessment that is too old to go by is 0.
struct CsvScope {
  const Cell* within = nullptr;
  std::uint32_t today = 0;
  std::uint32_t fresh_days = 0;
};

std::size_t count_in(const Roster& roster, const Cell* within);
Bytes roster_csv(const Roster& roster, const CsvScope& scope);

}  // namespace tocsin::readiness
