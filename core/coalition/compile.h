// Proofs out of statements: anybody may compile one, no compiler is trusted, and all who hold the
// same statements compile the same (coalition.md §7). What is enough is decided in assess.h; a
// compiled proof is VALID for verify.h or it is not compiled. Founding drafts are the proofs of a
// charter or manifest that are not yet complete.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/coalition/assess.h"
#include "core/model/proof.h"

namespace tocsin::coalition {

// Where a compiler takes statements from, by id.
using Lookup = std::function<std::optional<Statement>(const StatementId&)>;

// Sorts, drops what is there twice. limit_exceeded: more than a proof can hold.
Result<Proof> assemble(ProofKind kind, std::vector<Statement> statements);
// The union of two drafts of one subject. conflict: different kinds.
Result<Proof> merge(const Proof& a, const Proof& b);

// Charter and manifests, without their sign-offs: what every decision's proof begins with.
std::vector<StatementId> authority(const Electorate& electorate);

struct MandateParts {
  const Electorate& electorate;
  const Signed<Proposal>& proposal;
  const Mandate& mandate;
};

// not_found: a statement the parts name is not in the lookup.
Result<Proof> compile_mandate(const MandateParts& parts, const Lookup& lookup);

// `with_reports` false: the reports are left out, the verdict is VALID, mandate attested.
struct CallParts {
  MandateParts mandate;
  const Signed<Call>& call;
  const Certificate& certificate;
  bool with_reports = false;
  std::vector<StatementId> waves{};  // the calls before it
};

Result<Proof> compile_call(const CallParts& parts, const Lookup& lookup);

struct StopParts {
  const Electorate& electorate;
  StatementId proposal;
  std::optional<StatementId> call;
  StatementId stop;
  std::vector<StatementId> signoffs;
};

Result<Proof> compile_stop(const StopParts& parts, const Lookup& lookup);
// With the sign-offs of founding on charter and manifests.
Result<Proof> compile_charter(const Electorate& electorate,
                              const Ballots& ballots,
                              const Lookup& lookup);

}  // namespace tocsin::coalition
