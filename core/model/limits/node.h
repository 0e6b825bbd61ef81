// Bounds of the hub's own memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/instant.h"

namespace tocsin::limits {

inline constexpr std::int64_t events_kept =
    10'000;  // disk of the journal; `watch` resumes this far back
inline constexpr std::size_t events_page = 256;  // one answer's size
inline constexpr std::size_t sightings_max =
    65'536;  // which statement was seen in which channel: memory
inline constexpr std::size_t carried_max = 4'096;  // statements waiting to be posted again: disk
inline constexpr std::size_t waiting_sends_max = 256;  // `send --wait stored` of forgetful clients
inline constexpr Seconds carry_step{2};                // duty order, channel.md §3
inline constexpr Seconds carry_wait_max{60};
inline constexpr Seconds list_step{2};  // duty order of mesh list makers
inline constexpr Seconds list_wait_max{60};

}  // namespace tocsin::limits
