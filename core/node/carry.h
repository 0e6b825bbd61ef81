// Which statements this device still has to post in which channel (channel.md §3, republishing):
// own ones that found no safe epoch yet, and those "to all" that delegates' devices carry between
// the assembly and their org channel, in duty order. Kept, so that a crash delays a carry and never
// loses it.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/instant.h"
#include "core/model/ids.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin {

class Carry {
 public:
  struct Load {
    Bytes statement;
    bool is_urgent = false;
    Instant due;
  };

  using Where = std::pair<StatementId, ChannelId>;

  explicit Carry(const Snapshot& restored);

  // It stands in this channel now: nobody needs to carry it there again.
  void seen(const StatementId& id, const ChannelId& channel, Outbox& outbox);
  bool was_seen(const StatementId& id, const ChannelId& channel) const;
  // limit reached: dropped; another delegate's device carries it, or the author's own list brings
  // it again.
  void add(const Where& where, Load item, Outbox& outbox);
  std::optional<std::pair<Where, Load>> next_due(Instant now) const;
  void postpone(const Where& where, Instant due);
  std::optional<Instant> next_wakeup() const;

 private:
  std::map<Where, Load> items_;
  std::set<Where> seen_;
  std::deque<Where> seen_order_;
};

}  // namespace tocsin
