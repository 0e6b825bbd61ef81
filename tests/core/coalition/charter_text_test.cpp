#include "core/coalition/charter_text.h"

#include <algorithm>
#include <functional>

#include "core/coalition/param_table.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::coalition {
namespace {

Charter example() {
  return tests::TestCoalition{}.charter();
}

bool has_line(const Charter& charter, const std::string& line) {
  const auto lines = charter_lines(charter);
  return std::ranges::find(lines, line) != lines.end();
}

}  // namespace

TEST_CASE("whoever signs a charter sees every parameter and every rule of it") {
  const Charter charter = example();
  for (const SpanParam& param : span_params(charter.params)) {
    const auto lines = charter_lines(charter);
    CAPTURE(param.name);
    CHECK(std::ranges::count_if(lines, [&](const std::string& line) {
            return line.starts_with("Parameter " + std::string{param.name} + ": ");
          }) == 1);
  }
  CHECK(has_line(charter,
                 "Parameter privacy.retention: 90 d, from the end of an action until its "
                 "names are destroyed"));
  CHECK(has_line(charter,
                 "Parameter org.sponsors: 2, organizations that speak for a newcomer, at "
                 "least"));
  for (const char* const lead : {"To abort", "To pause", "To end", "To amend", "A drill"})
    CHECK(has_line(charter, std::string{lead} + " needs:"));
  CHECK(has_line(charter, "Checklists: notice, safety"));
  CHECK(has_line(charter, "    all of:"));
}

TEST_CASE("a block counts who objects, everything else who approves") {
  const Charter charter = example();
  CHECK(has_line(charter, "    more than 1/3 of all full organizations object"));
  CHECK(has_line(charter, "  at least 2/3 of all full organizations approve"));
  CHECK_FALSE(has_line(charter, "    more than 1/3 of all full organizations approve"));
}

TEST_CASE("no field of a charter can change without a line that says so") {
  using Change = std::function<void(Charter&)>;
  const std::vector<Change> changes{
      [](Charter& c) { c.rules.block[1].denominator = 2; },
      [](Charter& c) { c.rules.abort[0].min = 3; },
      [](Charter& c) { c.rules.pause[0].denominator = 2; },
      [](Charter& c) { c.rules.end[0].is_strict = false; },
      [](Charter& c) { c.rules.amend[0].is_strict = true; },
      [](Charter& c) { c.rules.drill[0].min = 3; },
      [](Charter& c) { c.actions[0].call[0].denominator = 3; },
      [](Charter& c) { c.actions[0].mandate[0].denominator = 3; },
      [](Charter& c) { c.actions[0].stops_work = true; },
      [](Charter& c) { c.actions[0].asks.pop_back(); },
      [](Charter& c) { c.orgs[0].slug = "ovens"; },
      [](Charter& c) { c.orgs[0].name = "Ovens"; },
      [](Charter& c) { c.orgs[0].kind = "zoo"; },
      [](Charter& c) { c.orgs[0].claims.push_back(Cell{"public", "valley", "x"}); },
      [](Charter& c) { c.orgs[0].checklists = {"another"}; },
      [](Charter& c) { c.orgs[0].sponsors = {c.orgs[1].id}; },
      [](Charter& c) { c.orgs[0].since += Millis{60'000}; },
      [](Charter& c) { c.orgs[0].standing = Standing::observer; },
      [](Charter& c) { c.orgs[0].is_solo = !c.orgs[0].is_solo; },
      [](Charter& c) { c.params.start.spread += Seconds{1}; },
      [](Charter& c) { ++c.params.privacy.cell_min; },
      [](Charter& c) { c.assumed_faulty = 0; },
      [](Charter& c) { c.languages = {"en"}; },
      [](Charter& c) { c.regions.emplace_back("west"); },
      [](Charter& c) { c.sectors.pop_back(); },
      [](Charter& c) { c.kinds.emplace_back("zoo"); },
      [](Charter& c) { c.checklists.clear(); },
      [](Charter& c) { c.features = {"relay"}; },
      [](Charter& c) { c.effective_at += Millis{60'000}; },
      [](Charter& c) { c.review_by += Millis{60'000}; }};
  const Charter before = example();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    CAPTURE(i);
    Charter after = before;
    changes[i](after);
    CHECK(charter_lines(after) != charter_lines(before));
  }
}

TEST_CASE(
    "sponsors stand by name, and by id where one has left, in that order whatever their ids") {
  Charter charter = example();
  const OrgId gone{{7}};
  charter.orgs[0].sponsors = {charter.orgs[2].id, gone, charter.orgs[1].id};
  std::vector<std::string> names{charter.orgs[1].slug, charter.orgs[2].slug, gone.hex()};
  std::ranges::sort(names);
  CHECK(sponsors_of(charter, charter.orgs[0]) == names);
}

TEST_CASE("for programs a parameter is a number too") {
  const std::vector<Row> rows = param_rows(default_params());
  CHECK(rows.front().text("name").value() == "start.hold");
  CHECK(rows.front().text("text").value() == "3 d");
  CHECK(rows.front().integer("seconds").value() == 259'200);
  CHECK(rows.back().integer("number").value() == 2);
  CHECK(rule_rows(example()).size() == 6);
}

}  // namespace tocsin::coalition
