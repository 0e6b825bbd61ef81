// What one peer cost us in the last hour, so that an operator can tell who abuses the box without
// seeing who it is (gossip.md §11). In memory only, and shown in bands.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/instant.h"

namespace tocsin::gossip {

struct Cost {
  std::uint64_t bytes = 0;     // read from it
  std::uint64_t refusals = 0;  // envelopes that no rule admits
  std::uint64_t waits = 0;     // frames beyond its budget

  bool is_none() const { return bytes == 0 && refusals == 0 && waits == 0; }
};

class Loudness {
 public:
  void note(const Cost& cost, Instant now);
  Cost last_hour(Instant now) const;

 private:
  // Ten minutes each; a slot is used again after an hour.
  struct TenMinutes {
    std::int64_t which = -1;
    Cost cost;
  };

  std::array<TenMinutes, 6> slots_;
};

}  // namespace tocsin::gossip
