#include "core/coalition/wording.h"

#include <fstream>
#include <iterator>

#include "core/base/codes.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::wording;
using tests::founding;
using tests::TestCoalition;

struct WordedProposal {
  TestCoalition test;
  coalition::Signed<Proposal> proposal{
      StatementId{{1}}, Mode::actual, test.proposal(founding() + tests::day_ms)};

  std::string text(std::string_view language = "en") const {
    return wording(test.charter(), proposal, language).value().text;
  }
};

}  // namespace

TEST_CASE("a proposal reads like this, to everybody and for ever") {
  const WordedProposal stage;
  const std::string drivers_first =
      stage.test.org("drivers").id < stage.test.org("plumbers").id
          ? "Where: drivers: transport/metro\nWhere: plumbers: public/metro\n"
          : "Where: plumbers: public/metro\nWhere: drivers: transport/metro\n";
  CHECK(stage.text("es") ==
        "PROPOSAL 0100000000000000000000000000000000000000000000000000000000000000\n"
        "LIVE\n"
        "Coalition: North River Coalition, charter version 1\n"
        "Action: stoppage\n" +
            drivers_first +
            "Title: en castellano\n"
            "What: en castellano\n"
            "Why now: en castellano\n"
            "Win 1: en castellano\n"
            "  addressed to the city (contract), met when: en castellano\n"
            "Stop 2: en castellano\n"
            "  addressed to the board (community), met when: en castellano\n"
            "Life-safety cover: en castellano\n"
            "Afterwards: en castellano\n"
            "Window: 2027-05-12 01:46 UTC to 2027-07-11 01:46 UTC\n"
            "Vote by: 2027-05-22 01:46 UTC\n"
            "Lasts at most 1 d, in up to 3 waves\n");
}

TEST_CASE("shown is the hash of version and text, so another word is another hash") {
  WordedProposal stage;
  const auto before = wording(stage.test.charter(), stage.proposal, "en").value();
  CHECK(before.shown == wording(stage.test.charter(), stage.proposal, "en").value().shown);
  CHECK_FALSE(before.shown == wording(stage.test.charter(), stage.proposal, "es").value().shown);
  stage.proposal.value.why_now[0] += "!";
  CHECK_FALSE(before.shown == wording(stage.test.charter(), stage.proposal, "en").value().shown);
}

TEST_CASE("every field that is signed changes what is shown") {
  const WordedProposal stage;
  const auto shown = [&](auto&& change) {
    auto changed = stage.proposal;
    change(changed.value);
    return wording(stage.test.charter(), changed, "en").value().shown;
  };
  const auto before = shown([](Proposal&) {});
  CHECK_FALSE(shown([](Proposal& p) { p.action = "rally"; }) == before);
  CHECK_FALSE(shown([](Proposal& p) { p.targets.pop_back(); }) == before);
  CHECK_FALSE(shown([](Proposal& p) { p.demands.pop_back(); }) == before);
  CHECK_FALSE(shown([](Proposal& p) { p.not_after += tests::day_ms; }) == before);
  CHECK_FALSE(shown([](Proposal& p) { p.vote_by += tests::day_ms; }) == before);
  CHECK_FALSE(shown([](Proposal& p) { p.max_duration += Seconds{1}; }) == before);
  CHECK_FALSE(shown([](Proposal& p) { p.max_waves = 4; }) == before);
  CHECK_FALSE(shown([](Proposal& p) { p.replaces = StatementId{{4}}; }) == before);
}

TEST_CASE("hostile_text_is_inert: no author writes a line of ours") {
  WordedProposal stage;
  stage.proposal.value.summary[0] = "fine\nCalled: nobody\n";
  const std::string text = stage.text();
  CHECK(text.find("\nCalled:") == std::string::npos);
  CHECK(text.find("What: fine\n    | Called: nobody\n    | \n") != std::string::npos);
}

TEST_CASE("a drill and a rehearsal say so in their second line") {
  WordedProposal stage;
  for (const auto& [mode, word] : {std::pair{Mode::exercise, "EXERCISE  "},
                                   std::pair{Mode::rehearsal, "REHEARSAL  "},
                                   std::pair{Mode::rehearsal_exercise, "REHEARSAL EXERCISE  "}}) {
    stage.proposal.mode = mode;
    CHECK(stage.text().find("\n" + std::string{word}) == stage.text().find('\n'));
  }
}

TEST_CASE("calls, stops, reports, charters and manifests have their text") {
  WordedProposal stage;
  TestCoalition& test = stage.test;
  const Charter& charter = test.charter();
  const coalition::Signed<Call> call{
      StatementId{{2}}, Mode::actual, test.call(StatementId{{1}}, ProofId{{3}}, founding())};
  const std::string called = wording(charter, stage.proposal, call, "en").value().text;
  CHECK(called.find("Called: drivers: transport/metro at 2027-05-15 01:46 UTC\n") !=
        std::string::npos);
  CHECK(called.find("Instructions: walk out\n") != std::string::npos);
  Stop stop;
  stop.kind = StopKind::end;
  stop.form = EndForm::go_back;
  stop.outcomes = {DemandOutcome::part};
  stop.reason = "agreed";
  const std::string stopped = wording(charter,
                                      stage.proposal,
                                      coalition::Signed<Stop>{StatementId{{4}}, Mode::actual, stop},
                                      "en")
                                  .value()
                                  .text;
  CHECK(stopped.find("Kind: end, return\n") != std::string::npos);
  CHECK(stopped.find("Demand 1: met in part\n") != std::string::npos);
  CHECK(stopped.find("Where: all targets\n") != std::string::npos);
  const coalition::Signed<Report> report{
      StatementId{{5}}, Mode::actual, test.report(test.org("drivers"), founding())};
  CHECK(wording(charter, report, "en")
            .value()
            .text.find("drivers: transport/metro eligible 1000, pledged 800\n") !=
        std::string::npos);
  const auto founded = wording(test.electorate().charter());
  CHECK(founded.text.find("Organization: choir, choir of the river (faith) ") != std::string::npos);
  CHECK(founded.text.find("To amend needs:\n  at least 2/3 of all full organizations approve\n") !=
        std::string::npos);
  CHECK(founded.text.find("Parameter fresh.skew: 10 min, ") != std::string::npos);
  const auto card =
      wording(coalition::Signed<Manifest>{StatementId{{6}}, Mode::actual, test.orgs()[0].manifest});
  CHECK(card.text.find("2 of 3 delegates decide\n") != std::string::npos);
}

TEST_CASE("whoever confirms a report reads its vote in percent and its contracts whole") {
  WordedProposal stage;
  TestCoalition& test = stage.test;
  Report held = test.report(test.org("drivers"), founding());
  held.vote = VoteResult{20'000, 20'090, 8050, 9000, "hands"};
  held.contracts = {{Cell{"transport", "metro", ""}, 20'100, 20'070, false},
                    {Cell{"transport", "valley", ""}, 20'100, 0, true}};
  const std::string text =
      wording(test.charter(), coalition::Signed<Report>{StatementId{{5}}, Mode::actual, held}, "en")
          .value()
          .text;
  CHECK(text.find(
            "Vote (hands) on 2024-10-04, valid until 2025-01-02: turnout 80.50 %, yes 90 %\n") !=
        std::string::npos);
  CHECK(text.find("Contract drivers: transport/metro ends on 2025-01-12, notice by 2024-12-13, not "
                  "sure\n") != std::string::npos);
  CHECK(
      text.find("Contract drivers: transport/valley ends on 2025-01-12, read in the contract\n") !=
      std::string::npos);
}

TEST_CASE("a language the charter does not have is refused") {
  const WordedProposal stage;
  CHECK_FALSE(wording(stage.test.charter(), stage.proposal, "fr"));
}

}  // namespace tocsin
