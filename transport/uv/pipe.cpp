#include "transport/uv/pipe.h"

#include <algorithm>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "transport/uv/stream_state.h"

namespace tocsin::uv {

struct PipeListener::State {
  Loop* loop = nullptr;
  uv_pipe_t pipe{};
  PipeListener::Accept accept;
  bool listening = true;

  uv_handle_t* base() { return base_of(pipe); }
};

namespace {

constexpr std::size_t path_bytes_max = 107;  // sun_path, less its zero

void on_pipe_connection(uv_stream_t* server, int status) noexcept {
  auto& state = state_of<PipeListener::State>(server->data);
  if (status != 0 || !state.listening) return;
  auto accepted = make_pipe_state(*state.loop);
  if (uv_accept(server, accepted->stream()) != 0) return;
  state.accept(Stream{std::move(accepted)});
}

}  // namespace

Handle<Stream::State> make_pipe_state(Loop& loop) {
  Handle<Stream::State> state{new Stream::State};
  state->loop = &loop;
  initialised(uv_pipe_init(loop.raw(), &state->either.pipe, 0));
  state->either.pipe.data = state.get();
  return state;
}

PipeListener::PipeListener(Handle<State> state) : state_{std::move(state)} {}

PipeListener::~PipeListener() = default;
PipeListener::PipeListener(PipeListener&&) noexcept = default;
PipeListener& PipeListener::operator=(PipeListener&&) noexcept = default;

Result<PipeListener> PipeListener::listen(Loop& loop, const std::string& path, Accept accept) {
  if (path.size() > path_bytes_max)
    return fail(Errc::limit_exceeded, "the socket's path is too long");
  Handle<State> state{new State{&loop, {}, std::move(accept)}};
  initialised(uv_pipe_init(loop.raw(), &state->pipe, 0));
  state->pipe.data = state.get();
  // The mode must be right from the first moment: a later chmod leaves a gap.
  const mode_t before = ::umask(0177);
  const int code = uv_pipe_bind(&state->pipe, path.c_str());
  ::umask(before);
  if (code == UV_EADDRINUSE) return fail(Errc::conflict, "something lies at the socket's path");
  if (code != 0) return fail(Errc::unavailable, "the socket cannot be made");
  constexpr int backlog = 16;
  if (uv_listen(reinterpret_cast<uv_stream_t*>(&state->pipe), backlog, on_pipe_connection) != 0) {
    return fail(Errc::unavailable, "the socket cannot listen");
  }
  return PipeListener{std::move(state)};
}

Result<Stream> connect_pipe(Loop& loop, const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() > path_bytes_max)
    return fail(Errc::limit_exceeded, "the socket's path is too long");
  std::ranges::copy(path, std::begin(address.sun_path));
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return fail(Errc::unavailable, "no socket");
  auto state = make_pipe_state(loop);
  const auto* const named = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  if (::connect(descriptor, named, sizeof address) != 0 ||
      uv_pipe_open(&state->either.pipe, descriptor) != 0) {
    ::close(descriptor);
    return fail(Errc::unavailable, "nobody listens at the socket");
  }
  return Stream{std::move(state)};
}

}  // namespace tocsin::uv
