// For the .cpp files of this folder alone: what tcp.cpp and pipe.cpp fill before it becomes a
// Stream.
#pragma once

#include <functional>

#include "transport/uv/close.h"
#include "transport/uv/stream.h"

namespace tocsin::uv {

struct Stream::State {
  union Either {
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  };

  Loop* loop = nullptr;
  Either either{};
  StreamCalls calls;
  std::function<void(int)> on_connected;  // of a dial; the uv status
  bool listening = true;
  bool started = false;
  bool paused = false;
  bool ended = false;

  uv_handle_t* base() { return base_of(either.tcp); }

  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&either.tcp); }

  void end() {
    if (!listening || ended) return;
    ended = true;
    uv_read_stop(stream());
    if (calls.ended) calls.ended();
  }
};

Handle<Stream::State> make_tcp_state(Loop& loop);
Handle<Stream::State> make_pipe_state(Loop& loop);

}  // namespace tocsin::uv
