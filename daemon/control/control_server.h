// The control socket: accepts the user's own programs, gives each request a number that is never
// reused, and brings answers and notices back to whoever asked. What a verb means is the daemon's
// and the node's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/model/control.h"
#include "core/model/ids.h"
#include "daemon/control/remembered.h"
#include "daemon/control/session.h"
#include "transport/uv/pipe.h"
#include "transport/uv/turn.h"

namespace tocsin::control {

struct ServerSettings {
  std::string socket;
  ControlCookie cookie{};
  std::uint32_t own_user = 0;
};

class ControlServer {
  struct Opening {};  // only open() has one

 public:
  // From socket callbacks and turns, never from inside answer(), notify() or watch().
  using Ask = std::function<void(RequestId, ControlRequest)>;

  static Result<std::unique_ptr<ControlServer>> open(uv::Loop& loop,
                                                     ServerSettings settings,
                                                     Random& random,
                                                     Ask ask);
  ControlServer(Opening, uv::Loop& loop, ServerSettings settings, Random& random, Ask ask);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  // A client that is gone is no error: the act stays done.
  void answer(RequestId request, Answer answer);

  // `watch`: the asking session is kept open, and told single rows while it catches up; streamed to
  // once it has.
  void begin_watch(RequestId request);
  bool tell(RequestId watch, Notice notice);  // false: the client is gone
  void stream(RequestId watch);
  void notify(const Notice& notice);  // to all that stream
  // At lock: whoever waits gets this answer, watches end, remembered answers go. `but`: who asked
  // for it, and is answered otherwise.
  void forget_all(const Answer& instead, std::optional<RequestId> but = std::nullopt);

  std::size_t clients() const { return sessions_.size(); }

 private:
  using SessionId = std::uint64_t;

  struct Pending {
    SessionId session;
    std::uint32_t number;
    std::string verb;
    Bytes idempotency;
  };

  void accept(uv::Stream stream);
  void asked(SessionId session, ControlRequest request);
  void ended(SessionId session);
  Session* find(SessionId session);

  uv::Loop& loop_;
  ServerSettings settings_;
  Random& random_;
  Ask ask_;
  std::optional<uv::PipeListener> listener_;
  std::map<SessionId, std::unique_ptr<Session>> sessions_;
  std::vector<std::unique_ptr<Session>> gone_;  // until the next turn
  std::map<RequestId, Pending> pending_;
  std::map<RequestId, SessionId> watches_;
  std::set<RequestId> streaming_;
  Remembered remembered_;
  SessionId last_session_ = 0;
  std::uint64_t last_request_ = 0;
  uv::Turn resume_;
};

}  // namespace tocsin::control
