// What others say the time is (decisions.md §9): listeners tell it in the handshake, to the minute.
// A few liars among them move nothing. In memory only; what this device itself came to believe is
// in decisions.h.
#pragma once

#include <map>
#include <optional>

#include "core/base/instant.h"
#include "core/model/ids.h"

namespace tocsin::coalition {

enum class Agreement : std::uint8_t { unknown, agrees, differs };

class PeerClocks {
 public:
  // `minute`: the beginning of the minute that the peer named.
  void hear(const LinkKey& peer, WallTime minute, Now now);

  // The own clock beside the median of what they told, moved on by the time since. unknown: fewer
  // than three told.
  Agreement judge(Now now, Seconds skew) const;

 private:
  struct Told {
    WallTime minute;
    Instant at;
  };

  std::map<LinkKey, Told> told_;
};

}  // namespace tocsin::coalition
