// Times and durations in the words of a text that is signed or reviewed: in UTC and without a
// locale, so that they read the same on every device. For one person's screen: cli/time_text.h.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/instant.h"

namespace tocsin::coalition {

// "2027-05-14 05:00 UTC"; "not set" for zero.
std::string moment(WallTime time);
// "72 h", "14 d": in the largest unit that divides it.
std::string duration(Seconds seconds);
std::string calendar_day(std::uint32_t days_since_1970);  // "2027-05-14"

}  // namespace tocsin::coalition
