// Who has what (gossip.md §3): for the newest 4,096 envelopes one bit per link for "that link holds
// it" and one for "we have told that link". Each link names an envelope at most once each way.
#pragma once

#include <bitset>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/model/ids.h"
#include "core/model/limits/gossip.h"

namespace tocsin::gossip {

// A link's place in the bit sets, free again when it goes down.
using Slot = std::size_t;

class Spread {
 public:
  using Slots = std::bitset<limits::relay_links_max>;

  struct Marks {
    Slots heard;          // holds it
    Slots heard_as_call;  // holds it with its stamp
    Slots told;
  };

  // Begins anew: a fresh envelope, or one whose stamp came late.
  Marks& begin(const EnvelopeId& id);
  // Nothing for an envelope that has left the window.
  Marks* find(const EnvelopeId& id);
  const Marks* find(const EnvelopeId& id) const;
  std::optional<Slot> take_slot();
  void give_slot(Slot slot);  // all its bits are cleared

 private:
  std::map<EnvelopeId, Marks> marks_;
  std::deque<EnvelopeId> order_;
  Slots slots_;
};

}  // namespace tocsin::gossip
