// Is this proof valid? A pure function of its bytes and the anchor: no clock, no store, no I/O, one
// for `tocsin verify` and for the daemon (coalition.md §10, first failure wins). What
// a node knows besides can only add caution: standing.h, caution.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/instant.h"
#include "core/model/charter.h"
#include "core/model/decision.h"
#include "core/model/proof.h"
#include "core/model/verdict.h"

namespace tocsin::coalition {

// What the reader goes by already.
struct Anchor {
  CoalitionId coalition;       // id of charter version 1; zero only for a manifest card
  std::optional<Mode> mode{};  // actual or rehearsal: what that charter is; absent: either
  bool must_be_live = false;   // then a drill or a rehearsal is E_MODE
};

// For display, filled as far as the verification came.
struct Verified {
  ProofKind kind = ProofKind::state;
  Mode mode = Mode::none;  // of the subject
  CoalitionId coalition = CoalitionId::zero();
  std::string name;           // of the coalition, or of the org of a manifest card
  std::uint32_t version = 0;  // of the charter or manifest
  StatementId subject = StatementId::zero();
  ProofId mandate = ProofId::zero();
  std::string action;
  std::optional<WallTime> mandate_time;
  std::optional<WallTime> call_time;
  std::size_t orgs = 0;     // approving
  std::size_t orgs_of = 0;  // full members
  std::vector<CallTarget> targets;
  std::vector<std::pair<OrgId, std::string>> slugs;  // of all orgs of the charter
  std::optional<StopKind> stop;
  EndForm form = EndForm::none;         // of a stop that ends
  std::vector<DemandOutcome> outcomes;  // likewise, by demand
  std::vector<OrgId> stopped_by;        // orgs that carry a stop for their own targets
  std::optional<DeviceId> device;       // evidence: whose two statements contradict each other
  OrgId device_org = OrgId::zero();
  std::string person;
  std::vector<StatementId> contradicting;
  std::size_t signatures = 0;  // good ones
};

struct Verification {
  Verdict verdict;
  Verified verified;
};

Verification examine(ByteView proof, const Anchor& anchor);
Verdict verify(ByteView proof, const Anchor& anchor);

// The coalition a charter proof founds, for a reader who has no anchor yet and compares words:
// the id of the one charter in it. Says nothing of validity.
Result<CoalitionId> founded_by(ByteView charter_proof);

}  // namespace tocsin::coalition
