// The client's end of the control socket: connect, prove the cookie, ask, listen. Blocking, with a
// deadline for each step; what the daemon sends is bounded and checked like a stranger's bytes.
// Bytes: core/wire/control_codec.h and docs/protocol/control.md.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "core/base/instant.h"
#include "core/model/command.h"
#include "core/model/control.h"
#include "core/wire/control_codec.h"

namespace tocsin::cli {

// What verbs ask. The number of a request is filled here.
class Daemon {
 public:
  virtual ~Daemon() = default;
  // E_NO_DAEMON (75), E_TIMEOUT (75), E_PEER (77), E_PROTOCOL (70); a refusal by the daemon is an
  // Answer.
  virtual Reply<Answer> ask(ControlRequest request, Seconds wait) = 0;
  // The next event of a `watch` that was asked for; nothing if none came in time.
  virtual Reply<std::optional<Row>> next_notice(Seconds wait) = 0;
};

// One connection whose other end is known to be this user's and has the cookie's nonce answered.
class ControlLink {
 public:
  struct Terms {
    ControlCookie cookie;
    uid_t owner;  // the other end must be this user
  };

  // Takes the descriptor over.
  static Reply<std::unique_ptr<ControlLink>> open(int socket, const Terms& terms);

  explicit ControlLink(int socket);
  ~ControlLink();
  ControlLink(const ControlLink&) = delete;
  ControlLink& operator=(const ControlLink&) = delete;

  Reply<Answer> ask(ControlRequest request, Seconds wait);
  Reply<std::optional<Row>> next_notice(Seconds wait);

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  Reply<void> send(ByteView bytes, Deadline deadline);
  Reply<std::optional<Bytes>> receive(
      Deadline deadline);  // one message; nothing: the deadline passed
  Reply<std::optional<ControlReply>> receive_reply(Deadline deadline);

  int socket_;
  std::uint32_t last_number_ = 0;
  wire::ControlFrames frames_;
  std::deque<Row> notices_;
};

// The daemon of a profile; connects when first asked.
class Client final : public Daemon {
 public:
  explicit Client(std::string profile) : profile_{std::move(profile)} {}

  Reply<Answer> ask(ControlRequest request, Seconds wait) override;
  Reply<std::optional<Row>> next_notice(Seconds wait) override;

 private:
  Reply<ControlLink*> link();

  std::string profile_;
  std::unique_ptr<ControlLink> link_;
};

using Environment = std::function<std::optional<std::string>(const char*)>;

// The profiles in that folder whose daemon takes a connection, in the alphabet's order.
std::vector<std::string> running_profiles(const std::string& folder);
// Who was looked for, who runs instead, and what to type.
Refusal no_daemon_for(const std::string& profile, const std::vector<std::string>& running);

// RUNTIME/tocsin/PROFILE, where RUNTIME is $RUNTIME_DIRECTORY (a relay's service) or
// $XDG_RUNTIME_DIR.
Reply<std::string> runtime_folder(const std::string& profile, const Environment& environment);

}  // namespace tocsin::cli
