#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("one device cannot call: the same delegate with two devices counts once") {
  CoalitionNet net{NetOptions{.devices = 2}};
  CoalitionStory story{net};
  story.propose();
  REQUIRE(net.sign(net.of("drivers", 0, 0), story.proposal).has_value());
  net.pass(Seconds{1});
  const auto again = net.sign(net.of("drivers", 0, 1), story.proposal);
  REQUIRE(again.has_value());
  net.deliver();
  for (const Row& row : story.status("choir", story.proposal)) {
    if (row.kind() != "org" || row.text("slug").value() != "drivers") continue;
    CHECK(row.integer("approvals").value() == 1);
    CHECK_FALSE(row.flag("approves"));
  }
}

TEST_CASE("nobody joins for another org") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.reach_call();
  const auto refused = net.sign(net.of("choir"), story.call, "approve", true);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_JOIN");
  CHECK(refused.error().exit == Exit::permission);
}

TEST_CASE("a call is not signed before the hold that this device saw itself is over") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.mandate();
  net.pass(Seconds{6});
  // One who was away sees mandate and call only now.
  CoalitionNet::Device& away = net.of("tenants", 1);
  story.must_draft_call();
  CHECK(net.sign(away, story.call).has_value());
}

TEST_CASE("a device that was away counts the hold from its own first sight of the mandate") {
  CoalitionNet net;
  CoalitionStory story{net};
  CoalitionNet::Device& away = net.of("tenants", 1);
  const MemoryStore before = *away.store;
  story.mandate();
  net.pass(Seconds{6});
  story.must_draft_call();
  const std::vector<StoredRow> statements = kept_by(net.of("choir"));
  *away.store = before;
  net.restart(away);
  for (const StoredRow& row : statements) REQUIRE(net.accept(away, row.value).has_value());
  const auto early = net.sign(away, story.call);
  REQUIRE_FALSE(early.has_value());
  CHECK(early.error().code == "E_HOLD");
  CHECK(early.error().exit == Exit::not_met);
  net.pass(Seconds{6});
  CHECK(net.sign(away, story.call).has_value());
}

TEST_CASE("a called org without a fresh report is told so and cannot join") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  story.all_sign_proposal();
  story.publish_reports();
  story.drill();
  net.pass(Seconds{6});
  story.must_draft_call();
  CHECK(net.sign(net.of("drivers"), story.call, "approve", true).has_value());
}

TEST_CASE("while objections block it nobody signs, and the refusal says so") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  for (const std::string_view slug : {"drivers", "plumbers"}) {
    for (const std::size_t person : {0U, 1U})
      REQUIRE(net.sign(net.of(slug, person), story.proposal, "object").has_value());
  }
  net.deliver();
  const auto refused = net.sign(net.of("choir"), story.proposal);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_BLOCKED");
  CHECK(refused.error().exit == Exit::held);
}

TEST_CASE("a clock behind a certified call starts nothing and still stops") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(-Seconds{3'600});
  Row drill;
  const auto refused = net.act(net.of("choir"), "drill run", drill, Level::act);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_CLOCK");
  CHECK(refused.error().exit == Exit::clock);
  Row reason;
  reason.set("reason", "the clock");
  CHECK(net.stop(net.of("choir"), "abort", story.call, reason).has_value());
}

TEST_CASE("a call that starts too soon is not signed") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.reach_call();
  net.pass(Seconds{150});
  const auto refused = net.sign(net.of("choir"), story.call);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_LEAD_MIN");
  CHECK(refused.error().exit == Exit::not_met);
}

}  // namespace tocsin::tests
