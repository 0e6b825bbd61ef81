#include "core/coalition/compile.h"

#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using tests::TestCoalition;
using tests::ToldStory;

}  // namespace

TEST_CASE("all who hold the same statements compile the same proof") {
  const ToldStory stage;
  std::vector<Statement> reversed{stage.story.statements.rbegin(), stage.story.statements.rend()};
  const coalition::MandateParts parts{stage.electorate, stage.proposal, stage.story.mandate_set};
  const auto mandate = compile_mandate(parts, tests::lookup_in(reversed));
  REQUIRE(mandate);
  CHECK(wire::encode(*mandate) == wire::encode(stage.story.mandate));
}

TEST_CASE("a proof takes no statement that it does not need") {
  const ToldStory stage;
  // Charter, five manifests, proposal, 8 approvals, 2 reports with 2 sign-offs, drill and 5 acks.
  CHECK(stage.story.mandate.statements.size() == 1 + 5 + 1 + 8 + 2 + 4 + 6);
  // Without reports; call and the approvals of three orgs.
  CHECK(stage.story.certificate.statements.size() == 1 + 5 + 1 + 8 + 6 + 1 + 6);
  CHECK(stage.story.certificate.left_out == stage.story.mandate_set.reports);
  CHECK(stage.story.full_certificate.left_out.empty());
}

TEST_CASE("a statement that is not here is said, not left out") {
  const ToldStory stage;
  std::vector<Statement> fewer = stage.story.statements;
  std::erase_if(fewer, [&](const Statement& statement) {
    return statement.id() == stage.story.certificate_set.approvals.front();
  });
  const coalition::MandateParts mandate{stage.electorate, stage.proposal, stage.story.mandate_set};
  const auto proof = coalition::compile_call(
      {mandate, stage.call, stage.story.certificate_set, false}, tests::lookup_in(fewer));
  REQUIRE_FALSE(proof);
  CHECK(proof.error().code == Errc::not_found);
}

TEST_CASE("drafts of one subject merge, in any order and however often") {
  TestCoalition test;
  const Proof whole = test.charter_proof();
  Proof a = whole;
  Proof b = whole;
  a.statements.resize(20, whole.statements[0]);
  b.statements.erase(b.statements.begin(), b.statements.begin() + 10);
  const auto ab = coalition::merge(a, b);
  const auto ba = coalition::merge(b, a);
  REQUIRE(ab);
  REQUIRE(ba);
  CHECK(*ab == whole);
  CHECK(*ba == whole);
  CHECK(coalition::merge(*ab, a).value() == whole);
  b.kind = ProofKind::manifest;
  CHECK_FALSE(coalition::merge(a, b));
}

TEST_CASE("a stop's proof is valid, or not met, by what its signers carry") {
  ToldStory stage;
  Stop abort;
  const WallTime at = stage.call.value.head.at + tests::day_ms;
  abort.head = stage.test.head(stage.test.org("choir"), 0, at);
  abort.subject = stage.call.id;
  abort.kind = StopKind::abort;
  std::vector<Statement> all = stage.story.statements;
  const Statement stop = stage.test.sign(abort, stage.test.mode());
  all.push_back(stop);
  coalition::StopParts parts{stage.electorate, stage.proposal.id, stage.call.id, stop.id(), {}};
  for (const char* slug : {"choir", "tenants"}) {
    for (const std::size_t person : {0U, 1U}) {
      all.push_back(stage.test.sign(stage.test.signoff(stage.test.org(slug), person, stop, at),
                                    stage.test.mode()));
      parts.signoffs.push_back(all.back().id());
    }
  }
  const auto proof = compile_stop(parts, tests::lookup_in(all));
  REQUIRE(proof);
  const auto found = coalition::examine(wire::encode(*proof), stage.test.anchor());
  CHECK(found.verdict.is_valid());
  CHECK(found.verified.stop == StopKind::abort);
  parts.signoffs.pop_back();
  const auto short_proof = compile_stop(parts, tests::lookup_in(all));
  REQUIRE(short_proof);
  const auto not_met = coalition::verify(wire::encode(*short_proof), stage.test.anchor());
  CHECK(not_met.outcome == Outcome::not_met);
  CHECK(not_met.exit() == Exit::not_met);
}

TEST_CASE("a charter's proof carries the sign-offs of its founding") {
  TestCoalition test;
  std::vector<Statement> all = test.authority();
  const auto signoffs = test.founding_signoffs();
  all.insert(all.end(), signoffs.begin(), signoffs.end());
  const auto proof = compile_charter(coalition::Lineage{tests::papers_of(all)},
                                     0,
                                     tests::ballots_of(signoffs).signoffs,
                                     tests::lookup_in(all));
  REQUIRE(proof);
  CHECK(coalition::verify(wire::encode(*proof), test.anchor()).is_valid());
  CHECK(proof->statements.size() == 1 + 5 + 10 + 15);
}

}  // namespace tocsin
