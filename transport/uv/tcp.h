// TCP: listening and dialling by number, never by name. Both yield a Stream.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "transport/uv/stream.h"
#include "transport/uv/turn.h"

namespace tocsin::uv {

struct Endpoint {
  Bytes host;  // 4 or 16 bytes
  std::uint16_t port = 0;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

class TcpListener {
 public:
  using Accept = std::function<void(Stream, const Endpoint& from)>;

  // Port 0: any free one. conflict: the address is taken; unavailable: it is not ours, or
  // malformed.
  static Result<TcpListener> listen(Loop& loop, const Endpoint& at, Accept accept);
  ~TcpListener();
  TcpListener(TcpListener&&) noexcept;
  TcpListener& operator=(TcpListener&&) noexcept;
  TcpListener(const TcpListener&) = delete;
  TcpListener& operator=(const TcpListener&) = delete;

  Endpoint local() const;

  struct State;

 private:
  explicit TcpListener(Handle<State> state);
  Handle<State> state_;
};

// One attempt. To let it go is to give it up, without a call.
class TcpDial {
 public:
  using Done =
      std::function<void(std::optional<Stream>)>;  // once, never from inside the constructor

  TcpDial(Loop& loop, const Endpoint& to, Done done);
  ~TcpDial();
  TcpDial(const TcpDial&) = delete;
  TcpDial& operator=(const TcpDial&) = delete;

 private:
  void finish(int status);

  Done done_;
  Handle<Stream::State> state_;
  std::optional<Turn> failed_;  // an attempt that libuv refused at once
};

}  // namespace tocsin::uv
