#include "daemon/watches.h"

#include <utility>

#include "core/model/limits/node.h"

namespace tocsin::daemon {

void Watches::begin(RequestId request, const Row& arguments) {
  if (const auto since = arguments.integer("since")) {
    catching_up_[request] = false;
    return ask(request, *since);
  }
  server_.begin_watch(request);
  server_.answer(request, answer_of(std::vector<Row>{}));
  server_.stream(request);
}

void Watches::ask(RequestId request, std::int64_t since) {
  Row arguments{"events"};
  arguments.set("since", since);
  command_(request, tocsin::Command{"events", std::move(arguments), Level::read});
}

bool Watches::answered(RequestId request, const Answer& answer) {
  const auto found = catching_up_.find(request);
  if (found == catching_up_.end()) return false;
  if (answer.exit != Exit::ok) {
    catching_up_.erase(found);
    server_.answer(request, answer);
    return true;
  }
  if (!std::exchange(found->second, true)) {
    server_.begin_watch(request);
    server_.answer(request, answer_of(std::vector<Row>{}));
  }
  for (const Row& row : answer.rows) {
    if (server_.tell(request, Notice{row})) continue;
    catching_up_.erase(request);
    return true;
  }
  if (answer.rows.size() >= limits::events_page) {
    ask(request, answer.rows.back().integer("cursor").value_or(0));
    return true;
  }
  catching_up_.erase(request);
  server_.stream(request);
  return true;
}

}  // namespace tocsin::daemon
