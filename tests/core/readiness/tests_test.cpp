#include "core/readiness/tests.h"

#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::readiness {
namespace {

const Cell yard{"public", "metro", "yard"};

TEST_CASE("tests, votes and contracts come back from the store") {
  tests::MemoryStore store;
  Outbox outbox;
  const StructureTest petition{yard, "petition", 20'000, {"w-1", "w-2"}};
  const VoteResult old_vote{19'000, 19'100, 5000, 9000, "show of hands"};
  const VoteResult vote{20'000, 20'090, 8000, 9100, ""};
  const ContractDate contract{yard, 20'500, 20'400, true};
  tests::SeededRandom random{1};
  const RowKey key = RowKey::fresh(random);
  CHECK(keep_test(outbox, key, petition));
  keep_vote(outbox, SharedVote{vote, WallTime{}});
  keep_vote(outbox, SharedVote{old_vote, WallTime{}});
  keep_contract(outbox, SharedContract{ContractDate{yard, 20'501, 0, false}, WallTime{}});
  keep_contract(outbox, SharedContract{contract, WallTime{}});
  REQUIRE(store.stage(outbox.take().writes));
  CHECK(find_test(store, &key, yard, "petition", 20'000) == petition);
  CHECK(find_test(store, &key, yard, "petition", 20'001) ==
        StructureTest{yard, "petition", 20'001, {}});
  CHECK(read_tests(store, nullptr).empty());
  CHECK(read_tests(store, &key) == std::vector<StructureTest>{petition});
  CHECK(read_votes(store) == std::vector<VoteResult>{old_vote, vote});
  // A date that was wrong is put right by adding it again.
  CHECK(read_contracts(store) == std::vector<ContractDate>{contract});
}

TEST_CASE("more people than a row of the store holds are not kept at all") {
  Outbox outbox;
  StructureTest test{yard, "petition", 20'000, {}};
  for (int i = 0; i < 20'000; ++i) test.took_part.push_back(std::string(64, 'a'));
  tests::SeededRandom random{1};
  CHECK(!keep_test(outbox, RowKey::fresh(random), test));
  CHECK(outbox.take().writes.empty());
}

}  // namespace
}  // namespace tocsin::readiness
