#include <bit>

#include "core/coalition/assess.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Ballots;
using coalition::MandateVerdict;
using coalition::Signed;
using tests::day_ms;
using tests::founding;
using tests::hour_ms;
using tests::Story;
using tests::TestCoalition;
using tests::TestOrg;

struct AssessedMandate : tests::ToldStory {
  MandateVerdict mandate() const { return assess_mandate(electorate, proposal, ballots); }

  void drop_signoffs_on(const StatementId& subject) {
    std::erase_if(ballots.signoffs,
                  [&](const Signed<Signoff>& signoff) { return signoff.value.subject == subject; });
  }

  void drop_reports_of(const TestOrg& org) {
    std::erase_if(ballots.reports,
                  [&](const Signed<Report>& report) { return report.value.head.org == org.id; });
  }
};

bool lacks(const MandateVerdict& found, Reason reason) {
  return found.verdict.outcome == Outcome::not_met &&
         std::ranges::find(found.verdict.reasons, reason) != found.verdict.reasons.end();
}

// Independent of tally and rule: bit 3 * org + person of the example's orgs, in the order drivers,
// plumbers, choir, tenants, bakers.
bool oracle_of_mandate(unsigned keys) {
  bool approves[5];
  int orgs = 0;
  for (unsigned org = 0; org < 5; ++org) {
    approves[org] = std::popcount((keys >> (3 * org)) & 7U) >= 2;
    orgs += approves[org] ? 1 : 0;
  }
  const bool unions = approves[0] || approves[1];
  const int kinds =
      (unions ? 1 : 0) + (approves[2] ? 1 : 0) + (approves[3] ? 1 : 0) + (approves[4] ? 1 : 0);
  const bool two_thirds = 3 * orgs >= 2 * 5;
  const bool bearing = approves[0] && approves[1];  // more than half of two
  const bool ratified = 2 * orgs > 5;
  return two_thirds && orgs >= 3 && kinds >= 3 && bearing && ratified && approves[1];
}

}  // namespace

TEST_CASE("every_subset_of_15_keys: the mandate rule holds for just the sets that the rule says") {
  AssessedMandate stage;
  stage.drop_signoffs_on(stage.proposal.id);
  const Ballots without = stage.ballots;
  std::vector<Signed<Signoff>> all;
  for (const TestOrg& org : stage.test.orgs())
    for (std::size_t person = 0; person < 3; ++person)
      all.push_back(tests::signed_of<Signoff>(
          stage.test.sign(stage.test.signoff(org,
                                             person,
                                             stage.story.proposal,
                                             founding() + 12 * day_ms + hour_ms + Millis{person}),
                          stage.test.mode())));
  REQUIRE(all.size() == 15);
  std::size_t met = 0;
  std::size_t wrong = 0;
  for (unsigned keys = 0; keys < 1U << 15; ++keys) {
    stage.ballots = without;
    for (unsigned i = 0; i < 15; ++i)
      if ((keys >> i & 1U) != 0) stage.ballots.signoffs.push_back(all[i]);
    const bool is_met = stage.mandate().verdict.is_valid();
    met += is_met ? 1 : 0;
    wrong += is_met == oracle_of_mandate(keys) ? 0 : 1;
  }
  CHECK(wrong == 0);
  CHECK(met == 4 * 4 * (3 * 4 * 4 * 4 + 4 * 4 * 4));
}

TEST_CASE("five_devices_count_once: a person who signs from five devices is one person") {
  tests::CoalitionOptions options;
  options.devices = 4;
  TestCoalition test{options};
  const Story story = tests::tell(test, test.mode());
  const auto proposal = tests::signed_of<Proposal>(story.proposal);
  Ballots ballots = tests::ballots_of(story.statements);
  std::erase_if(ballots.signoffs, [&](const Signed<Signoff>& signoff) {
    return signoff.value.subject == proposal.id;
  });
  // Everybody's first person, from all of his devices, and once more from the first.
  const WallTime at = founding() + 12 * day_ms + hour_ms;
  for (const TestOrg& org : test.orgs())
    for (const std::size_t device : {0U, 1U, 2U, 3U, 0U})
      ballots.signoffs.push_back(tests::signed_of<Signoff>(
          test.sign(test.signoff(org, 0, story.proposal, at, device), test.mode())));
  const auto found = assess_mandate(test.electorate(), proposal, ballots);
  CHECK(lacks(found, Reason::count));
  // The same statement five times is one statement.
  const Signed<Signoff> again = ballots.signoffs.back();
  for (int i = 0; i < 5; ++i) ballots.signoffs.push_back(again);
  CHECK(lacks(assess_mandate(test.electorate(), proposal, ballots), Reason::count));
}

TEST_CASE("a mandate takes as few sign-offs as will do, and says when it came to be") {
  const AssessedMandate stage;
  const auto found = stage.mandate();
  REQUIRE(found.mandate);
  CHECK(found.mandate->approvals.size() == 8);  // four orgs of five, two each
  CHECK(found.mandate->orgs.size() == 4);
  CHECK(found.mandate->reports.size() == 2);
  CHECK(found.mandate->drills.size() == 6);  // the call and an answer of each org
  CHECK(found.mandate->time > stage.proposal.value.head.at);
  CHECK(found.mandate->id == stage.story.mandate_set.id);
}

TEST_CASE("what comes after a mandate does not change it") {
  AssessedMandate stage;
  const auto before = stage.mandate();
  const WallTime late = founding() + 15 * day_ms;
  for (const TestOrg& org : stage.test.orgs())
    stage.ballots.signoffs.push_back(tests::signed_of<Signoff>(stage.test.sign(
        stage.test.signoff(org, 2, stage.story.proposal, late), stage.test.mode())));
  const auto after = stage.mandate();
  REQUIRE(after.mandate);
  CHECK(after.mandate->id == before.mandate->id);
  CHECK(after.mandate->time == before.mandate->time);
}

TEST_CASE("a withdrawal counts, whoever gave the approval before") {
  AssessedMandate stage;
  for (const char* slug : {"drivers", "plumbers"}) {
    Signoff withdrawn = stage.test.signoff(
        stage.test.org(slug), 0, stage.story.proposal, founding() + 12 * day_ms + 2 * hour_ms);
    withdrawn.stance = Stance::abstain;
    stage.ballots.signoffs.push_back(
        tests::signed_of<Signoff>(stage.test.sign(withdrawn, stage.test.mode())));
  }
  CHECK(lacks(stage.mandate(), Reason::count));
}

TEST_CASE("stale_is_not_met: reports that are missing or old are said by their code") {
  AssessedMandate stage;
  stage.drop_reports_of(stage.test.org("drivers"));
  const auto found = stage.mandate();
  CHECK(lacks(found, Reason::bearing));
  CHECK(lacks(found, Reason::strength));
  AssessedMandate old;
  for (Signed<Report>& report : old.ballots.reports) report.value.as_of -= 22 * day_ms;
  CHECK(lacks(old.mandate(), Reason::stale));
}

TEST_CASE("a report that one delegate alone signed is no report") {
  AssessedMandate stage;
  for (const Signed<Report>& report : stage.ballots.reports) {
    bool is_first = true;
    std::erase_if(stage.ballots.signoffs, [&](const Signed<Signoff>& signoff) {
      return signoff.value.subject == report.id && !std::exchange(is_first, false);
    });
  }
  CHECK(lacks(stage.mandate(), Reason::strength));
}

TEST_CASE("weak pledges, few tests and an unanswered drill each have their code") {
  AssessedMandate weak;
  for (Signed<Report>& report : weak.ballots.reports) report.value.cells[0].pledged = 749;
  CHECK(lacks(weak.mandate(), Reason::strength));
  AssessedMandate untested;
  for (Signed<Report>& report : untested.ballots.reports) report.value.tests.clear();
  CHECK(lacks(untested.mandate(), Reason::tests));
  AssessedMandate undrilled;
  undrilled.ballots.drill_acks.erase(undrilled.ballots.drill_acks.begin() + 3,
                                     undrilled.ballots.drill_acks.end());
  CHECK(lacks(undrilled.mandate(), Reason::drill));
  AssessedMandate received;
  for (Signed<Ack>& ack : received.ballots.drill_acks) ack.value.level = AckLevel::received;
  CHECK(lacks(received.mandate(), Reason::drill));
}

TEST_CASE("a topped cell is worth what the charter says and no more") {
  AssessedMandate stage;
  for (Signed<Report>& report : stage.ballots.reports) {
    for (CellCount& count : report.value.cells) {
      count.pledged = 0;
      count.is_topped = true;
    }
  }
  CHECK(stage.mandate().verdict.is_valid());
}

TEST_CASE("a demand that too few ratify is said by its number") {
  AssessedMandate stage;
  for (Signed<Signoff>& signoff : stage.ballots.signoffs)
    if (signoff.value.subject == stage.proposal.id) signoff.value.demands = {0};
  const auto found = stage.mandate();
  CHECK(lacks(found, Reason::ratify));
  REQUIRE(found.verdict.lacks.size() == 1);
  CHECK(found.verdict.lacks[0].hint.find("demand 2") != std::string::npos);
}

TEST_CASE("allies_only_is_not_met: those who would strike must be among those who approve") {
  AssessedMandate stage;
  std::erase_if(stage.ballots.signoffs, [&](const Signed<Signoff>& signoff) {
    return signoff.value.subject == stage.proposal.id &&
           signoff.value.head.org == stage.test.org("drivers").id;
  });
  const auto found = stage.mandate();
  CHECK(found.verdict.reasons == std::vector{Reason::bearing});
}

TEST_CASE("a mandate that comes after vote_by is expired") {
  AssessedMandate stage;
  stage.proposal.value.vote_by = stage.proposal.value.head.at + hour_ms;
  CHECK(stage.mandate().verdict.outcome == Outcome::invalid);
  CHECK(stage.mandate().verdict.reasons == std::vector{Reason::expired});
}

TEST_CASE("an approval counts until it expires") {
  AssessedMandate stage;
  for (Signed<Signoff>& signoff : stage.ballots.signoffs) {
    const bool is_of_drivers = signoff.value.head.org == stage.test.org("drivers").id;
    if (signoff.value.subject == stage.proposal.id && is_of_drivers)
      signoff.value.valid_until = signoff.value.head.at + Millis{1};
  }
  CHECK(lacks(stage.mandate(), Reason::bearing));
}

TEST_CASE("objections block by the block rule, and no approval hides them") {
  AssessedMandate stage;
  CHECK_FALSE(stage.mandate().is_blocked);
  for (const char* slug : {"choir", "tenants"}) {
    for (std::size_t person = 1; person < 3; ++person) {
      Signoff objection = stage.test.signoff(
          stage.test.org(slug), person, stage.story.proposal, founding() + 13 * day_ms);
      objection.stance = Stance::object;
      stage.ballots.signoffs.push_back(
          tests::signed_of<Signoff>(stage.test.sign(objection, stage.test.mode())));
    }
  }
  CHECK(stage.mandate().is_blocked);
}

TEST_CASE("a drill needs the drill rule alone") {
  TestCoalition test;
  const Story story = tests::tell(test, test.drill_mode());
  CHECK(story.mandate_set.approvals.size() == 4);
  CHECK(story.mandate_set.reports.empty());
  CHECK(story.mandate_set.drills.empty());
}

TEST_CASE("a mandate needs the org that proposes, whatever the rule") {
  TestCoalition test;
  const Story story = tests::tell(test, test.drill_mode());
  Ballots ballots = tests::ballots_of(story.statements);
  std::erase_if(ballots.signoffs, [&](const Signed<Signoff>& signoff) {
    return signoff.value.head.org == test.org("plumbers").id;
  });
  const auto found =
      assess_mandate(test.electorate(), tests::signed_of<Proposal>(story.proposal), ballots);
  CHECK(lacks(found, Reason::count));
  REQUIRE(found.verdict.lacks.size() == 1);
  CHECK(found.verdict.lacks[0].node == "author");
}

TEST_CASE("the mandate that a call quotes is found among more than it used") {
  AssessedMandate stage;
  const coalition::Quoted quoted{stage.story.mandate_set.id};
  const auto found = find_mandate(stage.electorate, stage.proposal, stage.ballots, quoted);
  REQUIRE(found);
  CHECK(found->approvals == stage.story.mandate_set.approvals);
  // Of a store: with one back-dated approval that the drafter never saw.
  stage.ballots.signoffs.push_back(tests::signed_of<Signoff>(
      stage.test.sign(stage.test.signoff(stage.test.org("choir"),
                                         2,
                                         stage.story.proposal,
                                         stage.proposal.value.head.at + Millis{1}),
                      stage.test.mode())));
  CHECK(find_mandate(stage.electorate, stage.proposal, stage.ballots, quoted));
  CHECK_FALSE(find_mandate(
      stage.electorate, stage.proposal, stage.ballots, {quoted.mandate, coalition::Search::exact}));
  CHECK_FALSE(find_mandate(
      stage.electorate, stage.proposal, stage.ballots, {ProofId{{1}}, coalition::Search::wide}));
}

TEST_CASE("a mandate's id names the proposal and the set, not their order") {
  const StatementId a{{1}};
  const StatementId b{{2}};
  CHECK(coalition::mandate_id(a, {a, b}) == coalition::mandate_id(a, {b, a, b}));
  CHECK_FALSE(coalition::mandate_id(a, {a, b}) == coalition::mandate_id(b, {a, b}));
  CHECK_FALSE(coalition::mandate_id(a, {a}) == coalition::mandate_id(a, {a, b}));
}

TEST_CASE("one person's later objection takes nothing back from the mandate that a call quotes") {
  AssessedMandate stage;
  const coalition::Quoted quoted{stage.story.mandate_set.id, coalition::Search::exact};
  const auto approves = [&](const Signed<Signoff>& signoff) {
    return std::ranges::binary_search(stage.story.mandate_set.approvals, signoff.id);
  };
  const Signed<Signoff> approval = *std::ranges::find_if(stage.ballots.signoffs, approves);
  // Of a proof: the objection is there because a signer of the call has seen it.
  Signoff word = approval.value;
  word.stance = Stance::object;
  word.head.seq += 1000;
  const auto with_it = [&](WallTime at) {
    word.head.at = at;
    Ballots ballots = stage.ballots;
    std::erase_if(ballots.signoffs, [&](const Signed<Signoff>& signoff) {
      return signoff.value.subject == stage.proposal.id && !approves(signoff);
    });
    ballots.signoffs.push_back({StatementId{{7}}, stage.test.mode(), word});
    return find_mandate(stage.electorate, stage.proposal, ballots, quoted);
  };
  const WallTime stood = stage.story.mandate_set.time;
  REQUIRE(with_it(stood + Millis{1}));
  CHECK(with_it(stood + Millis{1})->approvals == stage.story.mandate_set.approvals);
  CHECK_FALSE(with_it(stood));
}

}  // namespace tocsin
