// Runs a Node under libuv: collects events, lets run_batch handle and commit them at the end of
// each loop iteration, hands what may leave to the Performer, and keeps the one timer. It decides
// nothing (ARCHITECTURE §4).
#pragma once

#include <map>

#include "core/node/batch.h"
#include "transport/driver/clocks.h"
#include "transport/driver/performer.h"
#include "transport/uv/timer.h"
#include "transport/uv/turn.h"

namespace tocsin::driver {

class Driver {
 public:
  Driver(uv::Loop& loop, Node& node, Store& store, Performer& performer);
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  // From a socket callback, or from inside perform(): never enters the node.
  void feed(Event event);
  // The node has waited long enough already: commands are told `unavailable`.
  bool is_full() const;

 private:
  void run();
  void fail_stop(const Error& error);
  void count_unhandled(const Event& event);
  void let_links_read();

  Clocks clocks_;
  Node& node_;
  Store& store_;
  Performer& performer_;
  Inbox inbox_;
  std::map<LinkId, std::size_t> unhandled_bytes_;  // in the inbox, by link
  bool stopped_ = false;
  uv::Turn turn_;
  uv::Timer timer_;
};

}  // namespace tocsin::driver
