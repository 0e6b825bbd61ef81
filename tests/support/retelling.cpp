#include "tests/support/retelling.h"

#include <algorithm>
#include <iterator>

#include "core/wire/proof_codec.h"

namespace tocsin::tests {
namespace {

template <class T>
T changed(T value, const Change<T>& change) {
  if (change) change(value);
  return value;
}

void add_drill(TestCoalition& test, const Changes& changes, std::vector<Statement>& out) {
  const WallTime at = founding() + 10 * day_ms;
  const Statement call =
      test.sign(test.call(StatementId::zero(), ProofId::zero(), at), test.drill_mode());
  out.push_back(call);
  for (const TestOrg& org : test.orgs()) {
    Ack ack;
    ack.head = test.head(org, 0, at + hour_ms);
    ack.call = call.id();
    ack.level = AckLevel::reviewed;
    out.push_back(test.sign(changed(ack, changes.ack), test.drill_mode()));
  }
}

void add_reports(TestCoalition& test, const Changes& changes, std::vector<Statement>& out) {
  const WallTime at = founding() + 11 * day_ms;
  for (const char* slug : {"drivers", "plumbers"}) {
    const TestOrg& org = test.org(slug);
    const Statement report = test.sign(changed(test.report(org, at), changes.report), test.mode());
    out.push_back(report);
    for (const std::size_t person : {0U, 1U})
      out.push_back(test.sign(test.signoff(org, person, report, at + 2 * hour_ms), test.mode()));
  }
}

Verdict verdict_of(const TestCoalition& test,
                   ProofKind kind,
                   std::vector<Statement> all,
                   const Changes& changes) {
  all = changed(std::move(all), changes.statements);
  const Proof proof = coalition::assemble(kind, std::move(all)).value();
  return coalition::verify(wire::encode(proof), test.anchor());
}

}  // namespace

void sign_all(TestCoalition& test,
              const Statement& subject,
              WallTime at,
              std::vector<Statement>& out,
              const Change<Signoff>& change) {
  Millis later{0};
  for (const TestOrg& org : test.orgs()) {
    for (std::size_t person = 0; person < org.manifest.k; ++person) {
      const WallTime moment = at + (later += Millis{1'000});
      out.push_back(test.sign(changed(test.signoff(org, person, subject, moment), change),
                              subject.domain.mode));
    }
  }
}

std::vector<Statement> facts_of(TestCoalition& test, const Changes& changes) {
  std::vector<Statement> out;
  add_drill(test, changes, out);
  add_reports(test, changes, out);
  return out;
}

Verdict retell_mandate(TestCoalition& test, const Changes& changes) {
  std::vector<Statement> all = test.authority();
  std::ranges::move(facts_of(test, changes), std::back_inserter(all));
  const WallTime proposed = founding() + 12 * day_ms;
  const Statement proposal =
      test.sign(changed(test.proposal(proposed), changes.proposal), test.mode());
  all.push_back(proposal);
  sign_all(test, proposal, proposed + hour_ms, all, changes.on_proposal);
  return verdict_of(test, ProofKind::mandate, std::move(all), changes);
}

Verdict retell_call(TestCoalition& test, const Changes& changes) {
  const Story story = tell(test, test.mode());
  std::vector<Statement> all = story.mandate.statements;
  const WallTime called = story.mandate_set.time + 4 * day_ms;
  const Statement call =
      test.sign(changed(test.call(story.proposal.id(), story.mandate_set.id, called), changes.call),
                test.mode());
  all.push_back(call);
  sign_all(test, call, called + hour_ms, all, changes.on_call);
  return verdict_of(test, ProofKind::call, std::move(all), changes);
}

}  // namespace tocsin::tests
