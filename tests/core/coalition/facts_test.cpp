#include "core/coalition/facts.h"

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Facts;
using coalition::FactSheet;
using coalition::Signed;
using tests::day_ms;
using tests::founding;
using tests::hour_ms;

struct StoryFacts : tests::ToldStory {
  FactSheet base() const { return FactSheet{electorate, proposal, ballots}; }

  Facts at(WallTime when) const {
    const auto votes =
        tally(electorate, {proposal.id, StatementType::proposal, proposal.mode}, ballots.signoffs);
    return base().at(live_at(votes, when), when);
  }
};

}  // namespace

TEST_CASE("a report is a fact from its second signature on") {
  const StoryFacts stage;
  const OrgId drivers = stage.test.org("drivers").id;
  const WallTime reported = founding() + 11 * day_ms;
  CHECK(stage.base().report_of(drivers, reported + 2 * hour_ms) != nullptr);
  CHECK(stage.base().report_of(drivers, reported + 2 * hour_ms - Millis{1}) == nullptr);
  CHECK(stage.base().report_of(stage.test.org("choir").id, founding() + 30 * day_ms) == nullptr);
}

TEST_CASE("the newest report counts, and an older one before it came") {
  StoryFacts stage;
  const auto& drivers = stage.test.org("drivers");
  const WallTime later = founding() + 14 * day_ms;
  Report weaker = stage.test.report(drivers, later);
  for (CellCount& count : weaker.cells) count.pledged = 1;
  const Statement statement = stage.test.sign(weaker, stage.test.mode());
  stage.ballots.reports.push_back(tests::signed_of<Report>(statement));
  for (const std::size_t person : {0U, 1U})
    stage.ballots.signoffs.push_back(tests::signed_of<Signoff>(stage.test.sign(
        stage.test.signoff(drivers, person, statement, later + hour_ms), stage.test.mode())));
  const auto pledged = [&](WallTime at) {
    for (const auto& target : stage.at(at).targets)
      if (target.sector == "transport") return target.pledged;
    return 0U;
  };
  CHECK(pledged(later) == 800);
  CHECK(pledged(later + hour_ms) == 1);
}

TEST_CASE("a report grows stale, and says so rather than to be gone") {
  const StoryFacts stage;
  const WallTime reported = founding() + 11 * day_ms;
  CHECK(stage.at(reported + 21 * day_ms).targets[0].is_fresh);
  CHECK_FALSE(stage.at(reported + 21 * day_ms + Millis{1}).targets[0].is_fresh);
  bool is_stale = false;
  for (const auto& org : stage.at(reported + 22 * day_ms).orgs) is_stale = is_stale || org.is_stale;
  CHECK(is_stale);
}

TEST_CASE("a drill is answered by orgs, once each, within a day") {
  StoryFacts stage;
  REQUIRE(stage.base().drills().size() == 1);
  CHECK(stage.base().drills()[0].answers.size() == 5);
  for (Signed<Ack>& ack : stage.ballots.drill_acks) ack.value.head.at += 24 * hour_ms;
  CHECK(stage.base().drills()[0].answers.empty());
  StoryFacts again;
  const std::vector<Signed<Ack>> twice = again.ballots.drill_acks;
  again.ballots.drill_acks.insert(again.ballots.drill_acks.end(), twice.begin(), twice.end());
  CHECK(again.base().drills()[0].answers.size() == 5);
  for (Signed<Ack>& ack : again.ballots.drill_acks) ack.mode = Mode::actual;
  CHECK(again.base().drills()[0].answers.empty());
}

TEST_CASE("what came after a moment is no fact of it") {
  const StoryFacts stage;
  const WallTime drilled = founding() + 10 * day_ms;
  CHECK(stage.at(drilled + hour_ms).drills[0].orgs.size() == 5);
  CHECK(stage.at(drilled + hour_ms - Millis{1}).drills[0].orgs.empty());
}

TEST_CASE("a vote is a fact while it is valid") {
  StoryFacts stage;
  const WallTime when = founding() + 13 * day_ms;
  for (Signed<Report>& report : stage.ballots.reports)
    report.value.vote = VoteResult{day_of(when) - 1, day_of(when), 8000, 9000, "paper"};
  const auto votes = [&](WallTime at) {
    std::size_t count = 0;
    for (const auto& org : stage.at(at).orgs) count += org.has_valid_vote ? 1 : 0;
    return count;
  };
  CHECK(votes(when) == 2);
  CHECK(votes(when + day_ms) == 0);
}

}  // namespace tocsin
