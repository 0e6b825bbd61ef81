// Bounds of what core/coalition keeps and waits for.
#pragma once

#include <cstddef>

#include "core/base/instant.h"

namespace tocsin::limits {

// Statements whose author is not known yet, or from the future. A stranger to the coalition reaches
// no channel, so these come from members; what finds no room is lost, so each org has its share
// (core/coalition/waiting.h). In bytes, of which each weighs at least so many: 2,048 of them.
inline constexpr std::size_t waiting_weight_max = 4 * 1024 * 1024;
inline constexpr std::size_t waiting_weight_min = 2 * 1024;
// One delegate cannot fill every device's disk with objects that nobody else signs.
inline constexpr std::size_t proposals_open_max = 2;         // of one org, decisions.md §2
inline constexpr std::size_t successor_drafts_max = 16;      // of one device, after one version
inline constexpr std::size_t signoffs_per_device_max = 512;  // kept of one device for one subject

inline constexpr std::size_t debriefs_per_device_max = 16;  // of one call: mended, not flooded

// Live acts: long enough to read, short enough that the text is still in mind (decisions.md §2).
inline constexpr Seconds review_wait{10};
inline constexpr Seconds review_window{15 * 60};
inline constexpr std::size_t reviews_open_max = 64;
inline constexpr std::size_t subject_prefix_digits_min = 4;
// Of what waits for one person's sign-off: drafts that nobody wants do not push the rest of
// `status` off the screen.
inline constexpr std::size_t agenda_rows_max = 20;

// A hold may not become a veto (coalition.md §7).
inline constexpr Seconds hold_max{72 * 3600};
// A pause ends by itself, and who carried one rests (coalition.md §7).
inline constexpr Seconds pause_max{24 * 3600};
inline constexpr Seconds pause_rest{72 * 3600};
// Of one org on one proposal: the second needs another org with it.
inline constexpr std::size_t proposal_holds_max = 2;
// Each stop is weighed again whenever its subject is looked at.
inline constexpr std::size_t stops_per_device_max = 64;  // of one device for one subject
// Two sync rounds between peers lie up to 19 minutes apart (gossip.md §5): less is no silence.
inline constexpr Seconds cut_off_min{20 * 60};
// What others say the time is. A link is dialled again every 24 h, which renews it.
inline constexpr std::size_t peer_clocks_min = 3;   // fewer could all be one liar's
inline constexpr std::size_t peer_clocks_max = 64;  // the neighbours of a device are fewer
inline constexpr Seconds peer_clock_life{26 * 3600};
inline constexpr Seconds peer_clock_step{60};  // they tell minutes
// The own time they agreed with is kept when it has moved on by this: not at every handshake.
inline constexpr Seconds agreed_clock_step{600};
// A drill call is over by itself (decisions.md §4).
inline constexpr Seconds drill_life{24 * 3600};
// After the end: then a call is closed, and what is missing shows as overdue (decisions.md §11).
inline constexpr Seconds debrief_due{30 * 24 * 3600};
// How late a device may look at t0 and still have been awake for it.
inline constexpr Seconds witness_late_max{60};
// A device that was asleep at t0 looks at what came in meanwhile before it says that the action
// runs.
inline constexpr Seconds settle_after_sleep{30};

}  // namespace tocsin::limits
