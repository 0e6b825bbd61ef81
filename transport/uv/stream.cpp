#include "transport/uv/stream.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <sys/socket.h>

#include "core/base/checked.h"
#include "transport/uv/stream_state.h"

namespace tocsin::uv {
namespace {

// Owns itself and its bytes: libuv reads both until the callback.
struct WriteRequest {
  uv_write_t request{};
  Bytes bytes;
};

void on_written(uv_write_t* request, int status) noexcept {
  const std::unique_ptr<WriteRequest> owned{static_cast<WriteRequest*>(request->data)};
  auto& state = state_of<Stream::State>(request->handle->data);
  if (!state.listening) return;  // closed: libuv hands back what it did not write
  if (status != 0) return state.end();
  const bool all_sent = uv_stream_get_write_queue_size(state.stream()) == 0;
  if (all_sent && !state.ended && state.calls.sent) state.calls.sent();
}

void on_room_wanted(uv_handle_t* handle, std::size_t, uv_buf_t* room) noexcept {
  const auto buffer = state_of<Stream::State>(handle->data).loop->read_buffer();
  *room = uv_buf_init(buffer.data(), narrow<unsigned>(buffer.size()));
}

void on_read(uv_stream_t* stream, ssize_t count, const uv_buf_t* room) noexcept {
  auto& state = state_of<Stream::State>(stream->data);
  if (count < 0) return state.end();
  if (count == 0 || !state.listening) return;
  const auto size = static_cast<std::size_t>(count);
  state.calls.bytes(as_bytes({room->base, size}));
  // A control request may hold an unlock key; the next read may be much shorter.
  std::fill_n(room->base, size, '\0');
}

void read(Stream::State& state) {
  const bool wanted = state.started && !state.paused && !state.ended;
  if (!wanted) {
    uv_read_stop(state.stream());
  } else {
    // Already reading is no error worth knowing; a broken socket tells at its first read or write.
    uv_read_start(state.stream(), on_room_wanted, on_read);
  }
}

}  // namespace

Stream::Stream(Handle<State> state) : state_{std::move(state)} {}

Stream::~Stream() = default;
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;

void Stream::start(StreamCalls calls) {
  state_->calls = std::move(calls);
  state_->started = true;
  read(*state_);
}

bool Stream::write(Bytes bytes) {
  if (state_->ended) return false;
  auto owned = std::make_unique<WriteRequest>();
  owned->bytes = std::move(bytes);
  owned->request.data = owned.get();
  // libuv takes char* and reads only.
  auto* const begin = static_cast<char*>(static_cast<void*>(owned->bytes.data()));
  const uv_buf_t buffer = uv_buf_init(begin, narrow<unsigned>(owned->bytes.size()));
  if (uv_write(&owned->request, state_->stream(), &buffer, 1, on_written) != 0) return false;
  static_cast<void>(owned.release());
  return true;
}

void Stream::pause_reading(bool paused) {
  if (state_->paused == paused) return;
  state_->paused = paused;
  read(*state_);
}

std::size_t Stream::unsent_bytes() const {
  return uv_stream_get_write_queue_size(state_->stream());
}

std::optional<std::uint32_t> Stream::peer_user() const {
  uv_os_fd_t descriptor = -1;
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (uv_fileno(state_->base(), &descriptor) != 0) return std::nullopt;
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
    return std::nullopt;
  return credentials.uid;
}

}  // namespace tocsin::uv
