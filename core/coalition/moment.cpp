#include "core/coalition/moment.h"

namespace tocsin::coalition {
namespace {

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

// By civil-from-days: no locale, no library of time zones.
std::string moment(WallTime time) {
  if (time == WallTime{}) return "not set";
  const std::int64_t minutes = wall_ms(time) / 60'000;
  const std::int64_t days = minutes / (24 * 60) + 719'468;
  const std::int64_t era = days / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * shifted + 2) / 5 + 1;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return std::to_string(year) + "-" + two_digits(month) + "-" + two_digits(day) + " " +
         two_digits(minutes / 60 % 24) + ":" + two_digits(minutes % 60) + " UTC";
}

std::string calendar_day(std::uint32_t days_since_1970) {
  constexpr std::size_t date_columns = 10;
  constexpr std::int64_t day_ms = 86'400'000;
  return moment(wall_from_ms(day_ms * days_since_1970)).substr(0, date_columns);
}

std::string duration(Seconds seconds) {
  const std::int64_t s = seconds.count();
  if (s != 0 && s % 86'400 == 0) return std::to_string(s / 86'400) + " d";
  if (s != 0 && s % 3600 == 0) return std::to_string(s / 3600) + " h";
  if (s != 0 && s % 60 == 0) return std::to_string(s / 60) + " min";
  return std::to_string(s) + " s";
}

}  // namespace tocsin::coalition
