#include "transport/uv/loop.h"

#include <array>
#include <csignal>

#include "transport/uv/close.h"

namespace tocsin::uv {

struct Loop::State {
  uv_loop_t loop{};
  uv_prepare_t before_waiting{};
  const std::function<bool()>* is_done = nullptr;  // of run_until
  std::array<char, std::size_t{32} * 1024> read_buffer{};
};

Loop::Loop() : state_{std::make_unique<State>()} {
  // libuv writes without MSG_NOSIGNAL, so an end that is gone would kill the process.
  std::signal(SIGPIPE, SIG_IGN);
  initialised(uv_loop_init(&state_->loop));
  initialised(uv_prepare_init(&state_->loop, &state_->before_waiting));
  state_->before_waiting.data = state_.get();
}

Loop::~Loop() {
  uv_close(base_of(state_->before_waiting), nullptr);
  uv_walk(
      &state_->loop,
      [](uv_handle_t* handle, void*) noexcept { ENSURE(uv_is_closing(handle) != 0); },
      nullptr);
  uv_run(&state_->loop, UV_RUN_DEFAULT);
  ENSURE(uv_loop_close(&state_->loop) == 0);
}

void Loop::run() {
  uv_run(&state_->loop, UV_RUN_DEFAULT);
}

void Loop::stop() {
  uv_stop(&state_->loop);
}

void Loop::run_until(const std::function<bool()>& is_done) {
  // Asked before each wait: a timer may have done it, and the next one may be due in a year.
  state_->is_done = &is_done;
  uv_prepare_start(&state_->before_waiting, [](uv_prepare_t* prepare) noexcept {
    const State& state = state_of<State>(prepare->data);
    if ((*state.is_done)()) uv_stop(prepare->loop);
  });
  while (!is_done()) uv_run(&state_->loop, UV_RUN_ONCE);
  uv_prepare_stop(&state_->before_waiting);
}

uv_loop_s* Loop::raw() {
  return &state_->loop;
}

std::span<char> Loop::read_buffer() {
  return state_->read_buffer;
}

void replace_allocator(const Allocator& allocator) {
  ENSURE(uv_replace_allocator(allocator.allocate,
                              allocator.reallocate,
                              allocator.allocate_zeroed,
                              allocator.release) == 0);
}

}  // namespace tocsin::uv
