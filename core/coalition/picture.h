// What is read when something is judged here and now: who may decide, what was accepted, what this
// device noted for itself. Next: stops.h, caution.h, standing.h.
#pragma once

#include <map>

#include "core/coalition/assess.h"
#include "core/coalition/decisions.h"
#include "core/coalition/exclusions.h"
#include "core/coalition/lineage.h"
#include "core/coalition/statements.h"

namespace tocsin::coalition {

struct Picture {
  const Electorate& electorate;
  const Statements& statements;
  const Decisions& decisions;
  // By call: the set behind the id it quotes, once it was found. The id fixes the set for ever.
  const std::map<StatementId, Mandate>& mandates;
  // This device is sent certificates without their reports and cannot recompute the mandate's id:
  // strength and freshness rest on the word of those who signed the call, which quotes it.
  bool takes_attested = false;
  const Exclusions* exclusions = nullptr;  // null: nobody is left out
  // Both chains, and who counts under each charter that stands. Null in tests of one charter.
  const Lineage* lineage = nullptr;
  const std::map<StatementId, Electorate>* electorates = nullptr;

  // By its own clock this device does not know whether a time has come.
  bool is_clock_suspect = false;

  // The same, decided by the charter that a proposal names.
  Picture under(const StatementId& charter) const;
};

template <class T>
Signed<T> signed_of(const Accepted& accepted) {
  return Signed<T>{accepted.id, accepted.statement.domain.mode, accepted.as<T>()};
}

// All that may bear on this proposal and its calls.
Ballots ballots_for(const Picture& picture, const StatementId& proposal);
// Of that what counts: without those who are left out.
Ballots counting(const Picture& picture, Ballots all);
Ballots counting_for(const Picture& picture, const StatementId& proposal);

// The calls before it under the same mandate, as far as they are here; the latest first.
std::vector<StatementId> earlier_waves(const Statements& statements, const Call& call);

// The proposal a call or a stop belongs to, if it is here.
const Accepted* proposal_of(const Statements& statements, const StatementId& subject);

}  // namespace tocsin::coalition
