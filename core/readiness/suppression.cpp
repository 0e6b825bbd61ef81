#include "core/readiness/suppression.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/base/checked.h"
#include "core/model/limits/coalition.h"
#include "core/readiness/cell.h"

namespace tocsin::readiness {
namespace {

constexpr std::uint64_t whole_bp = 10'000;

std::uint32_t rounded_down(std::uint32_t value, std::uint32_t step) {
  return value - value % step;
}

std::uint32_t rounded_up(std::uint32_t value, std::uint32_t step) {
  return narrow<std::uint32_t>((std::uint64_t{value} + step - 1) / step * step);
}

bool is_few(std::uint32_t people, const PrivacyParams& privacy) {
  return 2 * std::uint64_t{people} < privacy.cell_min;
}

// One of the workplaces whose sum is published, too.
struct Sibling {
  Cell cell;
  std::uint32_t size = 0;
  bool is_sensitive = false;
  bool is_shown = false;
};

// Whole minus shown siblings would give away the only one that is not shown.
void hide_complement(std::vector<Sibling>& siblings) {
  const bool is_any_sensitive = std::ranges::any_of(siblings, &Sibling::is_sensitive);
  const auto not_shown = std::ranges::count(siblings, false, &Sibling::is_shown);
  if (!is_any_sensitive || not_shown != 1) return;
  Sibling* next = nullptr;
  for (Sibling& sibling : siblings) {
    if (!sibling.is_shown) continue;
    if (next == nullptr || std::tie(sibling.size, sibling.cell) < std::tie(next->size, next->cell))
      next = &sibling;
  }
  if (next != nullptr) next->is_shown = false;
}

std::set<Cell> shown_of(std::vector<Sibling> siblings) {
  hide_complement(siblings);
  std::set<Cell> shown;
  for (const Sibling& sibling : siblings)
    if (sibling.is_shown) shown.insert(sibling.cell);
  return shown;
}

CellCount published(const Tally& tally, const PrivacyParams& privacy) {
  CellCount count;
  count.cell = tally.cell;
  count.eligible = rounded_up(tally.eligible, privacy.round_to);
  count.is_topped = std::uint64_t{tally.pledged} * whole_bp >=
                    std::uint64_t{privacy.top_code_bp} * tally.eligible;
  if (!count.is_topped) count.pledged = rounded_down(tally.pledged, privacy.round_to);
  return count;
}

// The cells of one area.
void publish_area(const std::vector<Tally>& workplaces, const PrivacyParams& privacy, Shown& out) {
  Tally whole{area(workplaces.front().cell), 0, 0};
  std::vector<Sibling> siblings;
  for (const Tally& tally : workplaces) {
    whole.eligible += tally.eligible;
    whole.pledged += tally.pledged;
    const bool is_sensitive = is_small(tally, privacy);
    siblings.push_back(Sibling{
        tally.cell, tally.eligible, is_sensitive, !is_sensitive && !tally.cell.code.empty()});
  }
  const std::set<Cell> shown = shown_of(std::move(siblings));
  const auto publish = [&](const Tally& tally, bool is_shown) {
    if (is_shown)
      out.cells.push_back(published(tally, privacy));
    else
      out.hidden.push_back(tally.cell);
  };
  publish(whole, !is_small(whole, privacy));
  for (const Tally& tally : workplaces)
    if (!tally.cell.code.empty()) publish(tally, shown.contains(tally.cell));
}

// One test in one area. Whoever took no part is a sibling, too: none of three is also a number.
void publish_test(const std::vector<TestTally>& workplaces,
                  const PrivacyParams& privacy,
                  const std::set<Cell>& cells,
                  Shown& out) {
  TestTally whole = workplaces.front();
  whole.cell = area(whole.cell);
  whole.took_part = 0;
  std::vector<Sibling> siblings;
  for (const TestTally& test : workplaces) {
    whole.took_part += test.took_part;
    const bool is_sensitive = is_few(test.took_part, privacy);
    const bool is_shown = !is_sensitive && !test.cell.code.empty() && cells.contains(test.cell);
    siblings.push_back(Sibling{test.cell, test.took_part, is_sensitive, is_shown});
  }
  const std::set<Cell> shown = shown_of(std::move(siblings));
  const auto publish = [&](const TestTally& test, bool is_shown) {
    const std::uint32_t rounded = rounded_down(test.took_part, privacy.round_to);
    if (is_shown && rounded > 0)
      out.tests.push_back(TestCount{test.cell, test.kind, test.day, rounded});
  };
  publish(whole, cells.contains(whole.cell) && !is_few(whole.took_part, privacy));
  for (const TestTally& test : workplaces)
    if (!test.cell.code.empty()) publish(test, shown.contains(test.cell));
}

// What does not fit a statement is left out, which hides it: wholes before workplaces, new tests
// before old ones.
void fit(Shown& out) {
  if (out.cells.size() > limits::report_cells_max) {
    const auto has_code = [](const CellCount& count) { return !count.cell.code.empty(); };
    for (const CellCount& count : out.cells)
      if (has_code(count)) out.hidden.push_back(count.cell);
    std::erase_if(out.cells, has_code);
    std::erase_if(out.tests, [](const TestCount& test) { return !test.cell.code.empty(); });
  }
  if (out.tests.size() > limits::report_tests_max) {
    std::ranges::sort(out.tests, [](const TestCount& a, const TestCount& b) {
      return std::tuple{!a.cell.code.empty(), b.day, a} <
             std::tuple{!b.cell.code.empty(), a.day, b};
    });
    out.tests.resize(limits::report_tests_max);
  }
}

}  // namespace

bool is_small(const Tally& tally, const PrivacyParams& privacy) {
  return tally.eligible < privacy.cell_min || is_few(tally.pledged, privacy);
}

Shown suppress(const std::vector<Tally>& workplaces,
               const std::vector<TestTally>& tests,
               const PrivacyParams& privacy) {
  Shown out;
  std::map<Cell, std::vector<Tally>> areas;
  for (const Tally& tally : workplaces) areas[area(tally.cell)].push_back(tally);
  for (const auto& [whole, parts] : areas) publish_area(parts, privacy, out);
  std::set<Cell> cells;
  for (const CellCount& count : out.cells) cells.insert(count.cell);
  std::map<std::tuple<Cell, std::string, std::uint32_t>, std::vector<TestTally>> series;
  for (const TestTally& test : tests)
    series[{area(test.cell), test.kind, test.day}].push_back(test);
  for (const auto& [which, parts] : series) publish_test(parts, privacy, cells, out);
  fit(out);
  std::ranges::sort(out.cells);
  std::ranges::sort(out.hidden);
  std::ranges::sort(out.tests);
  return out;
}

}  // namespace tocsin::readiness
