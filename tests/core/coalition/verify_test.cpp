#include "core/coalition/verify.h"

#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Anchor;
using coalition::examine;
using coalition::verify;
using tests::TestCoalition;
using tests::ToldStory;

void check_invalid(const Verdict& verdict, Reason reason) {
  CHECK(verdict.outcome == Outcome::invalid);
  REQUIRE_FALSE(verdict.reasons.empty());
  CHECK(code(verdict.reasons.front()) == code(reason));
  CHECK(verdict.exit() == Exit::invalid);
}

Proof without(const Proof& proof, const StatementId& id) {
  Proof out = proof;
  std::erase_if(out.statements, [&](const Statement& statement) { return statement.id() == id; });
  return out;
}

Proof with_more(const Proof& proof, const Statement& statement) {
  std::vector<Statement> statements = proof.statements;
  statements.push_back(statement);
  Proof out = coalition::assemble(proof.kind, std::move(statements)).value();
  out.left_out = proof.left_out;
  return out;
}

}  // namespace

TEST_CASE("a charter, a card, a mandate, a certificate and its full form are valid") {
  for (const bool is_rehearsal : {false, true}) {
    ToldStory told{{.is_rehearsal = is_rehearsal}};
    const Anchor anchor = told.test.anchor();
    CHECK(verify(wire::encode(told.story.mandate), anchor).is_valid());
    CHECK_FALSE(verify(wire::encode(told.story.mandate), anchor).mandate_attested);
    CHECK(verify(wire::encode(told.story.certificate), anchor).is_valid());
    CHECK(verify(wire::encode(told.story.certificate), anchor).mandate_attested);
    CHECK(verify(wire::encode(told.story.full_certificate), anchor).is_valid());
    CHECK_FALSE(verify(wire::encode(told.story.full_certificate), anchor).mandate_attested);
    CHECK(verify(wire::encode(told.test.charter_proof()), anchor).is_valid());
    CHECK(verify(wire::encode(told.test.card(told.test.orgs()[0])), {CoalitionId::zero()})
              .is_valid());
  }
}

TEST_CASE("a verification says what was decided, by whom and when") {
  ToldStory told;
  const auto found = examine(wire::encode(told.story.certificate), told.test.anchor());
  CHECK(found.verified.mode == Mode::actual);
  CHECK(found.verified.name == "North River Coalition");
  CHECK(found.verified.version == 1);
  CHECK(found.verified.subject == told.story.call.id());
  CHECK(found.verified.mandate == told.story.mandate_set.id);
  CHECK(found.verified.action == "stoppage");
  CHECK(found.verified.call_time == told.story.certificate_set.call_time);
  CHECK(found.verified.targets.size() == 2);
  CHECK(found.verified.orgs_of == 5);
  CHECK(found.verified.signatures == told.story.certificate.statements.size());
}

TEST_CASE("a certificate of which any byte was flipped is never valid") {
  ToldStory told{{.is_rehearsal = true}, true};  // a drill's, which is the smallest
  const Bytes good = wire::encode(told.story.certificate);
  REQUIRE(verify(good, told.test.anchor()).is_valid());
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] = static_cast<std::uint8_t>(bad[at] ^ (1U << (at % 8)));
    const Verdict verdict = verify(bad, told.test.anchor());
    if (verdict.is_valid()) FAIL("byte " << at);
  }
}

TEST_CASE("forged_call_is_invalid: keys that no charter anchors sign nothing") {
  ToldStory told;
  ToldStory forger{{.seed = 2}};
  // A call of the real coalition, by a stranger's key.
  auto call = wire::decode<Call>(told.story.call.body).value();
  call.head.author = forger.test.orgs()[0].people[0].devices[0].id;
  const Statement forged = sign_statement(told.test.domain(Mode::actual),
                                          StatementType::call,
                                          forger.test.orgs()[0].people[0].devices[0].id,
                                          wire::encode(call),
                                          forger.test.orgs()[0].people[0].devices[0].seed);
  check_invalid(verify(wire::encode(with_more(told.story.certificate, forged)), told.test.anchor()),
                Reason::delegate);
  // The delegate's name over a stranger's signature.
  Statement stolen = told.story.call;
  stolen.signature = forged.signature;
  for (std::size_t i = 0; i < told.story.certificate.statements.size(); ++i) {
    if (told.story.certificate.statements[i] != told.story.call) continue;
    check_invalid(verify(wire::encode(tests::with_changed(told.story.certificate, i, stolen)),
                         told.test.anchor()),
                  Reason::sig);
  }
}

TEST_CASE("a certificate of another coalition is E_COALITION, whatever it says") {
  ToldStory ours;
  ToldStory theirs{{.seed = 2}};
  check_invalid(verify(wire::encode(theirs.story.certificate), ours.test.anchor()),
                Reason::coalition);
  check_invalid(verify(wire::encode(theirs.story.mandate), ours.test.anchor()), Reason::coalition);
  check_invalid(verify(wire::encode(theirs.test.charter_proof()), ours.test.anchor()),
                Reason::coalition);
}

TEST_CASE("mode_flip_is_invalid: no other mode byte makes a proof of another mode") {
  for (const bool is_rehearsal : {false, true}) {
    for (const bool is_drill : {false, true}) {
      ToldStory told{{.is_rehearsal = is_rehearsal}, is_drill};
      for (const Mode mode :
           {Mode::actual, Mode::exercise, Mode::rehearsal, Mode::rehearsal_exercise}) {
        std::vector<Statement> flipped = told.story.certificate.statements;
        if (flipped.back().domain.mode == mode && flipped.front().domain.mode == mode) continue;
        for (Statement& statement : flipped) statement.domain.mode = mode;
        Proof proof = coalition::assemble(ProofKind::call, std::move(flipped)).value();
        proof.left_out = told.story.certificate.left_out;
        const Verdict verdict = verify(wire::encode(proof), {told.test.id(), std::nullopt, false});
        CHECK(verdict.outcome == Outcome::invalid);
      }
    }
  }
}

TEST_CASE("drill_never_live: a drill's certificate offered as live is E_MODE") {
  ToldStory told{{}, true};
  const Bytes drill = wire::encode(told.story.certificate);
  REQUIRE(verify(drill, told.test.anchor()).is_valid());
  CHECK(examine(drill, told.test.anchor()).verified.mode == Mode::exercise);
  Anchor live = told.test.anchor();
  live.must_be_live = true;
  check_invalid(verify(drill, live), Reason::mode);
  // A live sign-off in a drill, and a drill's in a live call, count for nothing.
  ToldStory real;
  const Statement borrowed =
      real.test.sign(real.test.signoff(real.test.orgs()[2], 0, real.story.call, tests::founding()),
                     Mode::exercise);
  check_invalid(
      verify(wire::encode(with_more(real.story.certificate, borrowed)), real.test.anchor()),
      Reason::mode);
}

TEST_CASE("rehearsal_never_live: a rehearsal's certificate offered as live is E_MODE") {
  ToldStory told{{.is_rehearsal = true}};
  const Bytes rehearsal = wire::encode(told.story.certificate);
  Anchor live = told.test.anchor();
  live.must_be_live = true;
  check_invalid(verify(rehearsal, live), Reason::mode);
  ToldStory real;
  check_invalid(verify(rehearsal, real.test.anchor()), Reason::mode);
}

TEST_CASE("a rehearsal's charter does not pass for a live one, nor the other way") {
  TestCoalition rehearsal{{.is_rehearsal = true}};
  Charter charter = rehearsal.charter();
  charter.is_rehearsal = false;
  const Statement statement = rehearsal.sign(StatementType::charter,
                                             charter.head,
                                             wire::encode(charter),
                                             Domain{CoalitionId::zero(), Mode::rehearsal});
  std::vector<Statement> statements{statement};
  for (const auto& org : rehearsal.orgs()) statements.push_back(org.manifest_statement);
  const Proof proof = coalition::assemble(ProofKind::charter, statements).value();
  check_invalid(verify(wire::encode(proof), {CoalitionId{statement.id().array()}}), Reason::mode);
}

TEST_CASE("every statement a certificate needs is missed") {
  ToldStory told;
  const Anchor anchor = told.test.anchor();
  for (const Statement& statement : told.story.certificate.statements) {
    const Verdict verdict =
        verify(wire::encode(without(told.story.certificate, statement.id())), anchor);
    INFO(type_name(statement.type));
    CHECK_FALSE(verdict.is_valid());
  }
}

TEST_CASE("rule not met: a certificate with too few sign-offs is NOT MET, exit 3") {
  ToldStory told;
  Proof proof = told.story.certificate;
  for (const StatementId& id : told.story.certificate_set.approvals) proof = without(proof, id);
  const Verdict verdict = verify(wire::encode(proof), told.test.anchor());
  CHECK(verdict.outcome == Outcome::not_met);
  CHECK(verdict.exit() == Exit::not_met);
  CHECK(verdict.reasons.front() == Reason::count);
  CHECK_FALSE(verdict.lacks.empty());
}

TEST_CASE("a mandate without its reports is E_MISSING, and so is a call that quotes another set") {
  ToldStory told;
  Proof mandate = told.story.mandate;
  mandate.left_out = {StatementId{{1}}};
  check_invalid(verify(wire::encode(mandate), told.test.anchor()), Reason::missing);
  Proof certificate = told.story.certificate;
  certificate.left_out.push_back(StatementId{{1}});
  std::ranges::sort(certificate.left_out);
  check_invalid(verify(wire::encode(certificate), told.test.anchor()), Reason::missing);
  certificate.left_out.clear();
  const Verdict verdict = verify(wire::encode(certificate), told.test.anchor());
  CHECK(verdict.outcome == Outcome::not_met);
}

TEST_CASE("kinds that are not verified here, and types that do not belong, are E_TYPE") {
  ToldStory told;
  Proof proof = told.story.certificate;
  proof.kind = ProofKind::state;
  check_invalid(verify(wire::encode(proof), told.test.anchor()), Reason::type);
  // Nothing in it contradicts itself.
  proof.kind = ProofKind::evidence;
  check_invalid(verify(wire::encode(proof), told.test.anchor()), Reason::slot);
  const Head head = told.test.head(told.test.orgs()[0], 0, tests::founding());
  const Statement drop = told.test.sign(StatementType::relay_drop,
                                        head,
                                        wire::encode(RelayDrop{head, LinkKey{{1}}}),
                                        told.test.domain(Mode::actual));
  check_invalid(verify(wire::encode(with_more(told.story.certificate, drop)), told.test.anchor()),
                Reason::type);
}

TEST_CASE("a coalition is read off the proof of its charter") {
  TestCoalition test;
  const auto found = coalition::founded_by(wire::encode(test.charter_proof()));
  REQUIRE(found);
  CHECK(*found == test.id());
  CHECK_FALSE(coalition::founded_by(Bytes{1, 2, 3}));
}

TEST_CASE("junk is refused by its layout") {
  check_invalid(verify({}, {CoalitionId{{1}}}), Reason::decode);
  check_invalid(verify(Bytes(proof_bytes_max + 1, 4), {CoalitionId{{1}}}), Reason::size);
  check_invalid(verify(Bytes(1000, 0xFF), {CoalitionId{{1}}}), Reason::size);
}

}  // namespace tocsin
