// Runs a Node under libuv: collects events, lets run_batch handle and commit them at the end of
// each loop iteration, hands what may leave to the Performer, and keeps the one timer. It decides
// nothing (ARCHITECTURE §4).
#pragma once

#include <deque>
#include <functional>
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
  // Once all that was fed until now is handled and committed. May feed, never destroys the driver.
  void when_handled(std::function<void()> then);
  // The node has waited long enough already: commands are told `unavailable`.
  bool is_full() const;

 private:
  void run();
  void fail_stop(const Error& error);
  void count_unhandled(const Event& event);
  void let_links_read();
  void go_on();

  Clocks clocks_;
  Node& node_;
  Store& store_;
  Performer& performer_;
  Inbox inbox_;
  std::map<LinkId, std::size_t> unhandled_bytes_;  // in the inbox, by link
  std::uint64_t fed_ = 0;
  std::deque<std::pair<std::uint64_t, std::function<void()>>> afterwards_;  // when so many are done
  bool stopped_ = false;
  uv::Turn turn_;
  uv::Timer timer_;
};

}  // namespace tocsin::driver
