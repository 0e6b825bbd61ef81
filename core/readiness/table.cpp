#include "core/readiness/table.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/readiness/cell.h"

namespace tocsin::readiness {
namespace {

using Series = std::tuple<Cell, std::string, std::uint32_t>;  // area, kind, day

std::map<Series, std::set<std::string>> took_part(const Holdings& holdings,
                                                  std::uint32_t as_of_day) {
  std::map<Series, std::set<std::string>> out;
  for (const StructureTest& test : holdings.tests)
    if (test.day <= as_of_day)
      out[{area(test.cell), test.kind, test.day}].insert(test.took_part.begin(),
                                                         test.took_part.end());
  return out;
}

}  // namespace

const Pledge* counting_pledge(const Holdings& holdings,
                              const std::string& worker,
                              const Asks& asks,
                              std::uint32_t as_of_day) {
  const auto found = holdings.pledges.find(worker);
  if (found == holdings.pledges.end()) return nullptr;
  const Pledge& pledge = found->second;
  if (pledge.revoked_day != 0 || pledge.given_day > as_of_day) return nullptr;
  const bool is_counting =
      !asks.is_known || std::ranges::find(asks.stops_work, pledge.ask) != asks.stops_work.end();
  return is_counting ? &pledge : nullptr;
}

std::vector<Tally> count_workers(const Holdings& holdings,
                                 const CharterOrg* org,
                                 const Asks& asks,
                                 std::uint32_t as_of_day) {
  std::map<Cell, Tally> tallies;
  for (const auto& [ref, worker] : holdings.roster) {
    if (org != nullptr && !is_claimed(*org, worker.workplace)) continue;
    Tally& tally = tallies[worker.workplace];
    tally.cell = worker.workplace;
    ++tally.eligible;
    if (counting_pledge(holdings, ref, asks, as_of_day) != nullptr) ++tally.pledged;
  }
  std::vector<Tally> out;
  for (auto& [cell, tally] : tallies) out.push_back(std::move(tally));
  return out;
}

std::vector<TestTally> count_tests(const Holdings& holdings,
                                   const CharterOrg& org,
                                   std::uint32_t as_of_day) {
  const auto series = took_part(holdings, as_of_day);
  std::map<Cell, std::vector<const Worker*>> workplaces;
  for (const auto& [ref, worker] : holdings.roster)
    if (is_claimed(org, worker.workplace)) workplaces[worker.workplace].push_back(&worker);
  std::vector<TestTally> out;
  for (const auto& [which, present] : series) {
    const std::set<std::string>& refs = present;  // clang 14 captures no structured binding
    const auto& [where, kind, day] = which;
    for (const auto& [cell, workers] : workplaces) {
      if (area(cell) != where) continue;
      const auto count = std::ranges::count_if(
          workers, [&](const Worker* worker) { return refs.contains(worker->ref); });
      out.push_back(TestTally{cell, kind, day, static_cast<std::uint32_t>(count)});
    }
  }
  return out;
}

}  // namespace tocsin::readiness
