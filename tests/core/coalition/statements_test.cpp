#include "core/coalition/statements.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("accepted statements come back from the store with their indexes and first sight") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  story.all_sign_proposal();
  const coalition::Statements kept{net.of("choir").store->snapshot()};
  REQUIRE(kept.find(story.proposal) != nullptr);
  CHECK(kept.about(story.proposal, StatementType::signoff).size() == 10);
  CHECK(kept.of(StatementType::charter).size() == 1);
  CHECK(kept.of(StatementType::manifest).size() == 5);
  CHECK(kept.find(story.proposal)->seen_at == net.now().wall);
  CHECK(kept.find_as<Proposal>(story.proposal) != nullptr);
  CHECK(kept.find_as<Call>(story.proposal) == nullptr);
  CHECK(kept.seq_max(net.of("plumbers").identity.keys->id) > 1);
}

TEST_CASE("an id is found by a prefix of its digits, if there is only one") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  const coalition::Statements kept{net.of("choir").store->snapshot()};
  const std::string hex = story.proposal.hex();
  CHECK(kept.by_prefix(hex) == story.proposal);
  CHECK(kept.by_prefix(std::string_view{hex}.substr(0, 9)) == story.proposal);
  CHECK(kept.by_prefix("abc").error().code == Errc::malformed);
  CHECK(kept.by_prefix("zzzz").error().code == Errc::malformed);
  CHECK(kept.by_prefix("00000000000000").error().code == Errc::not_found);
}

}  // namespace tocsin::tests
