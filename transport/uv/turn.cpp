#include "transport/uv/turn.h"

#include <utility>

#include "transport/uv/close.h"

namespace tocsin::uv {

// An idle handle runs after the iteration's timers and before its poll, and while it is active the
// poll does not wait.
struct Turn::State {
  uv_idle_t idle{};
  std::function<void()> on_turn;
  bool listening = true;

  uv_handle_t* base() { return base_of(idle); }
};

Turn::Turn(Loop& loop, std::function<void()> on_turn) : state_{new State{{}, std::move(on_turn)}} {
  initialised(uv_idle_init(loop.raw(), &state_->idle));
  state_->idle.data = state_.get();
}

Turn::~Turn() = default;

void Turn::request() {
  uv_idle_start(&state_->idle, [](uv_idle_t* idle) noexcept {
    State& state = state_of<State>(idle->data);
    uv_idle_stop(idle);  // first, so that a request from inside counts
    if (state.listening) state.on_turn();
  });
}

}  // namespace tocsin::uv
