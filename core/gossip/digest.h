// Set digests per day of expiry (gossip.md §5): two nodes whose digests of a day are equal hold the
// same envelopes of that day.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/crypto/set_hash.h"
#include "core/model/frame.h"
#include "core/model/ids.h"

namespace tocsin::gossip {

class Digest {
 public:
  void add(std::uint16_t day, const EnvelopeId& id);
  void remove(std::uint16_t day, const EnvelopeId& id);
  void drop(std::uint16_t day);

  std::uint32_t count() const;
  SetDigest total() const;
  std::vector<SyncDay> days() const;  // ascending, none of them empty

 private:
  struct Day {
    std::uint32_t count = 0;
    crypto::SetHash hash;
  };

  std::map<std::uint16_t, Day> days_;
};

}  // namespace tocsin::gossip
