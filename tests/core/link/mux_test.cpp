#include "core/link/mux.h"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace tocsin::link {
namespace {

// All that waits, cell by cell, into one reader.
std::vector<HeardFrame> carry(Outgoing& out, Incoming& in) {
  std::vector<HeardFrame> heard;
  while (const auto cell = out.next_cell(false)) {
    CHECK(cell->size() == limits::cell_plain_bytes);
    auto frames = in.read(*cell);
    REQUIRE(frames);
    std::ranges::move(*frames, std::back_inserter(heard));
  }
  return heard;
}

Bytes cell_of(Bytes chunks) {
  chunks.resize(limits::cell_plain_bytes);
  return chunks;
}

constexpr std::uint8_t first_bit = 0x08, last_bit = 0x10, set_bit = 0x20;

}  // namespace

TEST_CASE("frames of every length around a cell come out as they went in") {
  Outgoing out;
  Incoming in;
  for (std::size_t length = 480; length < 510; ++length) {
    const Bytes frame(length, static_cast<std::uint8_t>(length));
    REQUIRE(out.push(Queue::sync, frame));
    const auto heard = carry(out, in);
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].bytes == frame);
    CHECK(heard[0].queue == Queue::sync);
    CHECK(in.partial_bytes() == 0);
  }
}

TEST_CASE("small frames share a cell") {
  Outgoing out;
  for (int i = 0; i < 10; ++i) REQUIRE(out.push(Queue::control, Bytes(20, 1)));
  CHECK(out.next_cell(false));
  CHECK(out.is_empty());
}

TEST_CASE("a call leaves before all else, also in the middle of another frame") {
  Outgoing out;
  Incoming in;
  REQUIRE(out.push(Queue::bulk, Bytes(60'000, 4)));
  REQUIRE(in.read(*out.next_cell(false)));
  REQUIRE(out.push(Queue::call, Bytes(100, 0)));
  const auto heard = in.read(*out.next_cell(false));
  REQUIRE(heard);
  REQUIRE(heard->size() == 1);
  CHECK(heard->front().queue == Queue::call);
}

TEST_CASE("queues share by 8 : 4 : 2 : 1, and one that was silent has saved nothing up") {
  Outgoing out;
  for (int i = 0; i < 16; ++i) REQUIRE(out.push(Queue::bulk, Bytes(60'000, 4)));
  for (int i = 0; i < 1000; ++i) REQUIRE(out.next_cell(false));
  for (int i = 0; i < 250; ++i) REQUIRE(out.push(Queue::control, Bytes(8'000, 1)));
  for (int i = 0; i < 64; ++i) {
    REQUIRE(out.push(Queue::normal, Bytes(60'000, 2)));
    REQUIRE(out.push(Queue::sync, Bytes(60'000, 3)));
  }
  std::array<std::size_t, queues> bytes{};
  for (int i = 0; i < 1500; ++i) {
    const Bytes cell = *out.next_cell(false);
    Reader reader{cell};
    while (reader.left() > 3) {
      const std::uint8_t head = reader.u8();
      const std::size_t length = reader.u16();
      reader.take(length);
      if (head != 0) bytes.at(head & 7U) += length;
    }
  }
  const auto ratio = [&](std::size_t more, std::size_t less) {
    return 100 * bytes[more] / std::max<std::size_t>(bytes[less], 1);
  };
  for (std::size_t queue = 1; queue < 4; ++queue) {
    CHECK(ratio(queue, queue + 1) >= 190);
    CHECK(ratio(queue, queue + 1) <= 210);
  }
}

TEST_CASE("a queue takes its cap of frames and no more, and no frame too long for it") {
  for (std::size_t queue = 0; queue < queues; ++queue) {
    Outgoing out;
    const Queue which{static_cast<std::uint8_t>(queue)};
    for (std::size_t i = 0; i < limits::queue_frames_max[queue]; ++i)
      CHECK(out.push(which, Bytes{1}));
    CHECK_FALSE(out.push(which, Bytes{1}));
    CHECK(out.frames(which) == limits::queue_frames_max[queue]);
    Outgoing other;
    CHECK(other.push(which, Bytes(frame_bytes_max(which))));
    CHECK_FALSE(other.push(which, Bytes(frame_bytes_max(which) + 1)));
    CHECK_FALSE(other.push(which, {}));
  }
}

TEST_CASE("an acknowledgement goes first in its queue, but not into a frame that has begun") {
  Outgoing out;
  Incoming in;
  for (std::size_t i = 0; i < limits::queue_frames_max[1]; ++i)
    REQUIRE(out.push(Queue::control, Bytes(600, 1)));
  REQUIRE(in.read(*out.next_cell(false)));
  out.push_ack(Bytes(9, 2));
  const auto heard = in.read(*out.next_cell(false));
  REQUIRE(heard);
  REQUIRE(heard->size() >= 2);
  CHECK(heard->at(0).bytes.size() == 600);
  CHECK(heard->at(1).bytes.size() == 9);
}

TEST_CASE("only what is urgent leaves when nothing else may") {
  Outgoing out;
  REQUIRE(out.push(Queue::normal, Bytes(10, 2)));
  CHECK_FALSE(out.next_cell(true));
  REQUIRE(out.push(Queue::control, Bytes(10, 1)));
  Incoming in;
  const auto heard = in.read(*out.next_cell(true));
  REQUIRE(heard);
  CHECK(heard->size() == 1);
  CHECK(out.frames(Queue::normal) == 1);
}

TEST_CASE("a farewell forgets what has not begun, and lets a begun call finish") {
  Outgoing out;
  Incoming in;
  REQUIRE(out.push(Queue::call, Bytes(4'000, 0)));
  REQUIRE(out.push(Queue::call, Bytes(4'000, 1)));
  REQUIRE(out.push(Queue::bulk, Bytes(4'000, 4)));
  REQUIRE(in.read(*out.next_cell(false)));
  out.keep_only_begun_call();
  REQUIRE(out.push(Queue::call, Bytes(2, 9)));
  const auto heard = carry(out, in);
  REQUIRE(heard.size() == 2);
  CHECK(heard[0].bytes == Bytes(4'000, 0));
  CHECK(heard[1].bytes == Bytes(2, 9));
}

TEST_CASE("chunks that no honest sender makes are refused") {
  const auto refuses = [](Bytes chunks) { return !Incoming{}.read(cell_of(std::move(chunks))); };
  CHECK_FALSE(refuses({first_bit | last_bit | set_bit, 1, 0, 7}));
  CHECK(refuses({first_bit | last_bit, 1, 0, 7}));                   // not set
  CHECK(refuses({first_bit | last_bit | set_bit | 0x40, 1, 0, 7}));  // an unknown bit
  CHECK(refuses({5 | first_bit | last_bit | set_bit, 1, 0, 7}));     // a sixth queue
  CHECK(refuses({first_bit | last_bit | set_bit, 0, 0}));            // empty
  CHECK(refuses({first_bit | last_bit | set_bit, 0xff, 0xff, 7}));   // longer than its cell
  CHECK(refuses({last_bit | set_bit, 1, 0, 7}));                     // no beginning
  CHECK(refuses({first_bit | set_bit, 1, 0, 7, first_bit | set_bit, 1, 0, 7}));  // begun twice
}

TEST_CASE("a frame that grows past its queue's length is refused before it is whole") {
  for (const Queue queue : {Queue::control, Queue::bulk}) {
    Incoming in;
    const auto bits = static_cast<std::uint8_t>(queue);
    Bytes chunk(limits::cell_plain_bytes, 1);
    chunk[1] = static_cast<std::uint8_t>((chunk.size() - 3) & 0xff);
    chunk[2] = static_cast<std::uint8_t>((chunk.size() - 3) >> 8);
    chunk[0] = static_cast<std::uint8_t>(bits | first_bit | set_bit);
    std::size_t cells = 0;
    while (in.read(chunk)) {
      chunk[0] = static_cast<std::uint8_t>(bits | set_bit);
      ++cells;
    }
    CHECK(cells == frame_bytes_max(queue) / (limits::cell_plain_bytes - 3));
  }
}

}  // namespace tocsin::link
