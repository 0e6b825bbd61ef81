// Bounds of the driver's batches.
#pragma once

#include <cstddef>

#include "core/base/instant.h"

namespace tocsin::limits {

inline constexpr std::size_t batch_events_max = 256;             // one client cannot hold the loop
inline constexpr std::size_t batch_bytes_max = 1024 * 1024;      // memory of one transaction
inline constexpr Millis batch_time_max{20};                      // latency of everybody else
inline constexpr std::size_t inbox_events_max = 4096;            // above: sockets rest, commands get `unavailable`
inline constexpr std::size_t link_unhandled_bytes_max = 64 * 1024;  // so that no link crowds out another

}  // namespace tocsin::limits
