#include "transport/driver/clocks.h"

#include <chrono>

namespace tocsin::driver {

Now Clocks::now() const {
  using std::chrono::duration_cast;
  const auto steady = std::chrono::steady_clock::now().time_since_epoch();
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return Now{Instant{duration_cast<Instant::duration>(steady)},
             WallTime{duration_cast<WallTime::duration>(wall)}};
}

}  // namespace tocsin::driver
