#include "transport/uv/tcp.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "core/base/checked.h"
#include "transport/uv/stream_state.h"

namespace tocsin::uv {

struct TcpListener::State {
  Loop* loop = nullptr;
  uv_tcp_t tcp{};
  TcpListener::Accept accept;
  bool listening = true;

  uv_handle_t* base() { return base_of(tcp); }
};

namespace {

union SocketAddress {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
  sockaddr_storage storage;
};

std::optional<SocketAddress> to_native(const Endpoint& endpoint) {
  SocketAddress native{};
  if (endpoint.host.size() == 4) {
    native.v4.sin_family = AF_INET;
    native.v4.sin_port = htons(endpoint.port);
    std::ranges::copy(endpoint.host,
                      static_cast<std::uint8_t*>(static_cast<void*>(&native.v4.sin_addr)));
    return native;
  }
  if (endpoint.host.size() == 16) {
    native.v6.sin6_family = AF_INET6;
    native.v6.sin6_port = htons(endpoint.port);
    std::ranges::copy(endpoint.host, native.v6.sin6_addr.s6_addr);
    return native;
  }
  return std::nullopt;
}

Endpoint from_native(const SocketAddress& native) {
  if (native.any.sa_family == AF_INET) {
    const auto* host =
        static_cast<const std::uint8_t*>(static_cast<const void*>(&native.v4.sin_addr));
    return Endpoint{Bytes(host, host + 4), ntohs(native.v4.sin_port)};
  }
  if (native.any.sa_family == AF_INET6) {
    const auto& host = native.v6.sin6_addr.s6_addr;
    return Endpoint{Bytes(std::begin(host), std::end(host)), ntohs(native.v6.sin6_port)};
  }
  return Endpoint{};
}

// Cells are whole messages, so no waiting for more; and little lies in the kernel, so that a call
// waits behind little.
void tune(uv_tcp_t& tcp) {
  constexpr int unsent_bytes_max = 16 * 1024;
  uv_tcp_nodelay(&tcp, 1);
  uv_os_fd_t descriptor = -1;
  if (uv_fileno(base_of(tcp), &descriptor) != 0) return;
  // Without it links only grow slower to interrupt; nothing depends on it.
  static_cast<void>(setsockopt(
      descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes_max, sizeof unsent_bytes_max));
}

void on_tcp_connection(uv_stream_t* server, int status) noexcept {
  auto& state = state_of<TcpListener::State>(server->data);
  if (status != 0 || !state.listening) return;
  auto accepted = make_tcp_state(*state.loop);
  if (uv_accept(server, accepted->stream()) != 0) return;
  tune(accepted->either.tcp);
  SocketAddress from{};
  int size = sizeof from;
  if (uv_tcp_getpeername(&accepted->either.tcp, &from.any, &size) != 0) return;  // gone already
  state.accept(Stream{std::move(accepted)}, from_native(from));
}

}  // namespace

Handle<Stream::State> make_tcp_state(Loop& loop) {
  Handle<Stream::State> state{new Stream::State};
  state->loop = &loop;
  initialised(uv_tcp_init(loop.raw(), &state->either.tcp));
  state->either.tcp.data = state.get();
  return state;
}

TcpListener::TcpListener(Handle<State> state) : state_{std::move(state)} {}

TcpListener::~TcpListener() = default;
TcpListener::TcpListener(TcpListener&&) noexcept = default;
TcpListener& TcpListener::operator=(TcpListener&&) noexcept = default;

Result<TcpListener> TcpListener::listen(Loop& loop, const Endpoint& at, Accept accept) {
  const auto native = to_native(at);
  if (!native) return fail(Errc::malformed, "neither an IPv4 nor an IPv6 address");
  Handle<State> state{new State{&loop, {}, std::move(accept)}};
  initialised(uv_tcp_init(loop.raw(), &state->tcp));
  state->tcp.data = state.get();
  constexpr int backlog = 128;
  const unsigned flags = at.host.size() == 16 ? unsigned{UV_TCP_IPV6ONLY} : 0U;
  int code = uv_tcp_bind(&state->tcp, &native->any, flags);
  // libuv tells a taken address only here.
  if (code == 0)
    code = uv_listen(reinterpret_cast<uv_stream_t*>(&state->tcp), backlog, on_tcp_connection);
  if (code == UV_EADDRINUSE) return fail(Errc::conflict, "the address is in use");
  if (code != 0) return fail(Errc::unavailable, "this machine cannot listen at the address");
  return TcpListener{std::move(state)};
}

Endpoint TcpListener::local() const {
  SocketAddress native{};
  int size = sizeof native;
  if (uv_tcp_getsockname(&state_->tcp, &native.any, &size) != 0) return Endpoint{};
  return from_native(native);
}

TcpDial::TcpDial(Loop& loop, const Endpoint& to, Done done)
    : done_{std::move(done)}, state_{make_tcp_state(loop)} {
  state_->on_connected = [this](int status) { finish(status); };
  auto request = std::make_unique<uv_connect_t>();
  const auto native = to_native(to);
  const int code = !native ? UV_EINVAL
                           : uv_tcp_connect(request.get(),
                                            &state_->either.tcp,
                                            &native->any,
                                            [](uv_connect_t* connect, int status) noexcept {
                                              const std::unique_ptr<uv_connect_t> owned{connect};
                                              auto& state =
                                                  state_of<Stream::State>(connect->handle->data);
                                              if (state.listening) state.on_connected(status);
                                            });
  if (code == 0) {
    static_cast<void>(request.release());
  } else {
    // Told later, like every other failure: the caller may not have stored us yet.
    failed_.emplace(loop, [this, code] { finish(code); });
    failed_->request();
  }
}

TcpDial::~TcpDial() = default;

void TcpDial::finish(int status) {
  const Done done = std::move(done_);  // `done` may be the end of us
  Handle<Stream::State> state = std::move(state_);
  if (status != 0) return done(std::nullopt);
  tune(state->either.tcp);
  done(Stream{std::move(state)});
}

}  // namespace tocsin::uv
