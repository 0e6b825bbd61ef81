// Laws of what is published: it never says more than is true, and never so much that a workplace
// can be told apart.
#include <algorithm>
#include <map>

#include "core/readiness/cell.h"
#include "core/readiness/csv.h"
#include "core/readiness/import.h"
#include "core/readiness/suppression.h"
#include "tests/core/readiness/counts.h"
#include "tests/core/readiness/desk.h"
#include "tests/core/readiness/number_below.h"
#include "tests/support/law.hpp"

namespace tocsin::readiness {
namespace {

using tests::law;

PrivacyParams any_privacy() {
  PrivacyParams privacy = default_params().privacy;
  privacy.cell_min = 10 + number_below(41);
  privacy.round_to = 5 + number_below(21);
  privacy.top_code_bp = 8000 + number_below(1501);
  return privacy;
}

std::vector<Tally> any_tallies() {
  std::map<Cell, Tally> tallies;
  const std::uint32_t count = number_below(7);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t code = number_below(6);
    const Cell cell{
        "public", number_below(2) == 0 ? "metro" : "valley", code == 0 ? "" : std::to_string(code)};
    const std::uint32_t eligible = 1 + number_below(150);
    tallies[cell] = Tally{cell, eligible, number_below(eligible + 1)};
  }
  std::vector<Tally> out;
  for (const auto& [cell, tally] : tallies) out.push_back(tally);
  return out;
}

Tally raw_of(const std::vector<Tally>& tallies, const Cell& cell) {
  Tally sum{cell, 0, 0};
  for (const Tally& tally : tallies) {
    if (!covers(cell, tally.cell)) continue;
    sum.eligible += tally.eligible;
    sum.pledged += tally.pledged;
  }
  return sum;
}

TEST_CASE("rounding never helps") {
  law("strength and bearing", [] {
    const PrivacyParams privacy = any_privacy();
    const auto tallies = any_tallies();
    const std::uint64_t min_bp = number_below(10'001);
    for (const CellCount& count : suppress(tallies, {}, privacy).cells) {
      const Tally raw = raw_of(tallies, count.cell);
      const std::uint64_t pledged = worth(count, privacy);
      if (pledged * 10'000 >= min_bp * count.eligible)
        RC_ASSERT(std::uint64_t{raw.pledged} * 10'000 >= min_bp * raw.eligible);
      RC_ASSERT(pledged == 0U || raw.pledged > 0U);
      RC_ASSERT(count.eligible >= raw.eligible);
    }
  });
  law("tests", [] {
    const PrivacyParams privacy = any_privacy();
    const auto tallies = any_tallies();
    std::vector<TestTally> tests;
    for (const Tally& tally : tallies)
      tests.push_back(TestTally{tally.cell, "petition", 7, number_below(tally.eligible + 1)});
    for (const TestCount& count : suppress(tallies, tests, privacy).tests) {
      std::uint32_t raw = 0;
      for (const TestTally& test : tests) raw += covers(count.cell, test.cell) ? test.took_part : 0;
      RC_ASSERT(count.took_part <= raw);
      RC_ASSERT(count.took_part > 0U);
    }
  });
}

TEST_CASE("no small cell is published, and none is what the others leave of the whole") {
  law("hidden", [] {
    const PrivacyParams privacy = any_privacy();
    const auto tallies = any_tallies();
    const Shown shown = suppress(tallies, {}, privacy);
    for (const CellCount& count : shown.cells) {
      RC_ASSERT(!is_small(raw_of(tallies, count.cell), privacy));
      RC_ASSERT(count.pledged % privacy.round_to == 0U);
      RC_ASSERT(count.eligible % privacy.round_to == 0U);
      RC_ASSERT(!count.is_topped || count.pledged == 0U);
      if (!count.cell.code.empty()) continue;
      std::size_t not_shown = 0;
      bool is_any_small = false;
      for (const Tally& tally : tallies) {
        if (!covers(count.cell, tally.cell)) continue;
        const bool is_shown =
            !tally.cell.code.empty() &&
            std::ranges::find(shown.cells, tally.cell, &CellCount::cell) != shown.cells.end();
        not_shown += is_shown ? 0 : 1;
        is_any_small = is_any_small || is_small(tally, privacy);
      }
      RC_ASSERT(!is_any_small || not_shown != 1U);
    }
  });
}

// What an attacker who reads every report knows of all hidden workplaces of an area together: the
// whole less what is shown of it, each within its rounding.
struct Range {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

Range hidden_pledges(const Report& report, std::uint32_t round_to) {
  Range range;
  for (const CellCount& count : report.cells) {
    const auto published = static_cast<std::int64_t>(count.pledged);
    const std::int64_t most = published + round_to - 1;
    range.low += count.cell.code.empty() ? published : -most;
    range.high += count.cell.code.empty() ? most : -published;
  }
  return range;
}

TEST_CASE("differencing 12 periods") {
  // A shop of five; its neighbours pledge one by one, period after period. Whatever the shop does,
  // the reports of all periods together leave open whether any of its people pledged, and whether
  // all did.
  for (const int pledged : {0, 2, 5}) {
    Desk desk;
    desk.staff("shop", "public/metro/shop", 5, pledged);
    desk.staff("yard", "public/metro/yard", 60, 20);
    desk.staff("works", "public/metro/works", 200, 100);
    for (int period = 1; period <= 12; ++period) {
      const std::string n = std::to_string(19 + period);
      CHECK(desk.pledge("yard-" + n) == "ok");
      CHECK(desk.pledge("works-" + std::to_string(99 + period)) == "ok");
      desk.now += std::chrono::hours{24 * 14};
      const Report report = desk.report();
      CHECK(report.period == static_cast<std::uint32_t>(period));
      CHECK(find_count(report, {"public", "metro", "shop"}) == nullptr);
      REQUIRE(find_count(report, {"public", "metro", "works"}) != nullptr);
      const Range range = hidden_pledges(report, desk.around.charter->params.privacy.round_to);
      const std::int64_t yard = 20 + period;
      CHECK(range.low <= yard + pledged);
      CHECK(range.high >= yard + pledged);
      // How many of the shop's five pledged: every answer fits with some number in the yard.
      const std::int64_t yard_max =
          find_count(report, {"public", "metro", "yard"}) == nullptr ? 60 : 0;
      for (std::int64_t shop = 0; shop <= 5; ++shop)
        CHECK((shop <= range.high && shop + yard_max >= range.low));
      // Two drafts of one period cannot be subtracted.
      CHECK(desk.report() == report);
    }
  }
}

TEST_CASE("a list that is read never holds more than its limits, whatever the bytes") {
  law("csv", [](const std::vector<std::uint8_t>& noise) {
    Bytes bytes = to_bytes(std::string_view{"ref,name,cell\n"});
    for (const std::uint8_t byte : noise)
      bytes.push_back(byte < 200 ? static_cast<std::uint8_t>("\",\r\n=aw1/ "[byte % 10]) : byte);
    const Roster none;
    const auto import = plan_import(ImportWish{bytes, Cell{"public", "metro", ""}, {}},
                                    ImportPlace{none, nullptr, nullptr, 1, 21});
    if (!import) return;
    RC_ASSERT(import->writes.size() + import->faults.size() == import->rows);
    RC_ASSERT(import->writes.size() == import->added);
    for (const Worker& worker : import->writes) {
      RC_ASSERT(is_ref(worker.ref));
      RC_ASSERT(!is_formula(worker.name));
    }
  });
}

}  // namespace
}  // namespace tocsin::readiness
