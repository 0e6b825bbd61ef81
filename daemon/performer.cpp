#include "daemon/performer.h"

#include <cstdlib>
#include <utility>

#include "core/base/match.h"
#include "daemon/log.h"

namespace tocsin::daemon {

void SocketPerformer::perform(Release release) {
  match(
      std::move(release),
      [&](SendBytes&& send) { peers_.send(send.link, std::move(send.bytes)); },
      [&](Dial&& dial) { peers_.dial(dial.dial, dial.address); },
      [&](CloseLink&& close) { peers_.close(close.link); },
      [&](Respond&& respond) { responded_(respond.request, std::move(respond.answer)); },
      [&](Notify&& notify) { server_.notify(notify.notice); });
}

void SocketPerformer::fail_stop(const Error&) {
  log(LogLevel::error, LogCode::disk_failed);
  std::_Exit(static_cast<int>(Exit::io));
}

}  // namespace tocsin::daemon
