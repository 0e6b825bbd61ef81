// Chains and trees under any order of use: two ends agree, nothing is derived twice, and what was
// kept comes back.
#include <cstddef>
#include <cstdint>
#include <set>

#include "core/base/ensure.h"
#include "core/channel/puncture.h"
#include "core/channel/ratchet.h"

namespace tocsin::channel {
namespace {

void try_orders(ByteView orders) {
  Chain sender{StepKey{Bytes(32, 1)}, 0};
  std::vector<Bytes> keys;
  for (std::uint32_t ctr = 0; ctr < 256; ++ctr)
    keys.push_back(to_bytes(sender.take(ctr)->reveal()));
  Chain reader{StepKey{Bytes(32, 1)}, 0};
  Puncture tree{8, Bytes(32, 2)};
  std::set<std::uint8_t> used;
  for (const std::uint8_t ctr : orders.first(std::min<std::size_t>(orders.size(), 512))) {
    const bool is_first = used.insert(ctr).second;
    const auto key = reader.take(ctr);
    ENSURE(key.has_value() == is_first);
    if (key) ENSURE(same_bytes(key->reveal(), keys[ctr]));
    ENSURE(tree.pop(rank_point(ctr, 8)).has_value() == is_first);
    const auto again = Chain::decode(reader.encode());
    ENSURE(again && again->encode() == reader.encode());
  }
}

void try_bytes(ByteView bytes) {
  const auto chain = Chain::decode(bytes);
  if (chain) ENSURE(Chain::decode(chain->encode()));
  auto tree = Puncture::decode(bytes);
  if (!tree) return;
  ENSURE(Puncture::decode(tree->encode()));
  static_cast<void>(tree->pop(Puncture::Point{}));
}

}  // namespace
}  // namespace tocsin::channel

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::channel::try_orders({data, size});
  tocsin::channel::try_bytes({data, size});
  return 0;
}
