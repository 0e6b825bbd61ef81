#include "core/readiness/calendar.h"

#include <algorithm>
#include <set>
#include <span>
#include <tuple>

#include "core/model/limits/readiness.h"
#include "core/readiness/cell.h"

namespace tocsin::readiness {
namespace {

CalendarWindow window_of(std::span<const OrgContract> contracts) {
  CalendarWindow window;
  window.from_day = contracts.front().contract.ends_day;
  window.until_day = contracts.back().contract.ends_day;
  std::set<std::string> orgs;
  std::set<std::string> cells;
  for (const OrgContract& entry : contracts) {
    orgs.insert(entry.slug);
    cells.insert(cell_text(entry.contract.cell));
    const std::uint32_t notice = entry.contract.notice_by_day;
    if (notice != 0 && (window.notice_by_day == 0 || notice < window.notice_by_day))
      window.notice_by_day = notice;
  }
  window.orgs.assign(orgs.begin(), orgs.end());
  window.cells.assign(cells.begin(), cells.end());
  return window;
}

}  // namespace

std::vector<CalendarWindow> calendar_windows(std::vector<OrgContract> contracts,
                                             std::uint32_t today) {
  std::erase_if(contracts,
                [&](const OrgContract& entry) { return entry.contract.ends_day < today; });
  std::ranges::sort(contracts, {}, [](const OrgContract& entry) {
    return std::tuple{entry.contract.ends_day, entry.slug, entry.contract};
  });
  std::vector<CalendarWindow> windows;
  std::size_t reached = 0;  // one past the last contract of the widest window so far
  for (std::size_t first = 0; first < contracts.size(); ++first) {
    std::size_t end = first;
    while (end < contracts.size() &&
           contracts[end].contract.ends_day - contracts[first].contract.ends_day <=
               limits::calendar_window_days)
      ++end;
    if (end <= reached) continue;
    reached = end;
    CalendarWindow window = window_of(std::span{contracts}.subspan(first, end - first));
    if (window.orgs.size() > 1) windows.push_back(std::move(window));
  }
  return windows;
}

}  // namespace tocsin::readiness
