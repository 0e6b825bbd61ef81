#include "core/readiness/suppression.h"

#include "core/model/limits/coalition.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

const PrivacyParams privacy = default_params().privacy;  // 10, 5, 9000

Cell shop(std::string code) {
  return Cell{"public", "metro", std::move(code)};
}

Shown shown(const std::vector<Tally>& tallies, const std::vector<TestTally>& tests = {}) {
  return suppress(tallies, tests, privacy);
}

TEST_CASE("pledged is rounded down, eligible up") {
  CHECK(shown({{shop(""), 41, 29}}).cells ==
        std::vector<CellCount>{CellCount{shop(""), 45, 25, false}});
  CHECK(shown({{shop(""), 40, 30}}).cells ==
        std::vector<CellCount>{CellCount{shop(""), 40, 30, false}});
}

TEST_CASE("a small cell is hidden, by its people or by its pledges") {
  CHECK(shown({{shop(""), 9, 8}}).hidden == std::vector<Cell>{shop("")});
  CHECK(shown({{shop(""), 10, 5}}).cells.size() == 1);
  CHECK(shown({{shop(""), 50, 4}}).cells.empty());
  CHECK(shown({}).cells.empty());
  PrivacyParams odd = privacy;
  odd.cell_min = 11;
  CHECK(is_small({shop(""), 20, 5}, odd));  // 5 < 5.5
  CHECK(!is_small({shop(""), 20, 6}, odd));
}

TEST_CASE("nearly all says no more than that") {
  CHECK(shown({{shop(""), 100, 90}}).cells.front() == CellCount{shop(""), 100, 0, true});
  CHECK(shown({{shop(""), 100, 89}}).cells.front() == CellCount{shop(""), 100, 85, false});
  CHECK(shown({{shop(""), 12, 12}}).cells.front() == CellCount{shop(""), 15, 0, true});
}

TEST_CASE("the whole of an area is summed first and rounded then") {
  const Shown both = shown({{shop("a"), 41, 24}, {shop("b"), 41, 24}});
  REQUIRE(both.cells.size() == 3);
  CHECK(both.cells[0] == CellCount{shop(""), 85, 45, false});  // not 90 and 40
  CHECK(both.cells[1] == CellCount{shop("a"), 45, 20, false});
}

TEST_CASE("a lone hidden workplace takes the next smallest with it") {
  const Shown one = shown({{shop("a"), 100, 60}, {shop("b"), 30, 20}, {shop("c"), 8, 5}});
  CHECK(one.hidden == std::vector<Cell>{shop("b"), shop("c")});
  REQUIRE(one.cells.size() == 2);
  CHECK(one.cells[0].cell == shop(""));
  CHECK(one.cells[1].cell == shop("a"));
  // Two hidden ones hide each other.
  const Shown two =
      shown({{shop("a"), 100, 60}, {shop("b"), 30, 20}, {shop("c"), 8, 5}, {shop("d"), 7, 5}});
  CHECK(two.hidden == std::vector<Cell>{shop("c"), shop("d")});
  // Workers without a workplace of their own are in the whole alone, and hide another, too.
  const Shown rest = shown({{shop(""), 60, 40}, {shop("b"), 30, 20}, {shop("c"), 8, 5}});
  CHECK(rest.hidden == std::vector<Cell>{shop("c")});
  const Shown few = shown({{shop(""), 3, 3}, {shop("b"), 30, 20}});
  CHECK(few.hidden == std::vector<Cell>{shop("b")});
}

TEST_CASE("areas are no siblings") {
  const Shown two = shown({{{"public", "metro", ""}, 8, 5}, {{"public", "valley", ""}, 40, 20}});
  CHECK(two.hidden.size() == 1);
  CHECK(two.cells.size() == 1);
}

TEST_CASE("tests are shown of shown cells, by the same rules") {
  const std::vector<Tally> shops{{shop("a"), 100, 60}, {shop("b"), 30, 20}, {shop("c"), 40, 20}};
  const auto held = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    return shown(shops,
                 {{shop("a"), "petition", 7, a},
                  {shop("b"), "petition", 7, b},
                  {shop("c"), "petition", 7, c}})
        .tests;
  };
  CHECK(held(52, 21, 13) == std::vector<TestCount>{{shop(""), "petition", 7, 85},
                                                   {shop("a"), "petition", 7, 50},
                                                   {shop("b"), "petition", 7, 20},
                                                   {shop("c"), "petition", 7, 10}});
  // None from one shop is a number, too: the next smallest goes with it.
  CHECK(held(52, 21, 0) ==
        std::vector<TestCount>{{shop(""), "petition", 7, 70}, {shop("a"), "petition", 7, 50}});
  CHECK(held(4, 0, 0).empty());
  CHECK(shown({{shop(""), 9, 9}}, {{shop(""), "petition", 7, 9}}).tests.empty());
}

TEST_CASE("what does not fit a report is hidden, wholes last") {
  std::vector<Tally> many;
  for (int i = 0; i < 300; ++i) many.push_back(Tally{shop(std::to_string(1000 + i)), 20, 10});
  const Shown cells = shown(many);
  REQUIRE(cells.cells.size() == 1);
  CHECK(cells.cells.front().cell == shop(""));
  CHECK(cells.hidden.size() == 300);
  std::vector<TestTally> tests;
  for (std::uint32_t day = 1; day <= 40; ++day)
    tests.push_back(TestTally{shop(""), "petition", day, 20});
  const Shown series = shown({{shop(""), 40, 20}}, tests);
  REQUIRE(series.tests.size() == limits::report_tests_max);
  CHECK(series.tests.front().day == 9);
  CHECK(series.tests.back().day == 40);
}

}  // namespace
}  // namespace tocsin::readiness
