// How many log lines may be written: ten per second, then a count of those left out. A flood of
// events must not become a flood of lines.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/instant.h"

namespace tocsin::daemon {

class LogAllowance {
 public:
  // Nothing: not this line. Else how many were left out since the last one.
  std::optional<std::uint64_t> take(Instant now);

 private:
  std::optional<Instant> second_;
  std::size_t used_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace tocsin::daemon
