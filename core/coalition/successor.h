// When a successor of a charter or manifest is complete (decisions.md §6): at the first moment at
// which the sign-offs given until then, none of them expired, are enough. Pure. Which of several
// complete ones stands is lineage.h.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/coalition/electorate.h"
#include "core/coalition/tally.h"
#include "core/model/verdict.h"

namespace tocsin::coalition {

struct Completion {
  WallTime at;
  std::vector<StatementId> signoffs;  // as few as will do; sorted
};

// A manifest: k delegates of the version before it, and every device that it lists newly.
struct ManifestStep {
  OrgId org;
  const StandingManifest& prev;
  const Signed<Manifest>& next;
};

std::vector<Lack> lacks_at(const ManifestStep& step, const Signoffs& signoffs, WallTime at);
std::optional<Completion> completion_of(const ManifestStep& step, const Signoffs& signoffs);

// A charter: the amend rule of the version before it and its own, each over its own orgs; k of each
// new org, and each of its sponsors; and its hold before it takes effect.
struct CharterStep {
  const Electorate& prev;  // as it was at that moment
  const Electorate& next;
};

std::vector<Lack> lacks_at(const CharterStep& step, const Signoffs& signoffs, WallTime at);
std::vector<StatementId> signoffs_at(const CharterStep& step,
                                     const Signoffs& signoffs,
                                     WallTime at);

// Orgs of `next` that `prev` does not have.
std::vector<OrgId> new_orgs(const Charter& prev, const Charter& next);
// These, and observers that become provisional: sponsors answer for both.
std::vector<OrgId> entering_orgs(const Charter& prev, const Charter& next);

// Times of all approvals of `subject`, in order: what completeness can begin at.
std::vector<WallTime> approval_times(const StatementId& subject, const Signoffs& signoffs);

}  // namespace tocsin::coalition
