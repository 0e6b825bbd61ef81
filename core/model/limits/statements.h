// Bounds of what core/coalition keeps and waits for.
#pragma once

#include <cstddef>

#include "core/base/instant.h"

namespace tocsin::limits {

// Statements whose author is not known yet, or from the future. A stranger to the coalition reaches
// no channel, so these come from members; more are refused and come again with the next sync.
inline constexpr std::size_t statements_waiting_max = 2'048;
// One delegate cannot fill every device's disk with objects that nobody else signs.
inline constexpr std::size_t proposals_open_max = 2;         // of one org, decisions.md §2
inline constexpr std::size_t signoffs_per_device_max = 512;  // kept of one device for one subject

inline constexpr std::size_t debriefs_per_device_max = 16;  // of one call: mended, not flooded

// Live acts: long enough to read, short enough that the text is still in mind (decisions.md §2).
inline constexpr Seconds review_wait{10};
inline constexpr Seconds review_window{15 * 60};
inline constexpr std::size_t reviews_open_max = 64;
inline constexpr std::size_t subject_prefix_digits_min = 4;

// A hold may not become a veto (coalition.md §7).
inline constexpr Seconds hold_max{72 * 3600};
// A drill call is over by itself (decisions.md §4).
inline constexpr Seconds drill_life{24 * 3600};
// After the end: then a call is closed, and what is missing shows as overdue (decisions.md §6).
inline constexpr Seconds debrief_due{30 * 24 * 3600};
// How late a device may look at t0 and still have been awake for it.
inline constexpr Seconds witness_late_max{60};
// A device that was asleep at t0 looks at what came in meanwhile before it says that the action
// runs.
inline constexpr Seconds settle_after_sleep{30};

}  // namespace tocsin::limits
