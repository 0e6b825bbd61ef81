#include "core/channel/puncture.h"

#include <bit>

#include "core/base/checked.h"
#include "core/model/labels.h"

namespace tocsin::channel {
namespace {

std::uint8_t bit_of(const Puncture::Point& point, unsigned place) {
  return static_cast<std::uint8_t>((point[place / 8] >> (7 - place % 8)) & 1U);
}

// The first `depth` bits of `point`, then zeros.
Puncture::Point prefix(const Puncture::Point& point, unsigned depth) {
  Puncture::Point out{};
  const unsigned whole = depth / 8;
  std::copy_n(point.begin(), whole, out.begin());
  if (depth % 8 != 0)
    out[whole] = static_cast<std::uint8_t>(point[whole] & (0xFF00U >> (depth % 8)));
  return out;
}

Puncture::Point sibling(const Puncture::Point& point, unsigned depth) {
  Puncture::Point out = prefix(point, depth + 1);
  out[depth / 8] = static_cast<std::uint8_t>(out[depth / 8] ^ (0x80U >> (depth % 8)));
  return out;
}

StepKey child(const StepKey& key, std::uint8_t side) {
  return StepKey::derive(key.reveal(), labels::ggm, {ByteView{&side, 1}});
}

}  // namespace

Puncture::Puncture(unsigned bits, ByteView root) : bits_{bits} {
  ENSURE(bits <= bits_max);
  nodes_.emplace(Point{}, Node{0, StepKey{root}});
}

Result<StepKey> Puncture::pop(const Point& point) {
  auto above = nodes_.upper_bound(point);
  if (above == nodes_.begin()) return fail(Errc::replayed, "a point that was popped before");
  --above;
  const unsigned depth = above->second.depth;
  if (prefix(point, depth) != above->first || prefix(point, bits_) != point)
    return fail(Errc::replayed, "a point that was popped before");
  StepKey key = above->second.key;
  nodes_.erase(above);
  for (unsigned at = depth; at < bits_; ++at) {
    const std::uint8_t side = bit_of(point, at);
    const auto other = static_cast<std::uint8_t>(1U - side);
    nodes_.emplace(sibling(point, at), Node{at + 1, child(key, other)});
    key = child(key, side);
  }
  return key;
}

Bytes Puncture::encode() const {
  Writer out;
  out.u8(narrow<std::uint8_t>(bits_));
  for (const auto& [start, node] : nodes_)
    out.u8(narrow<std::uint8_t>(node.depth)).bytes(start).bytes(node.key.reveal());
  return out.take();
}

Result<Puncture> Puncture::decode(ByteView bytes) {
  Reader in{bytes};
  Puncture out{in.u8()};
  if (out.bits_ > bits_max) return fail(Errc::malformed, "a tree of too many levels");
  while (in.left() > 0 && !in.failed()) {
    const unsigned depth = in.u8();
    const auto start = in.array<16>();
    const ByteView key = in.take(32);
    if (in.failed() || depth > out.bits_ || prefix(start, depth) != start)
      return fail(Errc::malformed, "a broken node of a tree");
    out.nodes_.emplace(start, Node{depth, StepKey{key}});
  }
  if (in.failed()) return fail(Errc::malformed, "a tree of the wrong length");
  return out;
}

unsigned rank_bits(std::uint32_t n) {
  return n <= 1 ? 0 : static_cast<unsigned>(std::bit_width(n - 1));
}

Puncture::Point rank_point(std::uint32_t rank, unsigned bits) {
  ENSURE(bits <= 32);
  Puncture::Point out{};
  const std::uint64_t high = static_cast<std::uint64_t>(rank) << (32U - bits);
  for (unsigned at = 0; at < 4; ++at) out[at] = static_cast<std::uint8_t>(high >> (24 - 8 * at));
  return out;
}

}  // namespace tocsin::channel
