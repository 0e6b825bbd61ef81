// Days as people write them, "2027-05-14", and as this machine counts them: whole days since 1970
// UTC, 0 for none. No calendar but this one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::readiness {

// From 1970-01-02 to 9999-12-31; nothing for what is no day of the calendar.
std::optional<std::uint32_t> parse_day(std::string_view text);
std::string day_text(std::uint32_t day);  // "" for 0

}  // namespace tocsin::readiness
