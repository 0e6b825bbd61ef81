#include <bit>

#include "core/coalition/assess.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::CallVerdict;
using coalition::Signed;
using tests::day_ms;
using tests::hour_ms;
using tests::TestOrg;

struct AssessedCall : tests::ToldStory {
  using ToldStory::ToldStory;

  CallVerdict assess() const {
    return assess_call(electorate, {proposal, call, story.mandate_set}, ballots);
  }

  Reason first_reason() const {
    const CallVerdict found = assess();
    REQUIRE_FALSE(found.verdict.is_valid());
    REQUIRE_FALSE(found.verdict.reasons.empty());
    return found.verdict.reasons.front();
  }

  template <class Change>
  void each_of_call(Change&& change) {
    for (Signed<Signoff>& signoff : ballots.signoffs)
      if (signoff.value.subject == call.id) change(signoff.value);
  }

  Signed<Signoff> objection(const char* slug, std::size_t person, const Statement& subject) {
    Signoff out = test.signoff(test.org(slug), person, subject, call.value.head.at + Millis{5});
    out.stance = Stance::object;
    out.has_join = false;
    return tests::signed_of<Signoff>(test.sign(out, test.mode()));
  }
};

// More than half of five orgs by two of three, drivers and plumbers among them, who are called.
bool oracle_of_call(unsigned keys) {
  bool approves[5];
  int orgs = 0;
  for (unsigned org = 0; org < 5; ++org) {
    approves[org] = std::popcount((keys >> (3 * org)) & 7U) >= 2;
    orgs += approves[org] ? 1 : 0;
  }
  return 2 * orgs > 5 && approves[0] && approves[1];
}

}  // namespace

TEST_CASE("every_subset_of_15_keys: a call stands for just the sets that rule and joins say") {
  AssessedCall stage;
  std::erase_if(stage.ballots.signoffs, [&](const Signed<Signoff>& signoff) {
    return signoff.value.subject == stage.call.id;
  });
  const Signed<Signoff> nothing = stage.ballots.signoffs.front();
  std::vector<Signed<Signoff>> all;
  for (const TestOrg& org : stage.test.orgs())
    for (std::size_t person = 0; person < 3; ++person)
      all.push_back(tests::signed_of<Signoff>(stage.test.sign(
          stage.test.signoff(org, person, stage.story.call, stage.call.value.head.at + hour_ms),
          stage.test.mode())));
  std::size_t met = 0;
  std::size_t wrong = 0;
  for (unsigned keys = 0; keys < 1U << 15; ++keys) {
    stage.ballots.signoffs.assign(1, nothing);
    for (unsigned i = 0; i < 15; ++i)
      if ((keys >> i & 1U) != 0) stage.ballots.signoffs.push_back(all[i]);
    const bool is_met = stage.assess().verdict.is_valid();
    met += is_met ? 1 : 0;
    wrong += is_met == oracle_of_call(keys) ? 0 : 1;
  }
  CHECK(wrong == 0);
  CHECK(met == 4 * 4 * (8 * 8 * 8 - 4 * 4 * 4));
}

TEST_CASE("one_device_cannot_join: a called org joins by k of its own") {
  AssessedCall stage;
  bool is_first = true;
  stage.each_of_call([&](Signoff& signoff) {
    if (signoff.head.org == stage.test.org("drivers").id && std::exchange(is_first, false))
      signoff.has_join = false;
  });
  const CallVerdict found = stage.assess();
  CHECK(found.verdict.reasons == std::vector{Reason::join});
  REQUIRE(found.verdict.lacks.size() == 1);
  CHECK(found.verdict.lacks[0].have == 1);
  CHECK(found.verdict.lacks[0].need == 2);
  CHECK(found.verdict.lacks[0].hint.find("drivers") != std::string::npos);
}

TEST_CASE("nothing that is signed before the hold is over counts") {
  AssessedCall stage;
  const WallTime over = stage.story.mandate_set.time + Seconds{72 * 3600};
  stage.each_of_call([&](Signoff& signoff) { signoff.head.at = over; });
  CHECK(stage.assess().verdict.is_valid());
  stage.each_of_call([&](Signoff& signoff) { signoff.head.at = over - Millis{1}; });
  const CallVerdict found = stage.assess();
  CHECK(found.verdict.outcome == Outcome::not_met);
  CHECK(std::ranges::find(found.verdict.reasons, Reason::hold) != found.verdict.reasons.end());
}

TEST_CASE("who has seen a hold of the proposal waits until it ends, of the call not") {
  AssessedCall stage;
  Stop hold;
  hold.head = stage.test.head(stage.test.org("choir"), 0, stage.call.value.head.at);
  hold.subject = stage.proposal.id;
  hold.kind = StopKind::hold;
  hold.at = stage.call.value.head.at + day_ms;
  const auto held = tests::signed_of<Stop>(stage.test.sign(hold, stage.test.mode()));
  stage.each_of_call([&](Signoff& signoff) { signoff.seen = {held.id}; });
  // It names what is not here.
  CHECK_FALSE(stage.assess().verdict.is_valid());
  stage.ballots.stops = {held};
  const auto reasons = stage.assess().verdict.reasons;
  CHECK(std::ranges::find(reasons, Reason::hold) != reasons.end());
  hold.subject = stage.call.id;
  const auto of_call = tests::signed_of<Stop>(stage.test.sign(hold, stage.test.mode()));
  stage.ballots.stops = {of_call};
  stage.each_of_call([&](Signoff& signoff) { signoff.seen = {of_call.id}; });
  CHECK(stage.assess().verdict.is_valid());
  stage.ballots.stops = {held};
  stage.each_of_call([&](Signoff& signoff) {
    signoff.seen = {held.id};
    signoff.head.at = hold.at;
  });
  CHECK(stage.assess().verdict.is_valid());
}

TEST_CASE("union of seen blocks") {
  AssessedCall stage;
  std::vector<Signed<Signoff>> objections;
  for (const char* slug : {"tenants", "bakers"})
    for (const std::size_t person : {0U, 2U})
      objections.push_back(stage.objection(slug, person, stage.story.proposal));
  for (const auto& objection : objections) stage.ballots.signoffs.push_back(objection);
  CHECK(stage.assess().verdict.is_valid());  // nobody saw them: a caution, not a verdict
  std::size_t turn = 0;
  stage.each_of_call(
      [&](Signoff& signoff) { signoff.seen = {objections[turn++ % objections.size()].id}; });
  CHECK(stage.first_reason() == Reason::blocked);
}

TEST_CASE("an open item of a checklist keeps its org from joining") {
  AssessedCall stage;
  stage.each_of_call([&](Signoff& signoff) {
    if (signoff.head.org == stage.test.org("plumbers").id)
      signoff.checklist = {{"cover", EntryState::done}, {"notice", EntryState::open}};
  });
  const auto reasons = stage.assess().verdict.reasons;
  CHECK(std::ranges::find(reasons, Reason::join) != reasons.end());
  CHECK(std::ranges::find(reasons, Reason::checklist) != reasons.end());
}

TEST_CASE("wording_mismatch: two signers of one language who saw two texts") {
  AssessedCall stage;
  const StatementId one = stage.story.certificate_set.approvals.front();
  for (Signed<Signoff>& signoff : stage.ballots.signoffs)
    if (signoff.id == one) signoff.value.shown[0] ^= 1;
  CHECK(stage.first_reason() == Reason::render);
  for (Signed<Signoff>& signoff : stage.ballots.signoffs)
    if (signoff.id == one) signoff.value.language = "es";
  CHECK(stage.assess().verdict.is_valid());
}

TEST_CASE("lead boundaries") {
  AssessedCall stage;
  const WallTime call_time = stage.story.certificate_set.call_time;
  WallTime latest = call_time;
  for (const Signed<Signoff>& signoff : stage.ballots.signoffs)
    if (std::ranges::binary_search(stage.story.certificate_set.approvals, signoff.id))
      latest = std::max(latest, signoff.value.head.at);
  const auto set = [&](WallTime t0) {
    for (CallTarget& target : stage.call.value.targets) target.t0 = t0;
  };
  set(latest + Seconds{48 * 3600});
  CHECK(stage.assess().verdict.is_valid());
  set(call_time + Seconds{48 * 3600} - Millis{1});
  CHECK(stage.first_reason() == Reason::lead_min);
  set(call_time + 30 * day_ms);
  CHECK(stage.assess().verdict.is_valid());
  set(call_time + 30 * day_ms + Millis{1});
  CHECK(stage.first_reason() == Reason::lead_max);
}

TEST_CASE("a call quotes its own mandate and no other") {
  AssessedCall stage;
  stage.call.value.mandate = ProofId{{1}};
  CHECK(stage.first_reason() == Reason::missing);
}

TEST_CASE("a drill's call asks for no joins and holds as drills do") {
  AssessedCall stage{{}, true};
  stage.each_of_call([](Signoff& signoff) { CHECK_FALSE(signoff.has_join); });
  CHECK(stage.assess().verdict.is_valid());
  CHECK(stage.story.certificate_set.approvals.size() == 4);
}

TEST_CASE("call time is the upper median: one liar moves it to another's time at most") {
  AssessedCall stage;
  const WallTime honest = stage.call.value.head.at + hour_ms;
  stage.each_of_call([&](Signoff& signoff) { signoff.head.at = honest; });
  REQUIRE(stage.assess().certificate);
  CHECK(stage.assess().certificate->call_time == honest);
}

}  // namespace tocsin
