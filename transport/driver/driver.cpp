#include "transport/driver/driver.h"

#include <utility>

#include "core/model/limits/driver.h"

namespace tocsin::driver {

Driver::Driver(uv::Loop& loop, Node& node, Store& store, Performer& performer)
    : node_{node},
      store_{store},
      performer_{performer},
      turn_{loop, [this] { run(); }},
      timer_{loop, [this] { turn_.request(); }} {
  turn_.request();  // what the node restored may be due already
}

void Driver::feed(Event event) {
  if (stopped_) return;
  count_unhandled(event);
  inbox_.push_back(std::move(event));
  ++fed_;
  turn_.request();
}

void Driver::when_handled(std::function<void()> then) {
  afterwards_.emplace_back(fed_, std::move(then));
  turn_.request();
}

void Driver::go_on() {
  const std::uint64_t handled = fed_ - inbox_.size();
  while (!afterwards_.empty() && afterwards_.front().first <= handled) {
    const auto then = std::move(afterwards_.front().second);
    afterwards_.pop_front();
    then();
  }
}

bool Driver::is_full() const {
  return stopped_ || inbox_.size() >= limits::inbox_events_max;
}

void Driver::run() {
  if (stopped_) return;
  const Now now = clocks_.now();  // read once: all of a batch happens at one time
  const auto has_time = [&] {
    return clocks_.now().instant < now.instant + limits::batch_time_max;
  };
  auto releases = run_batch(node_, store_, inbox_, now, has_time);
  if (!releases) return fail_stop(releases.error());
  let_links_read();
  for (Release& release : *releases) performer_.perform(std::move(release));
  performer_.pause_reading(inbox_.size() >= limits::inbox_events_max);
  timer_.arm(node_.next_wakeup(), clocks_.now().instant);
  go_on();
  if (!inbox_.empty()) turn_.request();
}

void Driver::fail_stop(const Error& error) {
  // The node's memory is ahead of its disk: a restart reads the truth.
  stopped_ = true;
  inbox_.clear();
  timer_.disarm();
  performer_.fail_stop(error);
}

void Driver::count_unhandled(const Event& event) {
  const auto* received = std::get_if<BytesReceived>(&event);
  if (received == nullptr) return;
  std::size_t& waiting = unhandled_bytes_[received->link];
  const bool was_below = waiting < limits::link_unhandled_bytes_max;
  waiting += received->bytes.size();
  if (was_below && waiting >= limits::link_unhandled_bytes_max)
    performer_.pause_reading(received->link, true);
}

void Driver::let_links_read() {
  auto before = std::exchange(unhandled_bytes_, {});
  for (const Event& event : inbox_) {
    const auto* received = std::get_if<BytesReceived>(&event);
    if (received != nullptr) unhandled_bytes_[received->link] += received->bytes.size();
  }
  for (const auto& [link, waited] : before) {
    const auto now_waiting = unhandled_bytes_.find(link);
    const bool is_below = now_waiting == unhandled_bytes_.end() ||
                          now_waiting->second < limits::link_unhandled_bytes_max;
    if (waited >= limits::link_unhandled_bytes_max && is_below)
      performer_.pause_reading(link, false);
  }
}

}  // namespace tocsin::driver
