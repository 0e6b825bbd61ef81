// The other end of a control socket, for tests: on the same loop as the server, one step at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/ensure.h"
#include "core/model/control.h"
#include "core/model/limits/control.h"
#include "core/wire/control_codec.h"
#include "transport/uv/pipe.h"

namespace tocsin::tests {

class ControlClient {
 public:
  ControlClient(uv::Loop& loop, const std::string& path)
      : loop_{loop},
        stream_{uv::connect_pipe(loop, path).value()},
        frames_{limits::reply_queue_bytes_max} {
    stream_.start({[this](ByteView bytes) { received(bytes); }, {}, [this] { closed_ = true; }});
  }

  // The daemon's nonce, its first frame.
  std::optional<ControlNonce> nonce() {
    loop_.run_until([this] { return nonce_ || closed_; });
    return nonce_;
  }

  void prove(const ControlCookie& cookie) { send(control_mac(cookie, nonce().value())); }

  void send(ByteView message) { send_raw(wire::control_frame(message)); }

  void send_raw(Bytes bytes) {
    // A server that has closed already is what some tests are about.
    static_cast<void>(stream_.write(std::move(bytes)));
  }

  void ask(const ControlRequest& request) { send(wire::encode(request)); }

  ControlRequest request(const std::string& verb, Row arguments = Row{"arguments"}) {
    return ControlRequest{++number_, verb, std::move(arguments), {}, {}, {}};
  }

  // Its answer; notices meanwhile are kept apart.
  Answer answer(const ControlRequest& request) {
    ask(request);
    loop_.run_until(
        [&] { return closed_ || (!replies.empty() && replies.back().number == request.number); });
    ENSURE(!closed_);
    return replies.back().answer;
  }

  bool closed() {
    loop_.run_until([this] { return closed_; });
    return true;
  }

  bool is_closed() const { return closed_; }

  std::vector<ControlReply> replies;
  std::vector<Row> notices;

 private:
  void received(ByteView bytes) {
    frames_.feed(bytes);
    for (auto message = frames_.next(); message && *message; message = frames_.next()) {
      if (!nonce_) {
        ENSURE((*message)->size() == 32);
        nonce_ = Reader{**message}.array<32>();
        continue;
      }
      auto reply = wire::decode_control_reply(**message);
      ENSURE(reply.has_value());
      if (reply->is_notice()) {
        notices.push_back(reply->answer.rows.front());
      } else {
        replies.push_back(std::move(*reply));
      }
    }
  }

  uv::Loop& loop_;
  uv::Stream stream_;
  wire::ControlFrames frames_;
  std::optional<ControlNonce> nonce_;
  std::uint32_t number_ = 0;
  bool closed_ = false;
};

}  // namespace tocsin::tests
