// How often a key may be tried: five times at will, then after 1 s, 2 s, 4 s ... 15 min
// (control.md).
#pragma once

#include <optional>

#include "core/base/instant.h"

namespace tocsin::daemon {

class UnlockTries {
 public:
  // How long to wait before the next try; nothing: now.
  std::optional<Seconds> wait(Instant now) const;
  void failed(Instant now);

  void succeeded() { *this = UnlockTries{}; }

  unsigned left() const;  // at will

 private:
  unsigned failed_ = 0;
  Instant next_ = Instant::min();
};

}  // namespace tocsin::daemon
