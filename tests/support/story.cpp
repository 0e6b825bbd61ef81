// The story of a coalition that drills, reports, proposes and calls (builders.h).
#include "core/base/ensure.h"
#include "tests/support/builders.h"

namespace tocsin::tests {
namespace {

void drill(TestCoalition& test, WallTime at, std::vector<Statement>& out) {
  const Statement call =
      test.sign(test.call(StatementId::zero(), ProofId::zero(), at), test.drill_mode());
  out.push_back(call);
  for (const TestOrg& org : test.orgs()) {
    Ack ack;
    ack.head = test.head(org, 0, at + hour_ms);
    ack.call = call.id();
    ack.level = AckLevel::reviewed;
    out.push_back(test.sign(ack, test.drill_mode()));
  }
}

void reports(TestCoalition& test, WallTime at, std::vector<Statement>& out) {
  for (const char* slug : {"drivers", "plumbers"}) {
    const TestOrg& org = test.org(slug);
    const Statement report = test.sign(test.report(org, at), test.mode());
    out.push_back(report);
    for (std::size_t person = 0; person < 2; ++person)
      out.push_back(test.sign(test.signoff(org, person, report, at + 2 * hour_ms), test.mode()));
  }
}

void sign_all(TestCoalition& test,
              const Statement& subject,
              WallTime at,
              std::vector<Statement>& out) {
  Millis later{0};
  for (const TestOrg& org : test.orgs())
    for (std::size_t person = 0; person < org.manifest.k; ++person)
      out.push_back(test.sign(test.signoff(org, person, subject, at + (later += Millis{1000})),
                              subject.domain.mode));
}

}  // namespace

Story tell(TestCoalition& test, Mode mode) {
  std::vector<Statement> all = test.authority();
  drill(test, founding() + 10 * day_ms, all);
  reports(test, founding() + 11 * day_ms, all);
  const WallTime proposed = founding() + 12 * day_ms;
  const Statement proposal = test.sign(test.proposal(proposed), mode);
  all.push_back(proposal);
  sign_all(test, proposal, proposed + hour_ms, all);
  const coalition::Electorate electorate = test.electorate();
  const auto subject = signed_of<Proposal>(proposal);
  const auto mandated = coalition::assess_mandate(electorate, subject, ballots_of(all));
  ENSURE(mandated.mandate.has_value());
  const WallTime called = mandated.mandate->time + 4 * day_ms;
  const Statement call = test.sign(test.call(proposal.id(), mandated.mandate->id, called), mode);
  all.push_back(call);
  sign_all(test, call, called + hour_ms, all);
  const auto about = signed_of<Call>(call);
  const auto certified =
      coalition::assess_call(electorate, {subject, about, *mandated.mandate}, ballots_of(all));
  ENSURE(certified.certificate.has_value());
  const coalition::MandateParts parts{electorate, subject, *mandated.mandate};
  const coalition::Lookup lookup = lookup_in(all);
  return Story{
      proposal,
      call,
      all,
      *mandated.mandate,
      *certified.certificate,
      coalition::compile_mandate(parts, lookup).value(),
      coalition::compile_call({parts, about, *certified.certificate, false}, lookup).value(),
      coalition::compile_call({parts, about, *certified.certificate, true}, lookup).value()};
}

}  // namespace tocsin::tests
