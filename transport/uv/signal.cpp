#include "transport/uv/signal.h"

#include <utility>

#include "transport/uv/close.h"

namespace tocsin::uv {

struct Signal::State {
  uv_signal_t signal{};
  std::function<void()> on_signal;
  bool listening = true;

  uv_handle_t* base() { return base_of(signal); }
};

Signal::Signal(Loop& loop, int number, std::function<void()> on_signal)
    : state_{new State{{}, std::move(on_signal)}} {
  initialised(uv_signal_init(loop.raw(), &state_->signal));
  state_->signal.data = state_.get();
  const int code = uv_signal_start(
      &state_->signal,
      [](uv_signal_t* signal, int) noexcept {
        State& state = state_of<State>(signal->data);
        if (state.listening) state.on_signal();
      },
      number);
  ENSURE(code == 0);
}

Signal::~Signal() = default;

}  // namespace tocsin::uv
