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
#include "core/coalition/lineage.h"
#include "core/model/proof.h"

namespace tocsin::coalition {

// Where a compiler takes statements from, by id.
using Lookup = std::function<std::optional<Statement>(const StatementId&)>;

// Sorts, drops what is there twice. limit_exceeded: more than a proof can hold.
Result<Proof> assemble(ProofKind kind, std::vector<Statement> statements);
// The union of two drafts of one subject. conflict: different kinds.
Result<Proof> merge(const Proof& a, const Proof& b);

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
// The charter at that place of the line, with the sign-offs of founding on the first charter and
// manifests.
Result<Proof> compile_charter(const Lineage& lineage,
                              std::size_t place,
                              const Signoffs& signoffs,
                              const Lookup& lookup);
// The manifest of an org that stands, with its whole chain.
Result<Proof> compile_manifest(const ManifestLine& line,
                               const Signoffs& signoffs,
                               const Lookup& lookup);

}  // namespace tocsin::coalition
