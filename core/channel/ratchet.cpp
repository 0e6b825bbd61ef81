#include "core/channel/ratchet.h"

#include <limits>

#include "core/model/labels.h"
#include "core/model/limits/channel.h"

namespace tocsin::channel {

Chain::Chain(const StepKey& leaf, std::uint32_t rank)
    : chain_{StepKey::derive(leaf.reveal(), labels::chain0, {part(rank)})} {}

StepKey Chain::step() {
  StepKey key = StepKey::derive(chain_.reveal(), labels::message, {part(next_)});
  chain_ = StepKey::derive(chain_.reveal(), labels::chain, {part(next_)});
  ++next_;
  return key;
}

Result<StepKey> Chain::take(std::uint32_t ctr) {
  if (ctr < next_) {
    const auto found = skipped_.find(ctr);
    if (found == skipped_.end()) return fail(Errc::replayed, "a record's key was used before");
    StepKey key = found->second;
    skipped_.erase(found);
    return key;
  }
  const std::uint32_t skips = ctr - next_;
  if (skips > limits::skips_per_event_max ||
      skipped_.size() + skips > limits::skipped_per_chain_max)
    return fail(Errc::limit_exceeded, "a record's counter is too far ahead");
  // The last number is never used, so that `next` cannot wrap to a key that was.
  if (ctr == std::numeric_limits<std::uint32_t>::max())
    return fail(Errc::limit_exceeded, "a sender's chain has ended");
  while (next_ < ctr) {
    const std::uint32_t at = next_;
    skipped_.emplace(at, step());
  }
  return step();
}

Bytes Chain::encode() const {
  Writer out;
  out.u32(next_).bytes(chain_.reveal());
  for (const auto& [ctr, key] : skipped_) out.u32(ctr).bytes(key.reveal());
  return out.take();
}

Result<Chain> Chain::decode(ByteView bytes) {
  Reader in{bytes};
  Chain out;
  out.next_ = in.u32();
  const ByteView chain = in.take(32);
  if (in.failed()) return fail(Errc::malformed, "a broken chain");
  out.chain_ = StepKey{chain};
  while (in.left() > 0 && !in.failed()) {
    const std::uint32_t ctr = in.u32();
    const ByteView key = in.take(32);
    if (in.failed()) return fail(Errc::malformed, "a broken skipped key");
    out.skipped_.emplace(ctr, StepKey{key});
  }
  if (in.failed()) return fail(Errc::malformed, "a broken chain");
  return out;
}

}  // namespace tocsin::channel
