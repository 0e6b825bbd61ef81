// When a proposal whose calls have ended is CLOSED, and what still keeps it open (coalition.md §7).
#pragma once

#include <optional>
#include <vector>

#include "core/coalition/picture.h"

namespace tocsin::coalition {

// This org's debrief of this call is here, signed by two of its delegates.
bool is_debriefed(const Picture& picture, const StatementId& call, const OrgId& org);

// When the last of a certified call's targets that started had ended here; nothing: none has, or
// one still runs.
std::optional<WallTime> ended_at(const Picture& picture, const Accepted& call);

// Called orgs that ran and owe a debrief, over all calls of the proposal that have ended.
std::vector<OrgId> owing_debrief(const Picture& picture, const Accepted& proposal);

// All have ended, no wave can follow and nobody owes a debrief; or the days for it are over.
bool is_closed(const Picture& picture, const Accepted& proposal, WallTime now);
// The moment at which it is closed without the debriefs; nothing: not all have ended.
std::optional<WallTime> closes_at(const Picture& picture, const Accepted& proposal);
// When time alone may close it next.
std::optional<WallTime> looks_again_at(const Picture& picture,
                                       const Accepted& proposal,
                                       WallTime now);

}  // namespace tocsin::coalition
