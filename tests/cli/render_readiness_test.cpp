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

TEST_CASE("a report's cells say what is hidden and what is rounded") {
  Row shown_cell{"report_cell"};
  shown_cell.set("cell", "public/metro").set("eligible", 1240).set("pledged", 995);
  Row hidden{"report_cell"};
  hidden.set("cell", "service/metro").set("hidden", true);
  const std::string text = render({shown_cell, hidden}, Look{});
  CHECK(text == golden("report", text));
}

TEST_CASE("only pledges that went wrong have a line") {
  Row good{"pledge"};
  good.set("worker", "w-1").set("ok", true);
  Row bad{"pledge"};
  bad.set("worker", "w-2")
      .set("ok", false)
      .set("code", "E_NOT_FOUND")
      .set("reason", "not in the list");
  const std::string text = render({good, bad, Row{"recorded"}.set("count", 1)}, Look{});
  CHECK(text == "not recorded: w-2  E_NOT_FOUND not in the list\n1 pledges recorded.\n");
}

TEST_CASE("whoever reads of an export hears who asks, for how many, and what cannot be undone") {
  Row review{"export_review"};
  review.set("id", Value{Bytes(32, 0xab)}).set("words", "amber basket candle dune ember fjord");
  review.set("asked_by", "chi").set("workers", 812).set("cell", "public/metro");
  const std::string text = render({review}, Look{});
  CHECK(text.find("chi asks to write out 812 workers of public/metro") != std::string::npos);
  CHECK(text.find("amber basket candle dune ember fjord") != std::string::npos);
  CHECK(text.find("nothing here can take it back") != std::string::npos);
  CHECK(text.find("tocsin confirm abababab --approve") != std::string::npos);
}

}  // namespace tocsin::cli
