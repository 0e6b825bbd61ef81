#include "core/coalition/picture.h"

#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("a stop and a debrief belong to the proposal of their call") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row own;
  own.set("own", true).set("reason", "not yet");
  const auto rows = net.stop(net.of("drivers"), "hold", story.call, own);
  REQUIRE(rows.has_value());
  const coalition::Statements kept{net.of("drivers").store->snapshot()};
  for (const StatementId& id : {story.proposal, story.call, id_of(*rows)}) {
    const coalition::Accepted* proposal = coalition::proposal_of(kept, id);
    REQUIRE(proposal != nullptr);
    CHECK(proposal->id == story.proposal);
  }
  CHECK(coalition::proposal_of(kept, StatementId{net.id().array()}) == nullptr);
  CHECK(coalition::proposal_of(kept, StatementId{{9}}) == nullptr);
}

TEST_CASE("a first wave has none before it") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const coalition::Statements kept{net.of("drivers").store->snapshot()};
  const Call& call = *kept.find_as<Call>(story.call);
  CHECK(coalition::earlier_waves(kept, call).empty());
  Call second = call;
  second.wave = 2;
  second.prev = story.call;
  CHECK(coalition::earlier_waves(kept, second) == std::vector{story.call});
}

}  // namespace tocsin::tests
