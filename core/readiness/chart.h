// The wall chart: all published reports side by side, and the cells that nobody has. Made of what
// was published, so it says of others what they said themselves; only the ratio of stewards is
// known of the own org alone. Rows: commands.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/instant.h"
#include "core/model/charter.h"
#include "core/model/row.h"
#include "core/readiness/readiness.h"

namespace tocsin::readiness {

// What the chart shows of the own org beside its report: workers per steward, by area.
struct OwnLead {
  OrgId org = OrgId::zero();
  std::map<Cell, std::uint32_t> workers_per_steward;
};

std::vector<Row> chart_rows(const Charter& charter,
                            const std::vector<Published>& reports,
                            const OwnLead& own,
                            WallTime now);

}  // namespace tocsin::readiness
