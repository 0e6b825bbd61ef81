// Bounds of the driver's batches.
#pragma once

#include <cstddef>

#include "core/base/instant.h"

namespace tocsin::limits {

inline constexpr std::size_t batch_events_max = 256;         // one client cannot hold the loop
inline constexpr std::size_t batch_bytes_max = 1024 * 1024;  // memory of one transaction
inline constexpr Millis batch_time_max{20};                  // latency of everybody else
inline constexpr std::size_t inbox_events_max =
    4096;  // above: sockets rest, commands get `unavailable`
inline constexpr std::size_t link_unhandled_bytes_max =
    64 * 1024;  // so that no link crowds out another

inline constexpr Seconds connect_deadline{5};  // an address that answers nothing
inline constexpr std::size_t connections_max =
    1024;  // descriptors, gated or not; half_open_max is far below
inline constexpr std::size_t link_unsent_bytes_max =
    1024 * 1024;  // a peer that does not read; then its link closes
inline constexpr Seconds disk_check_gap{
    60};  // how late a filling disk is noticed, how long the log holds what was overwritten
inline constexpr std::size_t log_lines_max = 10;  // per second, then a count: log floods

}  // namespace tocsin::limits
