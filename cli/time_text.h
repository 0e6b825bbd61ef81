// Times as people read and type them. Shown with zone and UTC offset always: a call is one instant
// for people in several zones. Names of days and months are English whatever the locale.
#pragma once

#include <string>
#include <string_view>

#include "core/base/instant.h"
#include "core/base/result.h"

namespace tocsin::cli {

// "Fri 14 May 2027 05:00 EDT (UTC-4)" in the zone of the environment (TZ).
std::string time_for_people(WallTime time);
// "2027-05-14T09:00:00.000Z"
std::string time_rfc3339(WallTime time);

// RFC 3339 with an offset, seconds optional: "2027-05-15T05:00-04:00", "2027-05-15T09:00:00Z".
// malformed: anything else, also a time without an offset, which would mean two instants.
Result<WallTime> parse_time(std::string_view text);

// "90s", "15m", "72h", "14d". malformed: anything else, or more than ten years.
Result<Seconds> parse_span(std::string_view text);
// "3 min", "2 h 5 min", "14 d": at most two units.
std::string span_for_people(Seconds span);

}  // namespace tocsin::cli
