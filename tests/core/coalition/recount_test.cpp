#include "core/coalition/recount.h"

#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

// The call quotes a mandate counted without bo; after the thaw more counts than the id covers.
TEST_CASE("a mandate found while somebody was frozen is found again after the thaw") {
  NetOptions options;
  options.delegates = 3;
  CoalitionNet net{options};
  CoalitionStory story{net};
  story.propose();
  story.all_sign_proposal();
  REQUIRE(net.sign(net.of("choir", 2), story.proposal).has_value());
  net.deliver();
  story.publish_reports();
  story.drill();
  const StatementId held = freeze(net, net.of("choir"), "bo");
  net.deliver();
  REQUIRE(story.state("tenants", story.proposal) == "MANDATED");
  net.pass(Seconds{6});
  story.must_draft_call();
  const auto lifting = thaw(net, net.of("choir", 2), held);
  REQUIRE(lifting.has_value());
  net.deliver();
  REQUIRE(confirm_thaw(net, net.of("choir"), *lifting).has_value());
  net.deliver();
  // Nothing but what is on disk: who restarts has not seen it before.
  for (const auto& device : net.devices()) net.restart(*device);
  net.wake_all();
  story.all_sign_call();
  for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants", "bakers"})
    CHECK(story.state(slug, story.call) == "CALLED");
}

}  // namespace tocsin::tests
