// A GGM tree that forgets: pop(x) derives leaf x, keeps the co-path and wipes the path, so that x
// can never be derived again and every other leaf still can (channel.md §3). Points of 128 bits
// derive children of an epoch, ranks of ceil(log2 n) bits derive senders' chains.
#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/channel/key.h"

namespace tocsin::channel {

class Puncture {
 public:
  using Point = std::array<std::uint8_t, 16>;  // read from its first bit on

  // bits: 0 to 128. With 0 bits the root itself is the only leaf.
  Puncture(unsigned bits, ByteView root);

  // replayed: this point was popped before.
  Result<StepKey> pop(const Point& point);

  std::size_t nodes() const { return nodes_.size(); }

  unsigned bits() const { return bits_; }

  // bits u8 | per node: depth u8 | prefix 16 | key 32.
  Bytes encode() const;
  static Result<Puncture> decode(ByteView bytes);

  static constexpr unsigned bits_max = 128;

 private:
  struct Node {
    unsigned depth;
    StepKey key;
  };

  explicit Puncture(unsigned bits) : bits_{bits} {}

  unsigned bits_;
  std::map<Point, Node> nodes_;  // by the first point below it: disjoint subtrees
};

// The fewest bits in which n ranks are told apart, and a rank as a point of that many.
unsigned rank_bits(std::uint32_t n);
Puncture::Point rank_point(std::uint32_t rank, unsigned bits);

}  // namespace tocsin::channel
