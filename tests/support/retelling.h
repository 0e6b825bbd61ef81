// The story of builders.h told again with something in it changed before it was signed: what a
// verifier says then. All is really signed, so only what was changed can be the reason.
#pragma once

#include <functional>
#include <vector>

#include "tests/support/builders.h"

namespace tocsin::tests {

template <class T>
using Change = std::function<void(T&)>;

// Nothing: as it was told.
struct Changes {
  Change<Proposal> proposal{};
  Change<Signoff> on_proposal{};  // of each sign-off
  Change<Report> report{};
  Change<Ack> ack{};  // of the drill
  Change<Call> call{};
  Change<Signoff> on_call{};
  Change<std::vector<Statement>> statements{};  // all of the proof, at last
};

// k of each org sign it, a second apart.
void sign_all(TestCoalition& test,
              const Statement& subject,
              WallTime at,
              std::vector<Statement>& out,
              const Change<Signoff>& change = {});
// A drill that every org reviewed, and the reports of drivers and plumbers, each with two
// signatures: what a mandate rests on besides approvals.
std::vector<Statement> facts_of(TestCoalition& test, const Changes& changes = {});
// A proposal with its reports, its drill and the sign-offs of k of each org.
Verdict retell_mandate(TestCoalition& test, const Changes& changes);
// A call under the mandate as it was told, signed and joined by k of each org.
Verdict retell_call(TestCoalition& test, const Changes& changes);

}  // namespace tocsin::tests
