#include "core/link/mux.h"

#include <algorithm>

#include "core/base/checked.h"

namespace tocsin::link {
namespace {

constexpr std::size_t chunk_head_bytes = 3;
constexpr std::uint8_t queue_bits = 0x07;
constexpr std::uint8_t first_bit = 0x08;
constexpr std::uint8_t last_bit = 0x10;
constexpr std::uint8_t set_bit = 0x20;
constexpr std::uint8_t known_bits = queue_bits | first_bit | last_bit | set_bit;

bool is_urgent(std::size_t queue) {
  return queue <= static_cast<std::size_t>(Queue::control);
}

}  // namespace

std::size_t frame_bytes_max(Queue queue) {
  return is_urgent(static_cast<std::size_t>(queue)) ? limits::control_frame_bytes_max
                                                    : limits::frame_bytes_max;
}

bool Outgoing::push(Queue queue, Bytes frame) {
  const auto at = static_cast<std::size_t>(queue);
  if (frame.empty() || frame.size() > frame_bytes_max(queue)) return false;
  if (waiting_[at].size() >= limits::queue_frames_max[at]) return false;
  level(at);
  waiting_[at].push_back(std::move(frame));
  return true;
}

void Outgoing::push_ack(Bytes frame) {
  constexpr auto at = static_cast<std::size_t>(Queue::control);
  level(at);
  waiting_[at].insert(waiting_[at].begin() + (begun_[at] > 0 ? 1 : 0), std::move(frame));
}

// A queue that was silent has saved nothing up: it starts level with the others.
void Outgoing::level(std::size_t at) {
  if (at == 0 || !waiting_[at].empty()) return;
  std::optional<std::uint64_t> least;
  for (std::size_t other = 1; other < queues; ++other) {
    if (!waiting_[other].empty()) least = std::min(least.value_or(spent_[other]), spent_[other]);
  }
  spent_[at] = std::max(spent_[at], least.value_or(spent_[at]));
}

bool Outgoing::is_empty() const {
  return std::ranges::all_of(waiting_, [](const auto& frames) { return frames.empty(); });
}

std::optional<std::size_t> Outgoing::choose(bool only_urgent) const {
  if (!waiting_[0].empty()) return 0;
  std::optional<std::size_t> chosen;
  for (std::size_t queue = 1; queue < queues; ++queue) {
    if (waiting_[queue].empty() || (only_urgent && !is_urgent(queue))) continue;
    if (!chosen || spent_[queue] < spent_[*chosen]) chosen = queue;
  }
  return chosen;
}

void Outgoing::write_chunk(Writer& cell, std::size_t queue) {
  const std::size_t room = limits::cell_plain_bytes - cell.size() - chunk_head_bytes;
  const Bytes& frame = waiting_[queue].front();
  const std::size_t length = std::min(room, frame.size() - begun_[queue]);
  const bool is_first = begun_[queue] == 0;
  const bool is_last = begun_[queue] + length == frame.size();
  cell.u8(static_cast<std::uint8_t>(queue | (is_first ? first_bit : 0U) |
                                    (is_last ? last_bit : 0U) | set_bit));
  cell.u16(narrow<std::uint16_t>(length));
  cell.bytes(ByteView{frame}.subspan(begun_[queue], length));
  if (queue > 0) spent_[queue] += (length + chunk_head_bytes) * 8 / limits::queue_weights[queue];
  begun_[queue] += length;
  if (!is_last) return;
  waiting_[queue].pop_front();
  begun_[queue] = 0;
}

std::optional<Bytes> Outgoing::next_cell(bool only_urgent) {
  Writer cell;
  while (limits::cell_plain_bytes - cell.size() > chunk_head_bytes) {
    const auto queue = choose(only_urgent);
    if (!queue) break;
    write_chunk(cell, *queue);
  }
  if (cell.size() == 0) return std::nullopt;
  cell.zeros(limits::cell_plain_bytes - cell.size());
  return cell.take();
}

void Outgoing::keep_only_begun_call() {
  for (std::size_t queue = 0; queue < queues; ++queue) {
    const bool has_begun_call = queue == 0 && begun_[queue] > 0;
    waiting_[queue].resize(has_begun_call ? 1 : 0);
    if (!has_begun_call) begun_[queue] = 0;
  }
}

Result<std::vector<HeardFrame>> Incoming::read(ByteView plain) {
  std::vector<HeardFrame> whole;
  Reader reader{plain};
  while (reader.left() > 0) {
    const std::uint8_t head = reader.u8();
    if (head == 0) break;
    const std::size_t length = reader.u16();
    const ByteView bytes = reader.take(length);
    if (reader.failed() || length == 0) return fail(Errc::malformed, "a chunk cut short");
    TRY_VOID(take_chunk(head, bytes, whole));
  }
  return whole;
}

Result<void> Incoming::take_chunk(std::uint8_t head,
                                  ByteView bytes,
                                  std::vector<HeardFrame>& whole) {
  const std::size_t at = head & queue_bits;
  const bool is_first = (head & first_bit) != 0;
  if ((head & set_bit) == 0 || (head & ~known_bits) != 0 || at >= queues)
    return fail(Errc::malformed, "an unknown chunk");
  if (is_first == partial_[at].has_value())
    return fail(Errc::malformed, "a chunk out of its frame");
  Bytes& frame = is_first ? partial_[at].emplace() : *partial_[at];
  const Queue queue{static_cast<std::uint8_t>(at)};
  if (frame.size() + bytes.size() > frame_bytes_max(queue))
    return fail(Errc::limit_exceeded, "a frame longer than its queue allows");
  frame.insert(frame.end(), bytes.begin(), bytes.end());
  partial_bytes_ += bytes.size();
  if ((head & last_bit) == 0) return {};
  partial_bytes_ -= frame.size();
  whole.push_back({queue, std::move(frame)});
  partial_[at].reset();
  return {};
}

}  // namespace tocsin::link
