#include "core/coalition/closing.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("what has ended is closed after 30 days, also without debriefs") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  REQUIRE(story.state("choir", story.proposal) == "ENDED");
  net.pass(Seconds{29 * 24 * 3600});
  CHECK(story.state("choir", story.proposal) == "ENDED");
  net.pass(Seconds{24 * 3600});
  CHECK(story.state("choir", story.proposal) == "CLOSED");
}

TEST_CASE("what was aborted before it started owes nothing and closes nothing") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  story.stop_by({"choir", "tenants"}, "abort", story.call, Row{}.set("reason", "no"));
  REQUIRE(story.state("choir", story.call) == "DEAD");
  net.pass(Seconds{60 * 24 * 3600});
  CHECK(story.state("choir", story.proposal) == "DEAD");
}

}  // namespace tocsin::tests
