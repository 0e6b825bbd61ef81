// From raw counts to what may be published (docs/protocol/readiness.md §4): small cells are
// hidden, a lone hidden one takes a second with it, numbers are rounded against us, nearly all says
// no more than that. Hidden counts as nothing. Where the raw counts come from: table.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/charter.h"
#include "core/model/report.h"

namespace tocsin::readiness {

struct Tally {  // raw, of one workplace
  Cell cell;
  std::uint32_t eligible = 0;
  std::uint32_t pledged = 0;
  friend auto operator<=>(const Tally&, const Tally&) = default;
};

struct TestTally {  // raw: who took part in one test, by the workplace they belong to
  Cell cell;
  std::string kind;
  std::uint32_t day = 0;
  std::uint32_t took_part = 0;
  friend auto operator<=>(const TestTally&, const TestTally&) = default;
};

struct Shown {
  std::vector<CellCount> cells;  // sorted
  std::vector<Cell> hidden;      // sorted; workplaces and areas that have workers
  std::vector<TestCount> tests;  // sorted; of shown cells alone
};

bool is_small(const Tally& tally, const PrivacyParams& privacy);

// Workplaces with a code are published beside the whole of their area; those without are in the
// whole alone.
Shown suppress(const std::vector<Tally>& workplaces,
               const std::vector<TestTally>& tests,
               const PrivacyParams& privacy);

}  // namespace tocsin::readiness
