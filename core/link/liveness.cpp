#include "core/link/liveness.h"

#include <algorithm>

namespace tocsin::link {

Liveness::Liveness(Tempo tempo, Random& random, Instant now) : tempo_{tempo} {
  const Millis every{tempo_.has_relay ? limits::idle_probe_relay : limits::idle_probe_peer};
  // A quarter either way: equal periods would tell links of one program from others.
  probe_after_ = random.between<Millis>(every * 3 / 4, every * 5 / 4);
  probe_at_ = now + probe_after_;
}

bool Liveness::ack_heard(std::uint64_t cells, Instant now) {
  if (cells > sent_) return false;
  if (cells <= acked_) return true;
  const std::uint64_t most =
      tempo_.is_onion ? limits::onion_window_bytes_max : limits::window_bytes_max;
  const bool was_limiting = (sent_ - acked_) * limits::cell_bytes * 2 >= window_;
  if (was_limiting) window_ = std::min(most, window_ + (cells - acked_) * limits::cell_bytes);
  acked_ = cells;
  std::optional<Instant> written_at;
  while (!unanswered_.empty() && unanswered_.front().up_to <= cells) {
    written_at = unanswered_.front().at;
    unanswered_.pop_front();
  }
  if (written_at) {
    answered_now_ = true;
    sample(now - *written_at);
  }
  return true;
}

void Liveness::cell_heard(bool has_content, Instant now) {
  ++heard_;
  ++owed_;
  const bool is_probe = !has_content && !answered_now_;
  answered_now_ = false;
  if (has_content || is_probe) is_owing_ = true;
  if (is_owing_) {
    if (!ack_at_) ack_at_ = now + limits::ack_delay;
    if (owed_ >= limits::ack_cells) ack_at_ = now;
  }
  waiting_since_ = unanswered_.empty() ? std::optional<Instant>{} : now;
  probe_at_ = now + probe_after_;
}

void Liveness::written(std::uint64_t cells, bool expects_answer, Instant now) {
  sent_ += cells;
  if (!expects_answer) return;
  if (unanswered_.empty() || unanswered_.back().at != now) unanswered_.push_back({sent_, now});
  unanswered_.back().up_to = sent_;
  if (!waiting_since_) waiting_since_ = now;
}

bool Liveness::is_ack_due(Instant now) const {
  return ack_at_ && *ack_at_ <= now;
}

std::uint64_t Liveness::ack() {
  owed_ = 0;
  is_owing_ = false;
  ack_at_.reset();
  return heard_;
}

bool Liveness::is_probe_due(Instant now) const {
  // What waits for an answer already is a probe.
  return !waiting_since_ && probe_at_ <= now;
}

Instant::duration Liveness::patience() const {
  const Millis least = tempo_.is_onion ? limits::onion_dead_after : limits::dead_after;
  return std::max(least, 3 * retransmit_time());
}

bool Liveness::is_dead(Instant now) const {
  // One who speaks and never acknowledges holds our memory: as good as dead.
  if (unanswered_.size() > limits::unanswered_writes_max) return true;
  return waiting_since_ && *waiting_since_ + patience() <= now;
}

std::optional<Instant> Liveness::next(bool is_writing) const {
  std::optional<Instant> next;
  const auto consider = [&](Instant when) { next = std::min(next.value_or(when), when); };
  if (waiting_since_) consider(*waiting_since_ + patience());
  if (is_writing) return next;
  if (!waiting_since_) consider(probe_at_);
  if (ack_at_) consider(*ack_at_);
  return next;
}

Millis Liveness::retransmit_time() const {
  const Millis least = tempo_.is_onion ? limits::onion_rto_min : limits::rto_min;
  const Millis most = tempo_.is_onion ? limits::onion_rto_max : limits::rto_max;
  if (!srtt_) return most;
  return std::clamp(std::chrono::duration_cast<Millis>(*srtt_ + 4 * var_), least, most);
}

void Liveness::sample(Instant::duration round_trip) {
  // RFC 6298, in integers.
  if (!srtt_) {
    srtt_ = round_trip;
    var_ = round_trip / 2;
    return;
  }
  const Instant::duration off = round_trip > *srtt_ ? round_trip - *srtt_ : *srtt_ - round_trip;
  var_ = (3 * var_ + off) / 4;
  srtt_ = (7 * *srtt_ + round_trip) / 8;
}

}  // namespace tocsin::link
