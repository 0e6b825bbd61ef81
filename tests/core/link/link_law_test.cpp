// However a stream is cut, the same frames come out of it.
#include "core/link/mux.h"
#include "tests/support/frames.h"
#include "tests/support/law.hpp"
#include "tests/support/pair.h"

namespace tocsin::link {
namespace {

using tests::Pair;

// Envelopes of drawn sizes, told apart by their bytes; sent by a to b.
std::vector<Frame> heard(std::uint64_t cut_seed, bool is_cutting, const Bytes& buckets) {
  Pair pair{cut_seed};
  pair.is_cutting = is_cutting;
  pair.dial(pair.a(), pair.b());
  pair.run();
  const LinkId link = pair.a().ups().at(0).link;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    const std::size_t size = std::size_t{512} << (buckets[i] % 6);
    pair.send(pair.a(), link, Queue::normal, Push{{}, Bytes(size, static_cast<std::uint8_t>(i))});
  }
  pair.run(Seconds{600});
  return pair.b().frames();
}

}  // namespace

TEST_CASE("any cut of the stream gives the same frames") {
  tests::law("cuts", [](std::uint64_t seed, const Bytes& buckets) {
    const std::uint64_t cut = seed % 1'000'000;
    const std::vector<Frame> whole = heard(cut, false, buckets);
    RC_ASSERT(whole.size() == buckets.size());
    RC_ASSERT(heard(cut, true, buckets) == whole);
  });
}

TEST_CASE("whatever is pushed comes out, each queue in its order") {
  tests::law("queues", [](const std::vector<std::pair<std::uint8_t, std::uint16_t>>& sizes) {
    Outgoing out;
    Incoming in;
    std::array<std::vector<Bytes>, queues> pushed, heard;
    std::uint8_t fill = 0;
    for (const auto& [queue, size] : sizes) {
      const std::size_t which = queue % queues;
      const Bytes frame(1 + size % 2'000, ++fill);
      if (out.push(Queue{static_cast<std::uint8_t>(which)}, frame)) pushed[which].push_back(frame);
      // Some leave before the next comes.
      if (size % 3 != 0) continue;
      const auto cell = out.next_cell(false);
      const auto frames = in.read(cell ? *cell : Bytes{});
      RC_ASSERT(frames.has_value());
      for (const HeardFrame& one : *frames)
        heard[static_cast<std::size_t>(one.queue)].push_back(one.bytes);
    }
    while (const auto cell = out.next_cell(false)) {
      const auto frames = in.read(*cell);
      RC_ASSERT(frames.has_value());
      for (const HeardFrame& one : *frames)
        heard[static_cast<std::size_t>(one.queue)].push_back(one.bytes);
    }
    RC_ASSERT(heard == pushed);
    RC_ASSERT(in.partial_bytes() == std::size_t{0});
  });
}

}  // namespace tocsin::link
