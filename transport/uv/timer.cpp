#include "transport/uv/timer.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "transport/uv/close.h"

namespace tocsin::uv {

struct Timer::State {
  uv_timer_t timer{};
  std::function<void()> on_due;
  bool listening = true;

  uv_handle_t* base() { return base_of(timer); }
};

Timer::Timer(Loop& loop, std::function<void()> on_due) : state_{new State{{}, std::move(on_due)}} {
  initialised(uv_timer_init(loop.raw(), &state_->timer));
  state_->timer.data = state_.get();
}

Timer::~Timer() = default;

void Timer::arm(std::optional<Instant> due, Instant now) {
  if (!due) return disarm();
  // A year is as good as never, and keeps Instant::max() out of the arithmetic.
  const Instant horizon = now + std::chrono::hours{24 * 365};
  const auto wait = std::clamp(*due, now, horizon) - now;
  arm_in(std::chrono::ceil<Millis>(wait));
}

void Timer::arm_in(Millis wait) {
  // The loop's own time is that of the iteration's beginning: a batch may have taken a while since.
  uv_update_time(state_->timer.loop);
  uv_timer_start(
      &state_->timer,
      [](uv_timer_t* timer) noexcept {
        State& state = state_of<State>(timer->data);
        if (state.listening) state.on_due();
      },
      static_cast<std::uint64_t>(std::max(wait, Millis{0}).count()),
      0);
}

void Timer::disarm() {
  uv_timer_stop(&state_->timer);
}

}  // namespace tocsin::uv
