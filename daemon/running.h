// An open profile at work: its store, the node over it and the driver that runs the node. Made at
// unlock, gone at lock.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/random.h"
#include "core/node/node.h"
#include "daemon/sealed.h"
#include "daemon/spool_feed.h"
#include "daemon/store/profile_store.h"
#include "transport/driver/driver.h"
#include "transport/uv/timer.h"

namespace tocsin::daemon {

class Running {
 public:
  Running(uv::Loop& loop,
          std::unique_ptr<store::ProfileStore> store,
          NodeSettings settings,
          Random& random,
          driver::Performer& performer);
  ~Running();  // what was not committed is gone; the store closes last
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void feed(Event event) { driver_.feed(std::move(event)); }

  bool is_full() const { return driver_.is_full(); }

  // What came while the profile was sealed, from this folder. Once; a relay's never.
  void feed_spool(const std::string& folder);

  // What goes on receiving when this is gone. Nothing: there is nobody to receive from yet.
  std::optional<SealedStart> sealed() const;

  // Each minute by itself: tells the node how much is free, and truncates the store's log.
  void look_after_disk();

 private:
  std::unique_ptr<store::ProfileStore> store_;
  Node node_;
  driver::Driver driver_;
  std::optional<SpoolFeed> spool_;
  uv::Timer disk_;
  Random& random_;
};

}  // namespace tocsin::daemon
