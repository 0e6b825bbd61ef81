// When the call of these tests begins, and when somebody looks at it.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <ctime>

#include "cli/render.h"

namespace tocsin::cli {

inline constexpr std::int64_t hour_ms = 3'600'000;
inline constexpr std::int64_t t0_ms = 1'810'285'200'000;  // Fri 14 May 2027 09:00 UTC

inline Value time_at(std::int64_t ms) {
  return Value{wall_from_ms(ms)};
}

// 59 hours before it, and in UTC.
inline Look early_look() {
  ::setenv("TZ", "UTC0", 1);
  ::tzset();
  return Look{false, wall_from_ms(t0_ms - 59 * hour_ms)};
}

}  // namespace tocsin::cli
