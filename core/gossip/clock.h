// Whether the wall clock may be believed when it says that something has expired (gossip.md §1):
// after a jump of more than 24 hours forward nothing is deleted until it comes back, or a day has
// passed.
#pragma once

#include <optional>

#include "core/base/instant.h"
#include "core/model/limits/gossip.h"

namespace tocsin::gossip {

class Clock {
 public:
  void tick(Now now) {
    if (last_ && now.wall - last_->wall > (now.instant - last_->instant) + limits::clock_jump_max)
      before_ = *last_;
    last_ = now;
    if (before_ &&
        (now.instant >= before_->instant + limits::clock_suspect_life ||
         now.wall - before_->wall <= (now.instant - before_->instant) + limits::clock_jump_max))
      before_.reset();
  }

  bool is_suspect() const { return before_.has_value(); }

 private:
  std::optional<Now> last_;
  std::optional<Now> before_;  // the last moment believed
};

}  // namespace tocsin::gossip
