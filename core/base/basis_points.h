#pragma once

#include <cstdint>

namespace tocsin {

// All of it: a share is a whole number of hundredths of a percent, so nobody rounds differently. 64
// bits: products with it do not wrap.
inline constexpr std::uint64_t whole_bp = 10'000;

}  // namespace tocsin
