#include "daemon/unlock_tries.h"

#include <algorithm>

#include "core/model/limits/control.h"

namespace tocsin::daemon {

std::optional<Seconds> UnlockTries::wait(Instant now) const {
  if (failed_ < limits::unlock_tries || now >= next_) return std::nullopt;
  return std::chrono::ceil<Seconds>(next_ - now);
}

void UnlockTries::failed(Instant now) {
  ++failed_;
  if (failed_ < limits::unlock_tries) return;
  // Ten doublings reach the maximum; more would only overflow.
  const unsigned doublings = std::min(failed_ - limits::unlock_tries, 10U);
  next_ = now +
          std::min<Seconds>(limits::unlock_wait_first * (1U << doublings), limits::unlock_wait_max);
}

unsigned UnlockTries::left() const {
  return limits::unlock_tries - std::min(failed_, limits::unlock_tries);
}

}  // namespace tocsin::daemon
