#include "core/readiness/calendar.h"

#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

OrgContract ends(const char* slug,
                 const char* sector,
                 std::uint32_t day,
                 std::uint32_t notice = 0) {
  return OrgContract{slug, ContractDate{Cell{sector, "metro", ""}, day, notice, true}};
}

TEST_CASE("calendar golden") {
  const auto windows = calendar_windows({ends("plumbers", "public", 1020, 960),
                                         ends("drivers", "transport", 1000, 940),
                                         ends("bakers", "service", 1045),
                                         ends("plumbers", "service", 1200),
                                         ends("drivers", "logistics", 1230),
                                         ends("tenants", "public", 1400)},
                                        900);
  REQUIRE(windows.size() == 3);
  CHECK(windows[0] ==
        CalendarWindow{
            1000, 1020, 940, {"drivers", "plumbers"}, {"public/metro", "transport/metro"}});
  CHECK(windows[1] ==
        CalendarWindow{1020, 1045, 960, {"bakers", "plumbers"}, {"public/metro", "service/metro"}});
  CHECK(
      windows[2] ==
      CalendarWindow{1200, 1230, 0, {"drivers", "plumbers"}, {"logistics/metro", "service/metro"}});
}

TEST_CASE("one org alone, contracts too far apart and days gone by are no window") {
  CHECK(calendar_windows({}, 0).empty());
  CHECK(calendar_windows({ends("ana", "public", 10), ends("ana", "service", 11)}, 0).empty());
  CHECK(calendar_windows({ends("ana", "public", 10), ends("bo", "service", 41)}, 0).empty());
  CHECK(calendar_windows({ends("ana", "public", 10), ends("bo", "service", 40)}, 0).size() == 1);
  CHECK(calendar_windows({ends("ana", "public", 10), ends("bo", "service", 40)}, 11).empty());
}

TEST_CASE("no window lies within another") {
  const auto windows = calendar_windows(
      {ends("ana", "public", 10), ends("bo", "service", 20), ends("chi", "energy", 30)}, 0);
  REQUIRE(windows.size() == 1);
  CHECK(windows.front().orgs == std::vector<std::string>{"ana", "bo", "chi"});
}

}  // namespace
}  // namespace tocsin::readiness
