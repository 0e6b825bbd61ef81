#include "core/gossip/loudness.h"

namespace tocsin::gossip {
namespace {

constexpr Seconds slot_time{600};

std::int64_t slot_at(Instant now) {
  return now.time_since_epoch() / Instant::duration{slot_time};
}

void add(Cost& to, const Cost& more) {
  to.bytes += more.bytes;
  to.refusals += more.refusals;
  to.waits += more.waits;
}

}  // namespace

void Loudness::note(const Cost& cost, Instant now) {
  const std::int64_t which = slot_at(now);
  TenMinutes& slot = slots_[static_cast<std::size_t>(which) % slots_.size()];
  if (slot.which != which) slot = TenMinutes{which, {}};
  add(slot.cost, cost);
}

Cost Loudness::last_hour(Instant now) const {
  Cost sum;
  const std::int64_t first = slot_at(now) - static_cast<std::int64_t>(slots_.size());
  for (const TenMinutes& slot : slots_) {
    if (slot.which > first) add(sum, slot.cost);
  }
  return sum;
}

}  // namespace tocsin::gossip
