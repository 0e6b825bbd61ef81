// An hour in which tickets are held and expire.
#pragma once

#include <cstdint>

#include "core/base/instant.h"

namespace tocsin::link {

inline constexpr std::uint32_t this_hour = 490'000;
inline const Now on_the_hour{Instant{Seconds{100}},
                             wall_from_ms(std::int64_t{this_hour} * 3'600'000)};

}  // namespace tocsin::link
