// "Once, when this iteration's callbacks are through": however often it is requested. It may be
// requested from inside itself and then comes again in the next iteration, so that sockets and
// timers get their turn in between.
#pragma once

#include <functional>

#include "transport/uv/handle.h"
#include "transport/uv/loop.h"

namespace tocsin::uv {

class Turn {
 public:
  Turn(Loop& loop, std::function<void()> on_turn);
  ~Turn();
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  void request();

 private:
  struct State;
  Handle<State> state_;
};

}  // namespace tocsin::uv
