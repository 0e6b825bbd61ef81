#include "core/readiness/chart.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/base/basis_points.h"
#include "core/readiness/cell.h"
#include "core/readiness/days.h"

namespace tocsin::readiness {
namespace {

constexpr std::uint32_t seconds_per_day = 86'400;

// What the strictest mandate rule wants to see tested, and how long a test speaks.
struct TestsAsked {
  std::uint32_t count = 0;
  std::uint32_t span_days = 0;
};

TestsAsked tests_asked(const Charter& charter) {
  TestsAsked asked;
  for (const Action& action : charter.actions) {
    for (const RuleNode& node : action.mandate) {
      if (node.op != RuleOp::strength) continue;
      if (std::tie(node.tests, node.span_s) <= std::tuple{asked.count, asked.span_days}) continue;
      asked = TestsAsked{node.tests, node.span_s / seconds_per_day};
    }
  }
  return asked;
}

const Published* report_of(const std::vector<Published>& reports, const OrgId& org) {
  const auto found = std::ranges::find(reports, org, &Published::org);
  return found == reports.end() ? nullptr : &*found;
}

const CellCount* count_of(const Report& report, const Cell& cell) {
  const auto found = std::ranges::find(report.cells, cell, &CellCount::cell);
  return found == report.cells.end() ? nullptr : &*found;
}

std::string tests_text(const Report& report,
                       const Cell& cell,
                       const TestsAsked& asked,
                       std::uint32_t today) {
  const auto counts = [&](const TestCount& test) {
    const bool is_recent = asked.span_days == 0 || today <= test.day + asked.span_days;
    return test.cell == cell && test.took_part > 0 && is_recent;
  };
  return std::to_string(std::ranges::count_if(report.tests, counts)) + "/" +
         std::to_string(asked.count);
}

void set_count(Row& row, const CellCount& count, const Charter& charter) {
  row.set("eligible", count.eligible);
  std::uint64_t share = charter.params.privacy.top_code_bp;
  if (!count.is_topped) {
    share = count.eligible == 0 ? 0 : std::uint64_t{count.pledged} * whole_bp / count.eligible;
    row.set("pledged", count.pledged);
  }
  row.set("share_bp", share).set("topped", count.is_topped);
}

// What a series of tests says, rounding aside: equal steps do not stop a rise.
std::string_view trend_of(const std::vector<std::uint32_t>& counts) {
  bool has_risen = false;
  bool has_fallen = false;
  for (std::size_t i = 1; i < counts.size(); ++i) {
    has_risen = has_risen || counts[i] > counts[i - 1];
    has_fallen = has_fallen || counts[i] < counts[i - 1];
  }
  if (has_risen && has_fallen) return "mixed";
  return has_risen ? "rising" : has_fallen ? "falling" : "level";
}

// One series per kind: who signed and who wore a button are not the same question. Shares are of
// those eligible in this report.
std::vector<Row> series_rows(const Report& report, const CellCount& count) {
  std::map<std::string, std::map<std::uint32_t, std::uint32_t>> kinds;
  for (const TestCount& test : report.tests)
    if (test.cell == count.cell && test.took_part > 0) kinds[test.kind][test.day] = test.took_part;
  std::vector<Row> rows;
  for (const auto& [kind, by_day] : kinds) {
    std::vector<Row> points;
    std::vector<std::uint32_t> counts;
    for (const auto& [test_day, took_part] : by_day) {
      Row point{"point"};
      point.set("day", day_text(test_day)).set("took_part", took_part);
      if (count.eligible > 0)
        point.set("share_bp",
                  std::min(whole_bp, std::uint64_t{took_part} * whole_bp / count.eligible));
      points.push_back(std::move(point));
      counts.push_back(took_part);
    }
    Row row{"series"};
    row.set("test", kind);
    if (counts.size() > 1) row.set("trend", trend_of(counts));
    rows.push_back(row.set("points", Value{std::move(points)}));
  }
  return rows;
}

Row covered_row(const Charter& charter,
                const CharterOrg& org,
                const Cell& cell,
                const Published* published,
                WallTime now) {
  Row row{"chart"};
  row.set("org", Value{org.id.bytes()}).set("slug", org.slug);
  row.set("sector", cell.sector).set("region", cell.region);
  const CellCount* count = published == nullptr ? nullptr : count_of(published->report, cell);
  if (count != nullptr) set_count(row, *count, charter);
  row.set("hidden", count == nullptr).set("uncovered", false);
  if (published == nullptr) return row.set("stale", true).set("missing", true);
  const Report& report = published->report;
  const std::uint32_t today = day_of(now);
  row.set("tests", tests_text(report, cell, tests_asked(charter), today));
  // Of a hidden cell nothing is shown, whatever a report says beside it.
  if (count != nullptr) {
    auto series = series_rows(report, *count);
    if (!series.empty()) row.set("series", Value{std::move(series)});
  }
  if (report.vote.day > 0 && report.vote.valid_until_day >= today)
    row.set("vote_bp", report.vote.yes_bp);
  const auto age = std::max(Millis{0}, now - report.as_of);
  row.set("age_days", std::chrono::duration_cast<std::chrono::hours>(age).count() / 24);
  row.set("stale", age > charter.params.fresh.report);
  return row;
}

Row uncovered_row(const Cell& cell) {
  Row row{"chart"};
  row.set("sector", cell.sector).set("region", cell.region);
  row.set("hidden", false).set("stale", false).set("uncovered", true);
  return row;
}

}  // namespace

std::vector<Row> chart_rows(const Charter& charter,
                            const std::vector<Published>& reports,
                            const OwnLead& own,
                            WallTime now) {
  std::map<std::pair<Cell, std::string>, const CharterOrg*> claimed;
  std::set<Cell> covered;
  for (const CharterOrg& org : charter.orgs) {
    for (const Cell& claim : org.claims) {
      claimed.emplace(std::pair{area(claim), org.slug}, &org);
      covered.insert(area(claim));
    }
  }
  std::vector<Row> rows;
  for (const auto& [where, org] : claimed) {
    const Cell& cell = where.first;
    Row row = covered_row(charter, *org, cell, report_of(reports, org->id), now);
    const auto lead = own.workers_per_steward.find(cell);
    if (org->id == own.org && lead != own.workers_per_steward.end() && !row.flag("hidden"))
      row.set("lead_ratio", lead->second);
    rows.push_back(std::move(row));
  }
  for (const std::string& sector : charter.sectors) {
    for (const std::string& region : charter.regions) {
      const Cell cell{sector, region, ""};
      if (!covered.contains(cell)) rows.push_back(uncovered_row(cell));
    }
  }
  return rows;
}

}  // namespace tocsin::readiness
