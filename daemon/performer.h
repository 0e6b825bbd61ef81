// Carries out what a committed batch releases: bytes and dials to the peers, answers and notices to
// the control socket.
#pragma once

#include <functional>

#include "daemon/control/control_server.h"
#include "transport/driver/performer.h"
#include "transport/peers/peers.h"

namespace tocsin::daemon {

class SocketPerformer final : public driver::Performer {
 public:
  using Responded = std::function<void(RequestId, Answer)>;

  SocketPerformer(peers::Peers& peers, control::ControlServer& server, Responded responded)
      : peers_{peers}, server_{server}, responded_{std::move(responded)} {}

  void perform(Release release) override;

  void pause_reading(bool paused) override { peers_.pause_reading(paused); }

  void pause_reading(LinkId link, bool paused) override { peers_.pause_reading(link, paused); }

  // Ends the process at once, exit 74: memory is ahead of the disk, so nothing of it may be tidied
  // up or written.
  [[noreturn]] void fail_stop(const Error& error) override;

 private:
  peers::Peers& peers_;
  control::ControlServer& server_;
  Responded responded_;
};

}  // namespace tocsin::daemon
