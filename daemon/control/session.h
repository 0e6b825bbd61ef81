// One client of the control socket, from its greeting to its end:
//
//   greeted --proof of the cookie--> speaking --error, idle, gone--> ended
//
// It cuts requests out of bytes and writes replies; it does not know what a verb means. Next:
// control_server.h.
#pragma once

#include <functional>
#include <map>

#include "core/base/instant.h"
#include "core/model/control.h"
#include "core/wire/control_codec.h"
#include "transport/uv/stream.h"
#include "transport/uv/timer.h"

namespace tocsin::control {

class Session {
 public:
  struct Calls {
    std::function<void(ControlRequest)> asked;  // never from inside reply()
    std::function<void()> ended;                // once, from deep inside: let the session go later
  };

  // Sends the nonce. `expected` is the proof that a reader of the cookie would give.
  Session(uv::Loop& loop,
          uv::Stream stream,
          const ControlNonce& nonce,
          const ControlMac& expected,
          Calls calls);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void reply(const ControlReply& reply);

  void watch() { is_watching_ = true; }  // from now on never idle

  // Takes up requests that waited for an answer. The server calls it from the loop.
  void resume();

 private:
  enum class State { greeted, speaking, ended };
  void received(ByteView bytes);
  void cut();
  void greet_back(ByteView message);
  void ask(Bytes message);
  void end();
  void rest();

  uv::Stream stream_;
  ControlMac expected_;
  Calls calls_;
  State state_ = State::greeted;
  wire::ControlFrames frames_;
  std::size_t unanswered_ = 0;
  bool is_watching_ = false;
  uv::Timer idle_;
};

}  // namespace tocsin::control
