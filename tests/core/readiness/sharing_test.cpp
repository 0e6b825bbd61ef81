#include "core/readiness/sharing.h"

#include <algorithm>

#include "core/model/limits/readiness.h"
#include "core/wire/readiness_codec.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

const WallTime sharing_now = wall_from_ms(1'810'000'000'000);

Worker edited(std::string shift, std::int64_t ms_ago) {
  Worker worker;
  worker.ref = "w-1";
  worker.workplace = {"public", "metro", ""};
  worker.shift = std::move(shift);
  worker.edited_at = sharing_now - Millis{ms_ago};
  return worker;
}

Pledge pledged(std::uint32_t given, std::uint32_t revoked) {
  return Pledge{"w-1", "main", "stop_work", "risk-1", "", given, revoked};
}

// Ends, over all orders in which these come.
template <class T, class Merge>
std::vector<T> ends(std::vector<T> all, const Merge& merge) {
  std::vector<T> out;
  std::ranges::sort(all);
  do {
    std::optional<T> known;
    for (const T& came : all) {
      if (auto next = merge(known, came)) known = *std::move(next);
    }
    out.push_back(*known);
  } while (std::ranges::next_permutation(all).found);
  return out;
}

}  // namespace

TEST_CASE("whatever the order in which edits of a worker come, the last stays") {
  const auto merge = [](const std::optional<Worker>& known, const Worker& came) {
    return merged(known, came, sharing_now);
  };
  for (const Worker& end :
       ends<Worker>({edited("day", 3), edited("night", 2), edited("late", 1)}, merge))
    CHECK(end.shift == "late");
  for (const Worker& end : ends<Worker>({edited("a", 1), edited("b", 1)}, merge))
    CHECK(end.shift == "b");
}

TEST_CASE("an assessment stays with the steward whose it is") {
  Worker known = edited("day", 2);
  known.assessment = 4;
  known.assessed_day = 20'000;
  Worker came = edited("night", 1);
  came.assessment = 1;
  const auto out = merged(known, came, sharing_now);
  REQUIRE(out);
  CHECK(out->shift == "night");
  CHECK(out->assessment == 4);
  CHECK(out->assessed_day == 20'000);
}

TEST_CASE("a clock that runs far ahead does not win for ever") {
  const auto ahead = merged(std::nullopt, edited("ahead", -1'000'000'000), sharing_now);
  REQUIRE(ahead);
  CHECK(ahead->edited_at == sharing_now);
  const WallTime later = sharing_now + Seconds{1};
  Worker mended = edited("mended", 0);
  mended.edited_at = later;
  CHECK(merged(ahead, mended, later)->shift == "mended");
}

TEST_CASE("a pledge that anybody says was taken back stays taken back, in every order") {
  const auto merge = [](const std::optional<Pledge>& known, const Pledge& came) {
    return merged(known, came);
  };
  for (const Pledge& end : ends<Pledge>(
           {pledged(100, 0), pledged(100, 107), pledged(105, 0), pledged(100, 109)}, merge)) {
    CHECK(end.revoked_day == 107);
    CHECK(end.given_day == 105);
  }
}

TEST_CASE("who took part in a test is everybody whom any device recorded, once") {
  const StructureTest known{{"public", "metro", ""}, "petition", 100, {"a", "c"}};
  StructureTest came = known;
  came.took_part = {"b", "c"};
  REQUIRE(merged(known, came));
  CHECK(merged(known, came)->took_part == std::vector<std::string>{"a", "b", "c"});
  CHECK_FALSE(merged(known, known));
}

TEST_CASE("a list goes into records of a bounded size, and comes out of them whole") {
  ListRows all;
  for (int number = 0; number < 3'000; ++number) {
    Worker worker = edited("night", 1);
    worker.ref = "w-" + std::to_string(number);
    worker.name = std::string(60, 'n');
    all.workers.push_back(worker);
  }
  StructureTest test{{"public", "metro", ""}, "petition", 100, {}};
  for (const Worker& worker : all.workers) test.took_part.push_back(worker.ref);
  std::ranges::sort(test.took_part);
  all.tests.push_back(test);
  ListRows back;
  StructureTest together{test.cell, test.kind, test.day, {}};
  for (const Bytes& body : packed(all)) {
    CHECK(body.size() <= limits::list_record_bytes + 16);
    const auto rows = wire::decode_signed<ListRows>(body);
    REQUIRE(rows);
    std::ranges::copy(rows->workers, std::back_inserter(back.workers));
    for (const StructureTest& piece : rows->tests)
      together = merged(together, piece).value_or(together);
  }
  CHECK(back.workers == all.workers);
  CHECK(together == test);
}

}  // namespace tocsin::readiness
