// Listening on a UNIX socket in a private directory. The file is made 0600 and goes when the
// listener goes. Who may connect is asked of the kernel by whoever accepts (Stream::peer_user).
#pragma once

#include <functional>
#include <string>

#include "core/base/result.h"
#include "transport/uv/stream.h"

namespace tocsin::uv {

class PipeListener {
 public:
  using Accept = std::function<void(Stream)>;

  // limit_exceeded: libuv would cut the path silently; conflict: something lies there.
  static Result<PipeListener> listen(Loop& loop, const std::string& path, Accept accept);
  ~PipeListener();
  PipeListener(PipeListener&&) noexcept;
  PipeListener& operator=(PipeListener&&) noexcept;
  PipeListener(const PipeListener&) = delete;
  PipeListener& operator=(const PipeListener&) = delete;

  struct State;

 private:
  explicit PipeListener(Handle<State> state);
  Handle<State> state_;
};

// Connects at once or not at all: a UNIX socket on this machine does not make one wait.
Result<Stream> connect_pipe(Loop& loop, const std::string& path);

}  // namespace tocsin::uv
