// The loop: one per process, one thread. It outlives every handle: whoever owns a handle gives it
// up before the loop goes. Next: turn.h, timer.h, stream.h.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

struct uv_loop_s;

namespace tocsin::uv {

class Loop {
 public:
  Loop();
  ~Loop();  // runs until every close is done; a handle nobody gave up is our bug
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void run();   // until stop()
  void stop();  // from inside a callback; whoever waits sees it at the end of the iteration
  // Iterations until `is_done` says so: for programs that wait for one thing.
  void run_until(const std::function<bool()>& is_done);

  uv_loop_s* raw();
  // One buffer for all reads: what is read is handed on at once, and then zeroed.
  std::span<char> read_buffer();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Every allocation of libuv from now on; before the first Loop.
struct Allocator {
  void* (*allocate)(std::size_t);
  void* (*reallocate)(void*, std::size_t);
  void* (*allocate_zeroed)(std::size_t, std::size_t);
  void (*release)(void*);
};

void replace_allocator(const Allocator& allocator);

}  // namespace tocsin::uv
