// Acknowledgements and what follows from them: round trip, window, when to probe, when the other
// side is dead (link.md §4.1). Counts cells and reads no bytes. Next: running.cpp.
//
// Who answers whom: a cell with content, or an ACK that acknowledges nothing we wait for (a probe),
// is owed an ACK; an ACK that does answer is owed none, so that two idle ends fall silent.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/model/limits/link.h"

namespace tocsin::link {

struct Tempo {
  bool is_onion = false;
  bool has_relay = false;  // at either end
};

class Liveness {
 public:
  Liveness(Tempo tempo, Random& random, Instant now);

  // False: it acknowledges cells that never were.
  bool ack_heard(std::uint64_t cells, Instant now);
  // After the ACKs of this cell. `has_content`: anything but an ACK.
  void cell_heard(bool has_content, Instant now);
  void written(std::uint64_t cells, bool expects_answer, Instant now);

  bool is_ack_due(Instant now) const;
  // The cells to acknowledge; settles the debt.
  std::uint64_t ack();
  bool is_probe_due(Instant now) const;
  bool is_dead(Instant now) const;

  bool has_window() const { return (sent_ - acked_) * limits::cell_bytes < window_; }

  // While a write has not left, there is no room for ACK or probe, and only death has a time.
  std::optional<Instant> next(bool is_writing) const;

  Millis retransmit_time() const;  // srtt + 4 var, bounded

 private:
  struct Written {
    std::uint64_t up_to;  // cells sent after it
    Instant at;
  };

  void sample(Instant::duration round_trip);
  Instant::duration patience() const;

  Tempo tempo_;
  std::uint64_t sent_ = 0;
  std::uint64_t acked_ = 0;
  std::uint64_t heard_ = 0;
  std::uint64_t owed_ = 0;  // cells heard since the last ACK of ours, if it is owed
  bool is_owing_ = false;
  bool answered_now_ = false;  // the cell being read acknowledges something we waited for
  std::deque<Written> unanswered_;
  std::optional<Instant> ack_at_;
  std::optional<Instant> waiting_since_;
  Millis probe_after_{};
  Instant probe_at_{};
  std::uint64_t window_ = limits::window_bytes_start;
  std::optional<Instant::duration> srtt_;
  Instant::duration var_{};
};

}  // namespace tocsin::link
