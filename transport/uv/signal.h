// A signal of the operating system as a call on the loop.
#pragma once

#include <functional>

#include "transport/uv/handle.h"
#include "transport/uv/loop.h"

namespace tocsin::uv {

class Signal {
 public:
  Signal(Loop& loop, int number, std::function<void()> on_signal);
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

 private:
  struct State;
  Handle<State> state_;
};

}  // namespace tocsin::uv
