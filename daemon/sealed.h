// A sealed profile at work: a node that holds link keys and no other, over a spool that it cannot
// read. Made at lock, gone at unlock; a full spool or a disk that fails ends it earlier, and the
// profile is then only locked (docs/decisions, 0059).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/base/random.h"
#include "core/crypto/agree.h"
#include "core/node/node.h"
#include "daemon/store/spool_store.h"
#include "transport/driver/driver.h"
#include "transport/uv/timer.h"
#include "transport/uv/turn.h"

namespace tocsin::daemon {

struct SealedStart {
  Snapshot snapshot;           // holds link keys in clear: wiped as soon as the node stands
  crypto::AgreePublicKey key;  // of the spool
};

// How much waits for unlock.
struct Waiting {
  std::uint64_t envelopes = 0;
  std::uint64_t urgent = 0;  // of those, with a stamp that was valid when they came
  bool is_full = false;      // the spool or its disk took no more: nothing comes until unlock
};

// What leaves goes the way of an open node; a failure ends the node and not the process.
class SealedPerformer final : public driver::Performer {
 public:
  SealedPerformer(driver::Performer& performer, std::function<void()> failed)
      : performer_{performer}, failed_{std::move(failed)} {}

  void perform(Release release) override { performer_.perform(std::move(release)); }

  void pause_reading(bool paused) override { performer_.pause_reading(paused); }

  void pause_reading(LinkId link, bool paused) override { performer_.pause_reading(link, paused); }

  void fail_stop(const Error&) override { failed_(); }

 private:
  driver::Performer& performer_;
  std::function<void()> failed_;
};

class Sealed {
 public:
  struct Ports {
    driver::Performer& performer;
    std::function<void()> on_failed;  // in a turn of its own: may destroy this
  };

  Sealed(uv::Loop& loop,
         std::unique_ptr<store::SpoolStore> spool,
         const Snapshot& left,
         std::string folder,
         Random& random,
         Ports ports);
  Sealed(const Sealed&) = delete;
  Sealed& operator=(const Sealed&) = delete;

  void feed(Event event) { driver_.feed(std::move(event)); }

  Waiting waiting() const { return {spool_->waiting(), spool_->urgent(), false}; }

 private:
  void look_after_room();

  std::unique_ptr<store::SpoolStore> spool_;
  std::string folder_;
  uv::Turn failed_;
  SealedPerformer performer_;
  Node node_;
  driver::Driver driver_;
  uv::Timer disk_;
};

}  // namespace tocsin::daemon
