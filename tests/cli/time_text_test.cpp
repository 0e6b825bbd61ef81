#include "cli/time_text.h"

#include <cstdlib>
#include <ctime>
#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

void live_in(const char* zone) {
  ::setenv("TZ", zone, 1);
  ::tzset();
}

constexpr std::int64_t may_14_ms = 1'810'285'200'000;  // 2027-05-14T09:00:00Z

}  // namespace

TEST_CASE("a time is shown with its zone and its offset") {
  live_in("EST5EDT,M3.2.0,M11.1.0");
  CHECK(time_for_people(wall_from_ms(may_14_ms)) == "Fri 14 May 2027 05:00 EDT (UTC-4)");
  live_in("IST-5:30");
  CHECK(time_for_people(wall_from_ms(may_14_ms)) == "Fri 14 May 2027 14:30 IST (UTC+5:30)");
  live_in("UTC0");
  CHECK(time_for_people(wall_from_ms(may_14_ms)) == "Fri 14 May 2027 09:00 UTC");
}

TEST_CASE("a zone whose name is only its offset is not named twice") {
  live_in("<-03>3");
  CHECK(time_for_people(wall_from_ms(may_14_ms)) == "Fri 14 May 2027 06:00 UTC-3");
  live_in("UTC0");
}

TEST_CASE("a time that no calendar has is said to be none") {
  CHECK(time_for_people(WallTime::max()) == "(no time)");
  CHECK(time_rfc3339(WallTime::min()).empty());
}

TEST_CASE("what is printed for programs is read back as the same instant") {
  const std::string text = time_rfc3339(wall_from_ms(may_14_ms + 7));
  CHECK(text == "2027-05-14T09:00:00.007Z");
  CHECK(parse_time(text).value() == wall_from_ms(may_14_ms + 7));
}

TEST_CASE("a typed time needs its offset, else it would be two instants") {
  CHECK(parse_time("2027-05-14T05:00-04:00").value() == wall_from_ms(may_14_ms));
  CHECK(parse_time("2027-05-14T14:30:00+05:30").value() == wall_from_ms(may_14_ms));
  CHECK_FALSE(parse_time("2027-05-14T05:00"));
  CHECK_FALSE(parse_time("2027-05-14 05:00-04:00"));
}

TEST_CASE("a time that does not exist is refused") {
  for (const char* const text : {"2027-02-29T00:00Z",
                                 "2027-13-01T00:00Z",
                                 "2027-00-01T00:00Z",
                                 "2027-05-14T24:00Z",
                                 "2027-05-14T09:60Z",
                                 "2027-05-14T09:00+15:00",
                                 "2027-05-14T09:00Zx",
                                 "",
                                 "2027"}) {
    INFO(text);
    CHECK_FALSE(parse_time(text));
  }
  CHECK(parse_time("2028-02-29T00:00Z"));
}

TEST_CASE("spans have one unit and a bound") {
  CHECK(parse_span("90s").value() == Seconds{90});
  CHECK(parse_span("15m").value() == Seconds{900});
  CHECK(parse_span("72h").value() == Seconds{72 * 3600});
  CHECK(parse_span("14d").value() == Seconds{14 * 86'400});
  CHECK(parse_span("0s").value() == Seconds{0});
  for (const char* const text : {"",
                                 "s",
                                 "14",
                                 "-1d",
                                 "1.5h",
                                 "1w",
                                 "4000d",
                                 "99999999999999999999s",
                                 "1h ",
                                 " 1h",
                                 "1 h"}) {
    INFO(text);
    CHECK_FALSE(parse_span(text));
  }
}

TEST_CASE("a span is told in two units at most") {
  CHECK(span_for_people(Seconds{59}) == "59 s");
  CHECK(span_for_people(Seconds{3599}) == "59 min");
  CHECK(span_for_people(Seconds{7500}) == "2 h 5 min");
  CHECK(span_for_people(Seconds{86'400 * 2}) == "2 d");
  CHECK(span_for_people(Seconds{-5}) == "0 s");
}

}  // namespace tocsin::cli
