#include "core/wire/decision_codec.h"
#include "tests/support/amendments.h"
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

TEST_CASE(
    "whose clock was set back behind the charter in force proposes nothing, and is told why") {
  CoalitionNet net;
  CoalitionStory story{net};
  approve(net, drafted(net, "choir", amendment(net)), {"drivers", "plumbers", "choir", "tenants"});
  net.pass(Seconds{61});
  REQUIRE(charter_version_at(net, "plumbers") == 2);
  const auto propose = [&] {
    return net.act(
        net.of("plumbers"), "draft proposal", body_of(story.proposal_body()), Level::act);
  };
  net.pass(Seconds{-30});
  const auto refused = propose();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_CLOCK");
  CHECK(refused.error().exit == Exit::clock);
  net.pass(Seconds{31});
  CHECK(propose().has_value());
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

// Further waves under one mandate: each linked to the one before, none rewriting it.
namespace {

struct Waves {
  CoalitionNet net;
  CoalitionStory story{net};
  StatementId first = StatementId::zero();

  explicit Waves(std::uint32_t max) {
    story.max_waves = max;
    story.called = {"drivers"};
    story.certify();
    first = story.call;
  }

  void next(const std::vector<std::string>& called) {
    story.called = called;
    story.must_draft_call();
    story.all_sign_call();
  }

  Row row(const StatementId& call) { return story.status("bakers", call).front(); }

  std::string state(const StatementId& call) { return story.state("bakers", call); }
};

}  // namespace

TEST_CASE("a second wave quotes the first and its mandate, and others keep running") {
  Waves waves{2};
  waves.net.pass(Seconds{200});
  REQUIRE(waves.state(waves.first) == "IN_EFFECT");
  waves.next({"plumbers"});
  CHECK(waves.row(waves.story.call).integer("wave").value() == 2);
  CHECK(waves.state(waves.story.call) == "CALLED");
  CHECK(waves.state(waves.first) == "IN_EFFECT");
  CHECK(waves.story.state("bakers", waves.story.proposal) == "IN_EFFECT");
  waves.net.pass(Seconds{200});
  CHECK(waves.state(waves.story.call) == "IN_EFFECT");
  CHECK(waves.state(waves.first) == "IN_EFFECT");
  // Anybody can check it: the first wave is in its proof.
  const Bytes proof = waves.story.certificate("choir");
  CHECK(coalition::verify(proof, waves.net.anchor()).is_valid());
}

TEST_CASE("a running target named again runs its longest duration anew") {
  Waves waves{2};
  waves.net.pass(Seconds{200});
  waves.net.pass(20 * hour_ms);
  waves.next({"drivers"});
  waves.net.pass(Seconds{200});
  CHECK(waves.state(waves.story.call) == "IN_EFFECT");
  waves.net.pass(5 * hour_ms);
  CHECK(waves.state(waves.first) == "ENDED");
  CHECK(waves.state(waves.story.call) == "IN_EFFECT");
  CHECK(waves.story.state("bakers", waves.story.proposal) == "IN_EFFECT");
  waves.net.pass(20 * hour_ms);
  CHECK(waves.story.state("bakers", waves.story.proposal) == "ENDED");
}

TEST_CASE("there are no more waves than the proposal says") {
  Waves waves{1};
  waves.net.pass(Seconds{200});
  CHECK(code_of(waves.story.draft_call()) == "E_WAVE");
}

TEST_CASE("a call that was dropped before it started is no wave") {
  Waves waves{1};
  waves.story.stop_by({"choir", "tenants"}, "abort", waves.first, Row{}.set("reason", "no"));
  REQUIRE(waves.state(waves.first) == "DEAD");
  CHECK(code_of(waves.story.draft_call()) == "ok");
}

TEST_CASE("an org joins no other call for a target that it has joined and that has not started") {
  Waves waves{3};
  waves.story.called = {"drivers", "plumbers"};
  waves.story.must_draft_call();
  CHECK(code_of(waves.net.sign(waves.net.of("drivers"), waves.story.call, "approve", true)) ==
        "E_JOIN");
  CHECK(code_of(waves.net.sign(waves.net.of("plumbers"), waves.story.call, "approve", true)) ==
        "ok");
}

TEST_CASE("a wave that skips one, or whose earlier waves are missing, is never valid", "[E_WAVE]") {
  Waves waves{3};
  waves.next({"plumbers"});
  const Bytes bytes = waves.story.certificate("choir");
  auto proof = wire::decode<Proof>(bytes).value();
  REQUIRE(coalition::verify(bytes, waves.net.anchor()).is_valid());
  std::erase_if(proof.statements, [&](const Statement& one) { return one.id() == waves.first; });
  const Verdict verdict = coalition::verify(wire::encode(proof), waves.net.anchor());
  CHECK(verdict.outcome == Outcome::invalid);
  CHECK(verdict.reasons.front() == Reason::missing);
}

}  // namespace tocsin::tests
