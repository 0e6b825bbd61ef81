// Frames in cells and out of them: five queues, 0 strict, the others 8:4:2:1 by bytes; each queue's
// chunks form frames, and one frame per queue is on its way at a time (link.md §4).
//   chunk = head u8 (bits 0-2 queue, 3 first, 4 last, 5 set) | len u16 | bytes; head 0: padding
// It knows bytes of frames, not their meaning. Next: liveness.h.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/frame.h"
#include "core/model/limits/link.h"

namespace tocsin::link {

inline constexpr std::size_t queues = 5;

std::size_t frame_bytes_max(Queue queue);

class Outgoing {
 public:
  // False: the queue is full, or the frame is longer than its queue allows.
  bool push(Queue queue, Bytes frame);

  // Before all else that has not begun on the control queue, and over its cap: a sender that cannot
  // acknowledge would stop its reader too.
  void push_ack(Bytes frame);

  bool is_empty() const;

  // The next 496 bytes; nothing waits: nothing. `only_urgent`: queues 0 and 1 alone.
  std::optional<Bytes> next_cell(bool only_urgent);
  // Forgets all that has not begun to leave; what has begun on queue 0 goes on to its end.
  void keep_only_begun_call();

  std::size_t frames(Queue queue) const { return waiting_[static_cast<std::size_t>(queue)].size(); }

 private:
  std::optional<std::size_t> choose(bool only_urgent) const;
  void level(std::size_t queue);
  void write_chunk(Writer& cell, std::size_t queue);

  std::array<std::deque<Bytes>, queues> waiting_;
  std::array<std::size_t, queues> begun_{};    // bytes of the front frame that have left
  std::array<std::uint64_t, queues> spent_{};  // bytes sent over weight, in eighths
};

struct HeardFrame {
  Queue queue;
  Bytes bytes;
};

class Incoming {
 public:
  // Frames that this cell completes, in order. malformed: the link must close.
  Result<std::vector<HeardFrame>> read(ByteView plain);

  std::size_t partial_bytes() const { return partial_bytes_; }

 private:
  Result<void> take_chunk(std::uint8_t head, ByteView bytes, std::vector<HeardFrame>& whole);

  std::array<std::optional<Bytes>, queues> partial_;
  std::size_t partial_bytes_ = 0;
};

}  // namespace tocsin::link
