#include "core/readiness/chart.h"

#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

Published published(std::uint8_t org, const char* slug, Report report) {
  const WallTime at = report.as_of;
  return Published{org_id(org), slug, std::move(report), at};
}

// One line per row, as the page draws it.
std::string chart_line(const Row& row) {
  std::string out = row.text("slug").value_or("--") + " " + row.text("sector").value_or("?") + " " +
                    row.text("region").value_or("?");
  if (row.flag("uncovered")) return out + " UNCOVERED";
  if (row.flag("hidden")) out += " hidden";
  for (const char* name : {"eligible", "pledged", "share_bp", "vote_bp", "lead_ratio", "age_days"})
    if (const auto value = row.integer(name))
      out += std::string{" "} + name + "=" + std::to_string(*value);
  if (row.has("tests")) out += " tests=" + row.text("tests").value_or("");
  for (const char* name : {"topped", "stale", "missing"})
    if (row.flag(name)) out += std::string{" "} + name;
  return out;
}

TEST_CASE("chart golden") {
  const Charter charter = desk_charter();
  const WallTime now = charter.effective_at + 30 * one_day;
  const std::uint32_t today = day_of(now);
  Report drivers;
  drivers.as_of = now - 4 * one_day;
  drivers.cells = {{{"transport", "metro", ""}, 1240, 990, false},
                   {{"transport", "metro", "depot"}, 100, 0, true}};
  for (const std::uint32_t ago : {10U, 20U, 30U, 61U})
    drivers.tests.push_back({{"transport", "metro", ""}, "petition", today - ago, 300});
  drivers.tests.push_back({{"transport", "metro", "depot"}, "petition", today, 30});
  drivers.vote = VoteResult{today - 5, today + 80, 7000, 9100, "ballot"};
  Report plumbers;
  plumbers.as_of = now - 22 * one_day;
  plumbers.cells = {{{"public", "metro", ""}, 2905, 0, true}};
  plumbers.vote = VoteResult{today - 90, today - 1, 7000, 9600, "ballot"};
  const OwnLead own{org_id(1), {{{"transport", "metro", ""}, 9}}};
  const auto rows = chart_rows(
      charter, {published(1, "drivers", drivers), published(2, "plumbers", plumbers)}, own, now);
  std::vector<std::string> lines;
  for (const Row& row : rows) lines.push_back(chart_line(row));
  CHECK(lines ==
        std::vector<std::string>{
            "plumbers public metro eligible=2905 share_bp=9000 age_days=22 tests=0/2 topped stale",
            "plumbers service metro hidden age_days=22 tests=0/2 stale",
            "drivers transport metro eligible=1240 pledged=990 share_bp=7983 vote_bp=9100 "
            "lead_ratio=9 age_days=4 tests=3/2",
            "-- energy metro UNCOVERED",
            "-- energy valley UNCOVERED",
            "-- public valley UNCOVERED",
            "-- service valley UNCOVERED",
            "-- transport valley UNCOVERED"});
}

// "petition rising 2027-03-12:300:2419", a line for each kind.
std::vector<std::string> series_of(const Row& row) {
  std::vector<std::string> out;
  for (const Row& series : row.rows("series")) {
    std::string text =
        series.text("test").value_or("?") + " " + series.text("trend").value_or("--");
    for (const Row& point : series.rows("points"))
      text += " " + point.text("day").value_or("?") + ":" +
              std::to_string(point.integer("took_part").value_or(0)) + ":" +
              std::to_string(point.integer("share_bp").value_or(0));
    out.push_back(std::move(text));
  }
  return out;
}

std::vector<std::string> drivers_series(const std::vector<TestCount>& tests, bool is_shown) {
  Report report;
  report.as_of = desk_charter().effective_at;
  if (is_shown) report.cells = {{{"transport", "metro", ""}, 1000, 800, false}};
  report.tests = tests;
  for (const Row& row : chart_rows(
           desk_charter(), {published(1, "drivers", report)}, {}, desk_charter().effective_at))
    if (row.text("slug").value_or("") == "drivers") return series_of(row);
  return {"no line"};
}

TEST_CASE("tests are a series of each kind, oldest first, with what became of it") {
  const Cell metro{"transport", "metro", ""};
  const auto test = [&](const char* kind, std::uint32_t day_number, std::uint32_t took_part) {
    return TestCount{metro, kind, day_number, took_part};
  };
  CHECK(drivers_series({test("petition", 20'030, 630),
                        test("petition", 20'000, 410),
                        test("petition", 20'010, 410),
                        test("buttons", 20'020, 300)},
                       true) ==
        std::vector<std::string>{
            "buttons -- 2024-10-24:300:3000",
            "petition rising 2024-10-04:410:4100 2024-10-14:410:4100 2024-11-03:630:6300"});
  CHECK(drivers_series({test("a", 20'000, 500), test("a", 20'010, 400)}, true)
            .front()
            .starts_with("a falling"));
  CHECK(drivers_series({test("a", 20'000, 500), test("a", 20'010, 500)}, true)
            .front()
            .starts_with("a level"));
  CHECK(drivers_series({test("a", 1, 5), test("a", 2, 9), test("a", 3, 8)}, true)
            .front()
            .starts_with("a mixed"));
}

TEST_CASE("of a hidden cell no test is shown, nor that of a workplace or of nobody") {
  const TestCount whole{{"transport", "metro", ""}, "petition", 20'000, 410};
  TestCount depot = whole;
  depot.cell.code = "depot";
  TestCount nobody = whole;
  nobody.took_part = 0;
  CHECK(drivers_series({whole}, false).empty());
  CHECK(drivers_series({depot, nobody}, true).empty());
}

TEST_CASE("stale is not met") {
  const Charter charter = desk_charter();
  Report report;
  report.as_of = charter.effective_at;
  report.cells = {{{"transport", "metro", ""}, 100, 80, false}};
  const auto is_stale = [&](WallTime now) {
    const auto rows = chart_rows(charter, {published(1, "drivers", report)}, {}, now);
    REQUIRE(rows[2].text("slug").value_or("") == "drivers");
    return rows[2].flag("stale");
  };
  CHECK(!is_stale(report.as_of + 21 * one_day));
  CHECK(is_stale(report.as_of + 21 * one_day + Millis{1}));
}

TEST_CASE("who has published nothing is shown so") {
  const auto rows = chart_rows(desk_charter(), {}, {}, desk_charter().effective_at);
  CHECK(chart_line(rows.front()) == "plumbers public metro hidden stale missing");
}

TEST_CASE("of others and of hidden cells no steward ratio is shown") {
  const Charter charter = desk_charter();
  const OwnLead own{org_id(2), {{{"public", "metro", ""}, 9}, {{"transport", "metro", ""}, 8}}};
  Report report;
  report.cells = {{{"transport", "metro", ""}, 100, 80, false}};
  for (const Row& row : chart_rows(charter, {published(1, "drivers", report)}, own, {}))
    CHECK(!row.has("lead_ratio"));
}

TEST_CASE("coded claims of one area are one line") {
  Charter charter = desk_charter();
  charter.orgs[0].claims = {{"transport", "metro", "a"}, {"transport", "metro", "b"}};
  std::size_t lines = 0;
  for (const Row& row : chart_rows(charter, {}, {}, {}))
    lines += row.text("slug").value_or("") == "drivers" ? 1 : 0;
  CHECK(lines == 1);
}

}  // namespace
}  // namespace tocsin::readiness
