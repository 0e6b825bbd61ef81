#include "transport/driver/clocks.h"

#include <chrono>
#include <ctime>

#include "core/base/ensure.h"

namespace tocsin::driver {

Now Clocks::now() const {
  using std::chrono::duration_cast;
  // Counts sleep too: a laptop that slept through the night must not take the morning for a jump of
  // its wall clock.
  timespec awake_and_asleep{};
  ENSURE(clock_gettime(CLOCK_BOOTTIME, &awake_and_asleep) == 0);
  const auto steady = std::chrono::seconds{awake_and_asleep.tv_sec} +
                      std::chrono::nanoseconds{awake_and_asleep.tv_nsec};
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return Now{Instant{duration_cast<Instant::duration>(steady)},
             WallTime{duration_cast<WallTime::duration>(wall)}};
}

}  // namespace tocsin::driver
