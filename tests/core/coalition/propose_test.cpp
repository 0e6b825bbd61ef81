#include "core/wire/decision_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Row body_of(const Proposal& proposal) {
  Row row;
  row.set("body", Value{wire::encode(proposal)});
  return row;
}

}  // namespace

TEST_CASE("a proposal that could never be valid is refused with its reason") {
  CoalitionNet net;
  CoalitionStory story{net};
  const auto code_of = [&](const Proposal& proposal) {
    const auto answer =
        net.act(net.of("plumbers"), "draft proposal", body_of(proposal), Level::act);
    return answer ? std::string{"ok"} : answer.error().code;
  };
  Proposal stop_only = story.proposal_body();
  stop_only.demands.front().kind = DemandKind::stop;
  CHECK(code_of(stop_only) == "E_DEMAND");
  Proposal elsewhere = story.proposal_body();
  elsewhere.targets.front().cell.region = "valley";
  elsewhere.targets.front().cell.sector = "energy";
  CHECK(code_of(elsewhere) == "E_TARGET");
  Proposal too_long = story.proposal_body();
  too_long.not_after = too_long.not_before + Seconds{200LL * 24 * 3600};
  CHECK(code_of(too_long) == "E_EXPIRED");
  CHECK(code_of(story.proposal_body()) == "ok");
}

TEST_CASE("an org has two open proposals at most") {
  CoalitionNet net;
  CoalitionStory story{net};
  CHECK(net.act(net.of("plumbers"), "draft proposal", body_of(story.proposal_body()), Level::act)
            .has_value());
  CHECK(net.act(net.of("plumbers"), "draft proposal", body_of(story.proposal_body()), Level::act)
            .has_value());
  const auto third =
      net.act(net.of("plumbers"), "draft proposal", body_of(story.proposal_body()), Level::act);
  REQUIRE_FALSE(third.has_value());
  CHECK(third.error().exit == Exit::held);
  CHECK(net.act(net.of("choir"), "draft proposal", body_of(story.proposal_body()), Level::act)
            .has_value());
}

TEST_CASE("a drill never touches what is live: its proposal carries no live call") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.mandate();
  Row live;
  live.set("subject", story.proposal.hex());
  const auto refused = net.act(net.of("choir"), "drill run", live, Level::act);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_MODE");
  Row status;
  status.set("subject", story.exercise.hex());
  const auto exercise = net.act(net.of("choir"), "status", status, Level::read);
  REQUIRE(exercise.has_value());
  CHECK(exercise->front().text("mode").value() == "rehearsal_exercise");
  CHECK(exercise->front().text("state").value() == "CALLED");
}

TEST_CASE("a member drafts nothing") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  CoalitionStory story{net};
  const auto refused = net.act(dana, "draft proposal", body_of(story.proposal_body()), Level::act);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().exit == Exit::permission);
}

}  // namespace tocsin::tests
