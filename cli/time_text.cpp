#include "cli/time_text.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <optional>

#include <fmt/format.h>

namespace tocsin::cli {
namespace {

constexpr std::array day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array month_names{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
// Beyond these years a time is a mistake or an attack, and the calendar functions disagree.
constexpr std::int64_t earliest_ms = -62'135'596'800'000;  // year 1
constexpr std::int64_t latest_ms = 253'402'300'799'999;    // year 9999

struct Split {
  std::time_t seconds;
  int millis;
};

std::optional<Split> split(WallTime time) {
  const std::int64_t ms = wall_ms(time);
  if (ms < earliest_ms || ms > latest_ms) return std::nullopt;
  const std::int64_t millis = ((ms % 1000) + 1000) % 1000;
  return Split{static_cast<std::time_t>((ms - millis) / 1000), static_cast<int>(millis)};
}

std::string offset_text(long seconds) {
  if (seconds == 0) return "UTC";
  const long minutes = std::labs(seconds) / 60;
  const char sign = seconds < 0 ? '-' : '+';
  if (minutes % 60 == 0) return fmt::format("UTC{}{}", sign, minutes / 60);
  return fmt::format("UTC{}{}:{:02}", sign, minutes / 60, minutes % 60);
}

// Reads fixed-width numbers and separators off the front; after the first mismatch it is failed.
class Cutter {
 public:
  explicit Cutter(std::string_view text) : rest_{text} {}

  int number(std::size_t width) {
    if (rest_.size() < width) return miss();
    int value = 0;
    for (const char digit : rest_.substr(0, width)) {
      if (digit < '0' || digit > '9') return miss();
      value = value * 10 + (digit - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }

  void expect(char wanted) {
    if (!take(wanted)) miss();
  }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  int miss() {
    has_failed_ = true;
    return 0;
  }

  bool is_finished() const { return !has_failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool has_failed_ = false;
};

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap(year) ? 1 : 0);
}

// Days since 1970 of a date that exists.
std::int64_t days_since_1970(int year, int month, int day) {
  std::int64_t days = 0;
  for (int y = 1970; y < year; ++y) days += is_leap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += days_in(year, m);
  return days + day - 1;
}

// Minutes east of UTC.
int offset_minutes(Cutter& cutter) {
  if (cutter.take('Z')) return 0;
  const bool is_west = cutter.take('-');
  if (!is_west) cutter.expect('+');
  const int hours = cutter.number(2);
  cutter.expect(':');
  const int minutes = cutter.number(2);
  if (hours > 14 || minutes > 59) return cutter.miss();
  return (is_west ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::string time_for_people(WallTime time) {
  const auto parts = split(time);
  std::tm local{};
  if (!parts || ::localtime_r(&parts->seconds, &local) == nullptr) return "(no time)";
  const std::string offset = offset_text(local.tm_gmtoff);
  const std::string zone = local.tm_zone == nullptr ? "" : local.tm_zone;
  // Zones without a name of their own are called by their offset, once is enough.
  const bool has_name =
      !zone.empty() && zone.front() != '+' && zone.front() != '-' && zone != offset;
  return fmt::format("{} {} {} {} {:02}:{:02} {}",
                     day_names[static_cast<std::size_t>(local.tm_wday)],
                     local.tm_mday,
                     month_names[static_cast<std::size_t>(local.tm_mon)],
                     local.tm_year + 1900,
                     local.tm_hour,
                     local.tm_min,
                     has_name ? fmt::format("{} ({})", zone, offset) : offset);
}

std::string time_rfc3339(WallTime time) {
  const auto parts = split(time);
  std::tm utc{};
  if (!parts || ::gmtime_r(&parts->seconds, &utc) == nullptr) return "";
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                     utc.tm_year + 1900,
                     utc.tm_mon + 1,
                     utc.tm_mday,
                     utc.tm_hour,
                     utc.tm_min,
                     utc.tm_sec,
                     parts->millis);
}

Result<WallTime> parse_time(std::string_view text) {
  Cutter cutter{text};
  const int year = cutter.number(4);
  cutter.expect('-');
  const int month = cutter.number(2);
  cutter.expect('-');
  const int day = cutter.number(2);
  cutter.expect('T');
  const int hour = cutter.number(2);
  cutter.expect(':');
  const int minute = cutter.number(2);
  const int second = cutter.take(':') ? cutter.number(2) : 0;
  const int millis = cutter.take('.') ? cutter.number(3) : 0;
  const int offset = offset_minutes(cutter);
  if (!cutter.is_finished())
    return fail(Errc::malformed, "a time is written 2027-05-15T05:00-04:00, with its offset");
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_in(year, month) ||
      hour > 23 || minute > 59 || second > 59)
    return fail(Errc::malformed, "there is no such time");
  const std::int64_t minutes =
      (days_since_1970(year, month, day) * 24 + hour) * 60 + minute - offset;
  return wall_from_ms((minutes * 60 + second) * 1000 + millis);
}

Result<Seconds> parse_span(std::string_view text) {
  constexpr std::int64_t ten_years_s = 10LL * 366 * 86'400;
  if (text.size() < 2) return fail(Errc::malformed, "a span is written 90s, 15m, 72h or 14d");
  std::int64_t unit = 0;
  switch (text.back()) {
    case 's':
      unit = 1;
      break;
    case 'm':
      unit = 60;
      break;
    case 'h':
      unit = 3600;
      break;
    case 'd':
      unit = 86'400;
      break;
    default:
      return fail(Errc::malformed, "a span is written 90s, 15m, 72h or 14d");
  }
  std::int64_t count = 0;
  const char* const end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || stop != end || count < 0 || count > ten_years_s / unit)
    return fail(Errc::malformed, "a span is written 90s, 15m, 72h or 14d");
  return Seconds{count * unit};
}

std::string span_for_people(Seconds span) {
  const std::int64_t seconds = span.count() < 0 ? 0 : span.count();
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min", seconds / 60);
  const auto two = [](std::int64_t big, const char* name, std::int64_t small, const char* rest) {
    return small == 0 ? fmt::format("{} {}", big, name)
                      : fmt::format("{} {} {} {}", big, name, small, rest);
  };
  if (seconds < 86'400) return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
  return two(seconds / 86'400, "d", seconds % 86'400 / 3600, "h");
}

}  // namespace tocsin::cli
