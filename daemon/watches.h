// `watch`: a client that names a cursor first catches up on the journal, page by page, and only
// then is streamed to. What is told meanwhile is in a later page, so nothing comes twice and
// nothing is lost.
#pragma once

#include <functional>
#include <set>

#include "core/model/command.h"
#include "daemon/control/control_server.h"

namespace tocsin::daemon {

class Watches {
 public:
  using Command = std::function<void(RequestId, tocsin::Command)>;  // feeds the node

  Watches(control::ControlServer& server, Command command)
      : server_{server}, command_{std::move(command)} {}

  void begin(RequestId request, const Row& arguments);
  // True: it was a page for a watch, not an answer for a client.
  bool answered(RequestId request, const Answer& answer);

  void clear() { catching_up_.clear(); }

 private:
  void ask(RequestId request, std::int64_t since);

  control::ControlServer& server_;
  Command command_;
  std::map<RequestId, bool> catching_up_;  // true: the client has its answer, pages follow
};

}  // namespace tocsin::daemon
