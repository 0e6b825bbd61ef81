// A connected byte stream, TCP or UNIX socket. Made by tcp.h and pipe.h; whoever holds it may let
// it go at any time, also from inside one of its own calls. Bytes not yet written are then lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/base/bytes.h"
#include "transport/uv/handle.h"
#include "transport/uv/loop.h"

namespace tocsin::uv {

struct StreamCalls {
  std::function<void(ByteView)> bytes;
  std::function<void()> sent;   // all that was written has left
  std::function<void()> ended;  // by the other end or by an error; once, and nothing follows
};

class Stream {
 public:
  struct State;

  explicit Stream(Handle<State> state);
  ~Stream();
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Until then nothing is read.
  void start(StreamCalls calls);
  // Takes the bytes; they leave in order. False: the stream is broken, let it go.
  [[nodiscard]] bool write(Bytes bytes);
  void pause_reading(bool paused);
  std::size_t unsent_bytes() const;

  // The uid that SO_PEERCRED names; only a UNIX socket has one.
  std::optional<std::uint32_t> peer_user() const;

 private:
  Handle<State> state_;
};

}  // namespace tocsin::uv
