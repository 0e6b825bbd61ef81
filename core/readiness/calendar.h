// When several orgs' contracts end within one window: the days on which they may act together.
// Dates come from published reports, and from the own store for the own org.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/report.h"

namespace tocsin::readiness {

struct OrgContract {
  std::string slug;
  ContractDate contract;
};

struct CalendarWindow {
  std::uint32_t from_day = 0;  // the first contract that ends in it
  std::uint32_t until_day = 0;
  std::uint32_t notice_by_day = 0;  // the first notice due for one of them; 0: none known
  std::vector<std::string> orgs;    // sorted
  std::vector<std::string> cells;   // sorted
  friend bool operator==(const CalendarWindow&, const CalendarWindow&) = default;
};

// In order of days. Only windows of two orgs or more, and none that lies within another.
std::vector<CalendarWindow> calendar_windows(std::vector<OrgContract> contracts,
                                             std::uint32_t today);

}  // namespace tocsin::readiness
