#include "core/readiness/roster_csv.h"

#include <algorithm>
#include <array>

#include "core/readiness/cell.h"
#include "core/readiness/csv.h"

namespace tocsin::readiness {
namespace {

bool is_within(const Worker& worker, const Cell* within) {
  return within == nullptr || covers(*within, worker.workplace);
}

}  // namespace

std::size_t count_in(const Roster& roster, const Cell* within) {
  return static_cast<std::size_t>(std::ranges::count_if(
      roster, [&](const auto& entry) { return is_within(entry.second, within); }));
}

Bytes roster_csv(const Roster& roster, const CsvScope& scope) {
  std::string out = "ref,name,contact,cell,unit,shift,steward,assessment\n";
  for (const auto& [ref, worker] : roster) {
    if (!is_within(worker, scope.within)) continue;
    const std::array<std::string, 7> fields{worker.ref,
                                            worker.name,
                                            worker.contact,
                                            cell_text(worker.workplace),
                                            worker.unit,
                                            worker.shift,
                                            worker.steward};
    for (const std::string& field : fields) out += csv_field(field) + ",";
    out += std::to_string(assessment_of(worker, scope.today, scope.fresh_days)) + "\n";
  }
  return to_bytes(out);
}

}  // namespace tocsin::readiness
