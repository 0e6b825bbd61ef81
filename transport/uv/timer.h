// One timer, armed for a moment of our own monotonic clock. It may fire a little late, never early
// by that clock's milliseconds, and once: after a long sleep of the machine there is one call, not
// one per period missed.
#pragma once

#include <functional>
#include <optional>

#include "core/base/instant.h"
#include "transport/uv/handle.h"
#include "transport/uv/loop.h"

namespace tocsin::uv {

class Timer {
 public:
  Timer(Loop& loop, std::function<void()> on_due);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // Replaces what was armed; nothing disarms.
  void arm(std::optional<Instant> due, Instant now);
  void arm_in(Millis wait);
  void disarm();

 private:
  struct State;
  Handle<State> state_;
};

}  // namespace tocsin::uv
