#include "core/readiness/days.h"

#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

TEST_CASE("a day is read and written alike") {
  CHECK(parse_day("1970-01-02") == 1U);
  CHECK(parse_day("2027-05-11") == 20'949U);
  CHECK(day_text(20'949) == "2027-05-11");
  CHECK(day_text(0).empty());
  for (std::uint32_t day = 1; day < 40'000; day += 17) CHECK(parse_day(day_text(day)) == day);
}

TEST_CASE("what is no day of the calendar is none") {
  for (const char* text : {"",
                           "2027-5-11",
                           "2027-02-29",
                           "2027-13-01",
                           "2027-00-10",
                           "2027-05-00",
                           "1970-01-01",
                           "1969-12-31",
                           "2027/05/11",
                           "2027-05-11 ",
                           "-027-05-11",
                           "2027-05-1x"})
    CHECK(!parse_day(text));
  CHECK(parse_day("2028-02-29"));
}

}  // namespace
}  // namespace tocsin::readiness
