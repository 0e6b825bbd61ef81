// Bounds of what is received while a profile is sealed (docs/decisions, 0059).
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/model/limits/gossip.h"

namespace tocsin::limits {

// A flood while nobody is there to look: above, only calls come in, up to the reserve; bulk stops
// long before.
inline constexpr std::uint64_t spool_bytes_max = 64 * 1024 * 1024;
inline constexpr std::uint64_t spool_file_bytes_max = spool_bytes_max + call_reserve_bytes;
inline constexpr std::size_t spool_read_bytes = 1024 * 1024;  // memory while it is read
inline constexpr std::size_t spool_feed_events = 64;  // handed on at once, so that users get a turn

}  // namespace tocsin::limits
