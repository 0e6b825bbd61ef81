// Steps 5 to 7 of a verification: what is decided, and what keeps a stop from being one.
#include "core/coalition/compile.h"
#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using tests::day_ms;

struct EndedCall : tests::ToldStory {
  WallTime at = call.value.head.at + day_ms;

  Stop end() {
    Stop stop;
    stop.head = test.head(test.org("choir"), 0, at);
    stop.subject = story.call.id();
    stop.kind = StopKind::end;
    stop.form = EndForm::settled;
    stop.outcomes = {DemandOutcome::met, DemandOutcome::part};
    stop.next_review = at + day_ms;
    return stop;
  }

  // With sign-offs of both called orgs.
  coalition::Verification examine(const Stop& stop, bool with_call = true) {
    std::vector<Statement> all = story.statements;
    const Statement statement = test.sign(stop, test.mode());
    all.push_back(statement);
    coalition::StopParts parts{
        test.electorate(), story.proposal.id(), std::nullopt, statement.id(), {}};
    if (with_call) parts.call = story.call.id();
    for (const char* slug : {"drivers", "plumbers", "choir"}) {
      for (const std::size_t person : {0U, 1U}) {
        all.push_back(test.sign(test.signoff(test.org(slug), person, statement, at), test.mode()));
        parts.signoffs.push_back(all.back().id());
      }
    }
    const Proof proof = compile_stop(parts, tests::lookup_in(all)).value();
    return coalition::examine(wire::encode(proof), test.anchor());
  }

  Verdict verdict(const Stop& stop, bool with_call = true) {
    return examine(stop, with_call).verdict;
  }

  Reason reason(const Stop& stop, bool with_call = true) {
    const Verdict found = verdict(stop, with_call);
    REQUIRE(found.outcome == Outcome::invalid);
    return found.reasons.front();
  }
};

}  // namespace

TEST_CASE("an end by the called is valid") {
  EndedCall stage;
  CHECK(stage.verdict(stage.end()).is_valid());
}

TEST_CASE("of an end the reader is told its form and what became of each demand") {
  EndedCall stage;
  const coalition::Verified seen = stage.examine(stage.end()).verified;
  CHECK(seen.form == EndForm::settled);
  CHECK(seen.outcomes == std::vector{DemandOutcome::met, DemandOutcome::part});
}

TEST_CASE("end_without_outcomes: an end says what became of each demand and names a review") {
  EndedCall stage;
  Stop stop = stage.end();
  stop.outcomes.pop_back();
  CHECK(stage.reason(stop) == Reason::demand);
  stop = stage.end();
  stop.next_review = WallTime{};
  CHECK(stage.reason(stop) == Reason::demand);
}

TEST_CASE("an end is of a call, and of one that is there") {
  EndedCall stage;
  Stop stop = stage.end();
  stop.subject = stage.story.proposal.id();
  CHECK(stage.reason(stop, false) == Reason::missing);
  stop = stage.end();
  stop.subject = StatementId{{1}};
  CHECK(stage.reason(stop) == Reason::missing);
}

TEST_CASE("a stop names targets of its subject") {
  EndedCall stage;
  Stop stop = stage.end();
  stop.targets = {Target{stage.test.org("drivers").id, {"transport", "valley", ""}}};
  CHECK(stage.reason(stop) == Reason::target);
  stop.targets[0].cell.region = "metro";
  CHECK(stage.verdict(stop).is_valid());
}

TEST_CASE("a hold of a proposal ends within 72 hours") {
  EndedCall stage;
  Stop stop = stage.end();
  stop.kind = StopKind::hold;
  stop.form = EndForm::none;
  stop.outcomes.clear();
  stop.subject = stage.story.proposal.id();
  stop.at = stop.head.at + Seconds{72 * 3600};
  CHECK(stage.verdict(stop, false).is_valid());
  stop.at += Millis{1};
  CHECK(stage.reason(stop, false) == Reason::hold);
}

TEST_CASE("a pause ends within a day, and an end is a vote with its day or says all outcomes") {
  EndedCall stage;
  Stop stop = stage.end();
  stop.form = EndForm::vote;
  CHECK(stage.reason(stop) == Reason::vote);  // outcomes, and no day
  stop.outcomes.clear();
  stop.next_review = WallTime{};
  CHECK(stage.reason(stop) == Reason::vote);
  stop.vote_by = stop.head.at + Millis{1};
  CHECK(stage.verdict(stop).is_valid());
  stop.kind = StopKind::pause;
  stop.form = EndForm::none;
  stop.vote_by = WallTime{};
  CHECK(stage.reason(stop) == Reason::hold);
  stop.at = stop.head.at + Seconds{24 * 3600};
  CHECK(stage.verdict(stop).is_valid());
  stop.at += Millis{1};
  CHECK(stage.reason(stop) == Reason::hold);
}

TEST_CASE("a call is found lacking by its first missing part") {
  EndedCall stage;
  Proof proof = stage.story.full_certificate;
  std::erase_if(proof.statements, [&](const Statement& statement) {
    return statement.type == StatementType::report;
  });
  const Verdict verdict = coalition::verify(wire::encode(proof), stage.test.anchor());
  CHECK(verdict.outcome == Outcome::not_met);
  CHECK(verdict.reasons.front() == Reason::bearing);
}

TEST_CASE("what a signer of the call has seen must be in its proof, needed or not") {
  EndedCall stage;
  Signoff value =
      stage.test.signoff(stage.test.org("bakers"), 2, stage.story.call, stage.at + tests::hour_ms);
  value.seen = {StatementId{{1}}};
  std::vector<Statement> statements = stage.story.certificate.statements;
  statements.push_back(stage.test.sign(value, stage.test.mode()));
  Proof proof = coalition::assemble(ProofKind::call, statements).value();
  proof.left_out = stage.story.certificate.left_out;
  const Verdict verdict = coalition::verify(wire::encode(proof), stage.test.anchor());
  CHECK(verdict.outcome == Outcome::invalid);
  CHECK(verdict.reasons.front() == Reason::missing);
}

TEST_CASE("signers whose manifest had run out are E_MANIFEST_EXPIRED") {
  // The story begins so late that the sign-offs of the call come after the manifests' end.
  EndedCall stage;
  const Call call = wire::decode<Call>(stage.story.call.body).value();
  std::vector<Statement> statements;
  for (const Statement& statement : stage.story.certificate.statements) {
    const bool is_of_call =
        statement.type == StatementType::signoff &&
        wire::decode<Signoff>(statement.body).value().subject == stage.story.call.id();
    if (!is_of_call) statements.push_back(statement);
  }
  for (const auto& org : stage.test.orgs())
    for (const std::size_t person : {0U, 1U})
      statements.push_back(stage.test.sign(
          stage.test.signoff(org, person, stage.story.call, org.manifest.valid_until + Millis{1}),
          stage.test.mode()));
  Proof proof = coalition::assemble(ProofKind::call, statements).value();
  proof.left_out = stage.story.certificate.left_out;
  const Verdict verdict = coalition::verify(wire::encode(proof), stage.test.anchor());
  CHECK(verdict.outcome == Outcome::invalid);
  CHECK(verdict.reasons.front() == Reason::manifest_expired);
}

}  // namespace tocsin
