#include "daemon/control/session.h"

#include <utility>

#include "core/crypto/secret.h"
#include "core/model/limits/control.h"

namespace tocsin::control {
namespace {

// Requests of one client under way at a time; what it sends beyond waits in its buffers.
constexpr std::size_t unanswered_max = 8;

}  // namespace

Session::Session(uv::Loop& loop,
                 uv::Stream stream,
                 const ControlNonce& nonce,
                 const ControlMac& expected,
                 Calls calls)
    : stream_{std::move(stream)},
      expected_{expected},
      calls_{std::move(calls)},
      frames_{limits::request_bytes_max},
      idle_{loop, [this] {
              if (unanswered_ == 0 && !is_watching_) return end();
              rest();
            }} {
  stream_.start(
      uv::StreamCalls{[this](ByteView bytes) { received(bytes); }, {}, [this] { end(); }});
  idle_.arm_in(limits::control_hello);
  // A client that is gone already is told by the stream, later: nothing here may end us.
  static_cast<void>(stream_.write(wire::control_frame(nonce)));
}

void Session::received(ByteView bytes) {
  if (state_ == State::ended) return;
  frames_.feed(bytes);
  cut();
}

void Session::resume() {
  if (state_ == State::speaking) cut();
}

void Session::cut() {
  while (state_ != State::ended && unanswered_ < unanswered_max) {
    auto next = frames_.next();
    if (!next) return end();
    if (!*next) break;
    if (state_ == State::greeted) {
      greet_back(**next);
    } else {
      ask(std::move(**next));
    }
  }
  if (state_ == State::ended) return;
  stream_.pause_reading(unanswered_ >= unanswered_max &&
                        frames_.waiting_bytes() > limits::request_bytes_max);
}

void Session::greet_back(ByteView message) {
  if (!crypto::equal(message, expected_)) return end();
  state_ = State::speaking;
  rest();
}

void Session::ask(Bytes message) {
  auto request = wire::decode_control_request(message);
  crypto::wipe(message);
  // Only a broken or hostile program sends what does not decode, and it gets no lesson.
  if (!request) return end();
  ++unanswered_;
  rest();
  calls_.asked(std::move(*request));
}

void Session::reply(const ControlReply& reply) {
  if (state_ == State::ended) return;
  if (!reply.is_notice() && unanswered_ > 0) --unanswered_;
  Bytes message = wire::encode(reply);
  if (message.size() > limits::reply_queue_bytes_max) {
    message = wire::encode(ControlReply{
        reply.number,
        Answer{Exit::later, "E_SIZE", "the answer is too large", "ask for less at a time", {}}});
  }
  Bytes frame = wire::control_frame(message);
  const bool is_stuck = stream_.unsent_bytes() > limits::reply_queue_bytes_max;
  if (is_stuck || !stream_.write(std::move(frame))) return end();
  rest();
}

void Session::rest() {
  idle_.arm_in(limits::control_idle);
}

void Session::end() {
  if (state_ == State::ended) return;
  state_ = State::ended;
  calls_.ended();
}

}  // namespace tocsin::control
