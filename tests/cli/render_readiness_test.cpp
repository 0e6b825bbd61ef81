#include <algorithm>
#include <sstream>
#include <string>

#include "cli/render.h"
#include "core/base/text.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Row cell(std::string_view slug,
         std::string_view sector,
         std::int64_t eligible,
         std::int64_t share_bp) {
  Row row{"chart"};
  row.set("slug", slug)
      .set("sector", sector)
      .set("region", "metro")
      .set("eligible", eligible)
      .set("share_bp", share_bp);
  return row;
}

Row series(std::string_view test,
           std::string_view trend,
           const std::vector<std::pair<std::string, int>>& shares) {
  std::vector<Row> points;
  for (const auto& [day, share] : shares)
    points.push_back(Row{"point"}.set("day", day).set("share_bp", share));
  Row row{"series"};
  row.set("test", test).set("points", Value{std::move(points)});
  return trend.empty() ? row : row.set("trend", trend);
}

std::vector<Row> wall_chart() {
  Row drivers = cell("drivers", "transport", 1240, 8000);
  drivers.set("series",
              Value{std::vector<Row>{
                  series("petition",
                         "rising",
                         {{"2027-03-12", 4100}, {"2027-04-02", 5500}, {"2027-04-20", 6300}}),
                  series("buttons", "", {{"2026-11-30", 3000}})}});
  drivers.set("tests", "3/2").set("vote_bp", 9100).set("lead_ratio", 9).set("age_days", 4);
  Row plumbers = cell("plumbers", "public", 2905, 9000);
  plumbers.set("topped", true)
      .set("tests", "3/2")
      .set("vote_bp", 9600)
      .set("lead_ratio", 10)
      .set("age_days", 2);
  Row hidden = cell("plumbers", "service", 0, 0);
  hidden.set("hidden", true).set("tests", "1/2").set("age_days", 25).set("stale", true);
  Row empty = cell("", "energy", 0, 0);
  empty.set("uncovered", true);
  return {drivers, plumbers, hidden, empty};
}

}  // namespace

TEST_CASE("chart golden") {
  const std::string text = render(wall_chart(), Look{false, wall_from_ms(1'810'000'000'000)});
  CHECK(text == golden("chart", text));
}

TEST_CASE("the chart tells a vote to the hundredth, and a vote without a yes from none") {
  const auto line = [](const std::optional<int>& yes) {
    Row row = cell("drivers", "transport", 100, 5000);
    if (yes) row.set("vote_bp", *yes);
    return render({row}, Look{});
  };
  CHECK(line(9125).find(" 91.25%") != std::string::npos);
  CHECK(line(0).find(" 0%") != std::string::npos);
  CHECK(line({}).find(" 0%") == std::string::npos);
}

TEST_CASE("where names are long the chart gives up its bars before its columns") {
  Row row = cell("plumbers", "manufacture", 60, 8300);
  row.set("region", "metro-east").set("tests", "2/2");
  std::istringstream lines{render({row}, Look{true})};
  for (std::string line; std::getline(lines, line);) CHECK(columns(line) <= 80);
  const std::string text = render({row}, Look{true});
  CHECK(std::ranges::count(text, '\n') == 2);
  CHECK(text.find("SHARE") != std::string::npos);
  CHECK(text.find('[') == std::string::npos);
}

TEST_CASE("a window of the calendar tells until when notice is due") {
  Row row{"window"};
  row.set("from", "2027-05-14").set("until", "2027-06-01").set("notice_by", "2027-04-14");
  row.set("orgs", Value{std::vector<std::string>{"bakers", "drivers"}});
  CHECK(render({row}, Look{})
            .starts_with("Contracts end from 2027-05-14 until 2027-06-01\nNotice by 2027-04-14\n"));
}

TEST_CASE("the chart of a rehearsal fits its line as well") {
  const std::string text = render(wall_chart(), Look{true, wall_from_ms(1'810'000'000'000)});
  CHECK(text == golden("chart_rehearsal", text));
}

TEST_CASE("a report's draft says all that leaves, what is hidden and what is rounded") {
  Row head{"report_head"};
  head.set("period", 3).set("as_of", Value{wall_from_ms(1'810'000'000'000)});
  head.set("root", Value{Bytes(32, 0xab)});
  Row shown_cell{"report_cell"};
  shown_cell.set("cell", "public/metro").set("eligible", 1240).set("pledged", 995);
  Row hidden{"report_cell"};
  hidden.set("cell", "service/metro").set("hidden", true);
  Row test{"report_test"};
  test.set("cell", "public/metro").set("test", "petition").set("day", "2027-05-01");
  test.set("took_part", 820);
  Row vote{"report_vote"};
  vote.set("day", "2027-05-01").set("valid_until", "2027-08-01").set("method", "hands");
  vote.set("turnout_bp", 8000).set("yes_bp", 9150);
  Row contract{"report_contract"};
  contract.set("cell", "public/metro").set("ends", "2027-06-30").set("notice_by", "2027-05-30");
  Row other{"report_contract"};
  other.set("cell", "service/metro").set("ends", "2027-07-31").set("sure", true);
  const std::string text = render({head, shown_cell, hidden, test, vote, contract, other}, Look{});
  CHECK(text == golden("report", text));
}

TEST_CASE("only pledges that went wrong have a line") {
  Row good{"pledge"};
  good.set("worker", "w-1").set("ok", true);
  Row bad{"pledge"};
  bad.set("worker", "w-2")
      .set("ok", false)
      .set("code", "E_NOT_FOUND")
      .set("reason", "not in the list")
      .set("line", 2);
  const Row counts = Row{"recorded"}.set("count", 1).set("refused", 1);
  CHECK(render({good, bad, counts}, Look{}) ==
        "not recorded: line 2  w-2  E_NOT_FOUND not in the list\n"
        "1 pledges recorded, 1 refused.\n");
  CHECK(render({good, Row{"recorded"}.set("count", 1).set("refused", 0)}, Look{}) ==
        "1 pledges recorded.\n");
}

}  // namespace tocsin::cli
