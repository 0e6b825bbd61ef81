#include "core/readiness/roster.h"

#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::readiness {
namespace {

TEST_CASE("a worker comes back from the store as kept") {
  const Worker ana{
      "w-1", "Ana", "room 2", {"public", "metro", "yard"}, "u", "late", "bo", 4, 20'000};
  const Worker chi{"w-2", "", "", {"public", "metro", ""}, "", "", "", 0, 0};
  tests::MemoryStore store;
  Outbox outbox;
  tests::SeededRandom random{1};
  const RowKey key = RowKey::fresh(random);
  keep_worker(outbox, key, chi);
  keep_worker(outbox, key, ana);
  REQUIRE(store.stage(outbox.take().writes));
  CHECK(find_worker(store, &key, "w-1") == ana);
  CHECK(!find_worker(store, &key, "w-3"));
  CHECK(!find_worker(store, nullptr, "w-1"));
  CHECK(read_roster(store, nullptr).empty());
  const Roster roster = read_roster(store, &key);
  REQUIRE(roster.size() == 2);
  CHECK(roster.at("w-1") == ana);
  CHECK(roster.at("w-2") == chi);
}

TEST_CASE("a ref is small letters, digits and hyphens") {
  CHECK(is_ref("w-12"));
  CHECK(is_ref(std::string(64, 'a')));
  for (const std::string& text : {std::string{},
                                  std::string(65, 'a'),
                                  std::string{"W"},
                                  std::string{"a b"},
                                  std::string{"a/b"},
                                  std::string{"\xc3\xa4"}})
    CHECK(!is_ref(text));
}

TEST_CASE("an assessment counts as long as a report is fresh") {
  Worker worker;
  worker.assessment = 3;
  worker.assessed_day = 1000;
  CHECK(assessment_of(worker, 1000, 21) == 3);
  CHECK(assessment_of(worker, 1021, 21) == 3);
  CHECK(assessment_of(worker, 1022, 21) == 0);
}

}  // namespace
}  // namespace tocsin::readiness
