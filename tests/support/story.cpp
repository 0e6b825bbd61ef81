// The story of a coalition that drills, reports, proposes and calls (builders.h).
#include <algorithm>
#include <iterator>

#include "core/base/ensure.h"
#include "tests/support/builders.h"
#include "tests/support/retelling.h"

namespace tocsin::tests {

Story tell(TestCoalition& test, Mode mode) {
  std::vector<Statement> all = test.authority();
  std::ranges::move(facts_of(test), std::back_inserter(all));
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
