#include "daemon/log_allowance.h"

#include <utility>

#include "core/model/limits/driver.h"

namespace tocsin::daemon {

std::optional<std::uint64_t> LogAllowance::take(Instant now) {
  if (!second_ || now - *second_ >= Seconds{1}) {
    second_ = now;
    used_ = 0;
  }
  if (used_ >= limits::log_lines_max) {
    ++left_out_;
    return std::nullopt;
  }
  ++used_;
  return std::exchange(left_out_, 0);
}

}  // namespace tocsin::daemon
