// Bounds of what is printed to be pinned to a wall.
#pragma once

#include <cstddef>

namespace tocsin::limits {

inline constexpr std::size_t page_lines = 60;  // what a sheet of paper takes

}  // namespace tocsin::limits
