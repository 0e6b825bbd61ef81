// Bounds of one protobuf message, counted before the library parses it: it takes 29 to 62 bytes of
// heap per byte of a hostile message.
#pragma once

#include <cstddef>

namespace tocsin::limits {

inline constexpr std::size_t pb_elements_max = 8192;
inline constexpr std::size_t pb_depth_max = 8;

}  // namespace tocsin::limits
