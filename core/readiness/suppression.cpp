#include "core/readiness/suppression.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/base/basis_points.h"
#include "core/base/checked.h"
#include "core/model/limits/coalition.h"
#include "core/readiness/cell.h"

namespace tocsin::readiness {
namespace {

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
  std::uint32_t size = 0;  // workers: the order in which siblings are hidden, whatever they pledged
  std::uint32_t count = 0;  // who pledged, or took part
  bool is_sensitive = false;
  bool may_show = false;
};

// What the whole less its shown siblings tells.
struct Rest {
  std::uint32_t siblings = 0;
  std::uint32_t size = 0;
  std::uint32_t count = 0;
  bool has_sensitive = false;

  void add(const Sibling& sibling) {
    ++siblings;
    size += sibling.size;
    count += sibling.count;
    has_sensitive = has_sensitive || sibling.is_sensitive;
  }
};

// The smallest workplaces are hidden, up to the last sensitive one, and on until what is hidden
// together could itself be published: the whole less all that is shown is a number, too. Were one
// hidden between shown ones for how few pledged in it, its absence would say so. One of which
// nearly all pledged is as sensitive beside others, from which the whole would tell its count.
template <class IsUnsafe>
std::set<Cell> shown_of(std::vector<Sibling> siblings, IsUnsafe is_unsafe) {
  std::ranges::sort(
      siblings, {}, [](const Sibling& sibling) { return std::tie(sibling.size, sibling.cell); });
  // A single one is the whole itself: nothing can be subtracted.
  if (siblings.size() == 1 && siblings.front().may_show) return {siblings.front().cell};
  Rest rest;
  std::size_t hidden = 0;  // of those that may be shown, so many from the first
  std::vector<Sibling> line;
  for (const Sibling& sibling : siblings) {
    if (!sibling.may_show) {
      rest.add(sibling);
      continue;
    }
    line.push_back(sibling);
    if (sibling.is_sensitive) hidden = line.size();
  }
  for (std::size_t i = 0; i < hidden; ++i) rest.add(line[i]);
  while (hidden < line.size() && rest.siblings > 0 &&
         (is_unsafe(rest) || (rest.has_sensitive && rest.siblings < 2)))
    rest.add(line[hidden++]);
  std::set<Cell> shown;
  for (std::size_t i = hidden; i < line.size(); ++i) shown.insert(line[i].cell);
  return shown;
}

bool is_nearly_all(std::uint32_t pledged, std::uint32_t eligible, const PrivacyParams& privacy) {
  return std::uint64_t{pledged} * whole_bp >= std::uint64_t{privacy.top_code_bp} * eligible;
}

CellCount published(const Tally& tally, const PrivacyParams& privacy) {
  CellCount count;
  count.cell = tally.cell;
  count.eligible = rounded_up(tally.eligible, privacy.round_to);
  count.is_topped = is_nearly_all(tally.pledged, tally.eligible, privacy);
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
    siblings.push_back(
        Sibling{tally.cell,
                tally.eligible,
                tally.pledged,
                is_small(tally, privacy) || is_nearly_all(tally.pledged, tally.eligible, privacy),
                !tally.cell.code.empty()});
  }
  const std::set<Cell> shown = shown_of(std::move(siblings), [&](const Rest& rest) {
    return is_small(Tally{{}, rest.size, rest.count}, privacy) ||
           is_nearly_all(rest.count, rest.size, privacy);
  });
  const auto publish = [&](const Tally& tally, bool is_shown) {
    if (is_shown)
      out.cells.push_back(published(tally, privacy));
    else
      out.hidden.push_back(tally.cell);
  };
  publish(whole, !is_small(whole, privacy));
  for (const Tally& tally : workplaces)
    if (!tally.cell.code.empty())
      publish(tally, shown.contains(tally.cell) && !is_small(tally, privacy));
}

// Which cells are shown, and how many work in each workplace.
struct Places {
  std::set<Cell> shown;
  std::map<Cell, std::uint32_t> sizes;

  std::uint32_t size(const Cell& cell) const {
    const auto found = sizes.find(cell);
    return found == sizes.end() ? 0 : found->second;
  }
};

// Of nearly all no more is said than that, in the only way a count can say it.
std::uint32_t taken_part(std::uint32_t count, std::uint32_t size, const PrivacyParams& privacy) {
  const std::uint64_t most = std::uint64_t{size} * privacy.top_code_bp / whole_bp;
  return rounded_down(narrow<std::uint32_t>(std::min(most, std::uint64_t{count})),
                      privacy.round_to);
}

// One test in one area. Whoever took no part is a sibling, too: none of three is also a number.
void publish_test(const std::vector<TestTally>& workplaces,
                  const PrivacyParams& privacy,
                  const Places& places,
                  Shown& out) {
  TestTally whole = workplaces.front();
  whole.cell = area(whole.cell);
  whole.took_part = 0;
  std::vector<Sibling> siblings;
  for (const TestTally& test : workplaces) {
    whole.took_part += test.took_part;
    const bool may_show = !test.cell.code.empty();
    const std::uint32_t size = places.size(test.cell);
    const bool is_sensitive = (may_show && !places.shown.contains(test.cell)) ||
                              is_few(test.took_part, privacy) ||
                              is_nearly_all(test.took_part, size, privacy);
    siblings.push_back(Sibling{test.cell, size, test.took_part, is_sensitive, may_show});
  }
  const std::set<Cell> shown = shown_of(std::move(siblings), [&](const Rest& rest) {
    return is_few(rest.count, privacy) || is_nearly_all(rest.count, rest.size, privacy);
  });
  const auto publish = [&](const TestTally& test, std::uint32_t size) {
    if (!places.shown.contains(test.cell) || is_few(test.took_part, privacy)) return;
    const std::uint32_t told = taken_part(test.took_part, size, privacy);
    if (told > 0) out.tests.push_back(TestCount{test.cell, test.kind, test.day, told});
  };
  std::uint32_t size = 0;
  for (const TestTally& test : workplaces) size += places.size(test.cell);
  publish(whole, size);
  for (const TestTally& test : workplaces)
    if (shown.contains(test.cell)) publish(test, places.size(test.cell));
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
  Places places;
  for (const CellCount& count : out.cells) places.shown.insert(count.cell);
  for (const Tally& tally : workplaces) places.sizes.emplace(tally.cell, tally.eligible);
  std::map<std::tuple<Cell, std::string, std::uint32_t>, std::vector<TestTally>> series;
  for (const TestTally& test : tests)
    series[{area(test.cell), test.kind, test.day}].push_back(test);
  for (const auto& [which, parts] : series) publish_test(parts, privacy, places, out);
  fit(out);
  std::ranges::sort(out.cells);
  std::ranges::sort(out.hidden);
  std::ranges::sort(out.tests);
  return out;
}

}  // namespace tocsin::readiness
