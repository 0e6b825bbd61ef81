// Bounds of what people write in TOML: a parser's memory and stack.
#pragma once

#include <cstddef>

namespace tocsin::limits {

inline constexpr std::size_t toml_bytes_max = 256 * 1024;
inline constexpr std::size_t toml_depth_max = 24;

}  // namespace tocsin::limits
