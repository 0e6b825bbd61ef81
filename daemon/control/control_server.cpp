#include "daemon/control/control_server.h"

#include <utility>
#include <vector>

#include "core/model/limits/control.h"
#include "core/wire/control_codec.h"
#include "daemon/control/peer_user.h"

namespace tocsin::control {

Result<std::unique_ptr<ControlServer>> ControlServer::open(uv::Loop& loop,
                                                           ServerSettings settings,
                                                           Random& random,
                                                           Ask ask) {
  auto server =
      std::make_unique<ControlServer>(Opening{}, loop, std::move(settings), random, std::move(ask));
  ControlServer* const self = server.get();
  TRY(uv::PipeListener listener,
      uv::PipeListener::listen(loop, self->settings_.socket, [self](uv::Stream stream) {
        self->accept(std::move(stream));
      }));
  server->listener_.emplace(std::move(listener));
  return server;
}

ControlServer::ControlServer(
    Opening, uv::Loop& loop, ServerSettings settings, Random& random, Ask ask)
    : loop_{loop},
      settings_{std::move(settings)},
      random_{random},
      ask_{std::move(ask)},
      resume_{loop, [this] {
                gone_.clear();
                std::vector<SessionId> ids;
                for (const auto& [id, session] : sessions_) ids.push_back(id);
                // By id: a session may end, and others with it, while one is resumed.
                for (const SessionId id : ids) {
                  if (Session* session = find(id)) session->resume();
                }
              }} {}

ControlServer::~ControlServer() = default;

void ControlServer::accept(uv::Stream stream) {
  // Before any byte. Over the bound the newest goes: those inside are at work.
  if (!may_speak(stream.peer_user(), settings_.own_user) || sessions_.size() >= limits::clients_max)
    return;
  const SessionId id = ++last_session_;
  const ControlNonce nonce = random_.array<32>();
  sessions_[id] = std::make_unique<Session>(
      loop_,
      std::move(stream),
      nonce,
      control_mac(settings_.cookie, nonce),
      Session::Calls{[this, id](ControlRequest request) { asked(id, std::move(request)); },
                     [this, id] { ended(id); }});
}

void ControlServer::asked(SessionId session, ControlRequest request) {
  const RequestId id{++last_request_};
  pending_.emplace(id, Pending{session, request.number, request.verb, request.idempotency});
  if (auto before = remembered_.find(request.idempotency, request.verb))
    return answer(id, std::move(*before));
  ask_(id, std::move(request));
}

void ControlServer::answer(RequestId request, Answer answer) {
  const auto found = pending_.find(request);
  if (found == pending_.end()) return;
  const Pending pending = std::move(found->second);
  pending_.erase(found);
  if (!pending.idempotency.empty()) {
    const std::size_t cost = wire::encode(ControlReply{pending.number, answer}).size();
    remembered_.keep(pending.idempotency, pending.verb, answer, cost);
  }
  if (Session* session = find(pending.session))
    session->reply(ControlReply{pending.number, std::move(answer)});
  resume_.request();
}

void ControlServer::begin_watch(RequestId request) {
  const auto found = pending_.find(request);
  if (found == pending_.end()) return;
  watches_[request] = found->second.session;
  if (Session* session = find(found->second.session)) session->watch();
}

bool ControlServer::tell(RequestId watch, Notice notice) {
  const auto found = watches_.find(watch);
  if (found == watches_.end()) return false;
  // The reply may end the session, and the watch with it.
  if (Session* session = find(found->second)) session->reply(reply_of(std::move(notice)));
  return watches_.contains(watch);
}

void ControlServer::stream(RequestId watch) {
  if (watches_.contains(watch)) streaming_.insert(watch);
}

void ControlServer::notify(const Notice& notice) {
  const std::set<RequestId> streaming = streaming_;  // a session may end while it is told
  for (const RequestId watch : streaming) tell(watch, notice);
}

void ControlServer::forget_all(const Answer& instead, std::optional<RequestId> but) {
  remembered_.clear();
  const auto waiting = pending_;
  for (const auto& [request, pending] : waiting)
    if (request != but) answer(request, instead);
  std::set<SessionId> gone;
  for (const auto& [watch, session] : watches_) gone.insert(session);
  for (const SessionId session : gone) ended(session);
}

void ControlServer::ended(SessionId session) {
  std::erase_if(watches_, [&](const auto& watch) {
    if (watch.second != session) return false;
    streaming_.erase(watch.first);
    return true;
  });
  std::erase_if(pending_, [&](const auto& pending) { return pending.second.session == session; });
  const auto found = sessions_.find(session);
  if (found == sessions_.end()) return;
  // Its own functions are still on the stack.
  gone_.push_back(std::move(found->second));
  sessions_.erase(found);
  resume_.request();
}

Session* ControlServer::find(SessionId session) {
  const auto found = sessions_.find(session);
  return found == sessions_.end() ? nullptr : found->second.get();
}

}  // namespace tocsin::control
