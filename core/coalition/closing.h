// When a proposal whose calls have ended is CLOSED, and what still keeps it open (coalition.md §7).
#pragma once

#include <optional>

#include "core/coalition/picture.h"

namespace tocsin::coalition {

// All have ended, no wave can follow and nobody owes a debrief; or the days for it are over.
bool is_closed(const Picture& picture, const Accepted& proposal, WallTime now);
// When time alone may close it next.
std::optional<WallTime> looks_again_at(const Picture& picture,
                                       const Accepted& proposal,
                                       WallTime now);

}  // namespace tocsin::coalition
