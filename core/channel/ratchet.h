// One sender's chain in one epoch: a key per record, gone once used (channel.md §5). Receiving
// takes from a copy and commits only after every check, else a forged record would burn a victim's
// counters. Next: envelope.h.
#pragma once

#include <cstdint>
#include <map>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/channel/key.h"

namespace tocsin::channel {

class Chain {
 public:
  // leaf = snd.pop(rank).
  Chain(const StepKey& leaf, std::uint32_t rank);

  std::uint32_t next() const { return next_; }

  std::size_t skipped() const { return skipped_.size(); }

  // The key of record `ctr`, gone from here afterwards. replayed: used before; limit_exceeded: it
  // would skip more than we bear.
  Result<StepKey> take(std::uint32_t ctr);

  // next u32 | chain key 32 | per skipped key: ctr u32 | key 32.
  Bytes encode() const;
  static Result<Chain> decode(ByteView bytes);

 private:
  Chain() = default;
  StepKey step();

  std::uint32_t next_ = 0;
  StepKey chain_;
  std::map<std::uint32_t, StepKey> skipped_;
};

}  // namespace tocsin::channel
