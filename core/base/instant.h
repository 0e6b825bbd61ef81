// Two clocks that no type can mix up, and neither has a now(): reading a clock in the core does not
// compile. Instant times our own timers and never leaves the process; WallTime (ms UTC) is what
// people share and may jump.
#pragma once

#include <chrono>
#include <cstdint>

namespace tocsin {

using Millis = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;

struct MonotonicClock {
  using rep = std::int64_t;
  using period = std::micro;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<MonotonicClock>;
  static constexpr bool is_steady = true;
};

struct UtcClock {
  using rep = std::int64_t;
  using period = std::milli;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<UtcClock>;
  static constexpr bool is_steady = false;
};

using Instant = MonotonicClock::time_point;
using WallTime = UtcClock::time_point;

struct Now {
  Instant instant;
  WallTime wall;
};

inline WallTime wall_from_ms(std::int64_t ms) {
  return WallTime{Millis{ms}};
}

inline std::int64_t wall_ms(WallTime time) {
  return time.time_since_epoch().count();
}

// Whole hours and days since 1970 UTC, rounded down; 0 before 1970.
inline std::uint32_t hour_of(WallTime time) {
  const std::int64_t ms = wall_ms(time);
  return ms < 0 ? 0U : static_cast<std::uint32_t>(ms / 3'600'000);
}

inline std::uint32_t day_of(WallTime time) {
  return hour_of(time) / 24;
}

inline std::uint32_t minute_of(WallTime time) {
  const std::int64_t ms = wall_ms(time);
  return ms < 0 ? 0U : static_cast<std::uint32_t>(ms / 60'000);
}

}  // namespace tocsin
