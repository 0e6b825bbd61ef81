#include "core/link/budget.h"

#include <algorithm>

namespace tocsin::link {

Instant::duration Bucket::interval() const {
  return Instant::duration{Seconds{1}} / rate_.per_second;
}

bool Bucket::has(Instant now) const {
  return std::max(full_at_, now) - now <= interval() * (rate_.burst - 1);
}

void Bucket::take(Instant now) {
  full_at_ = std::max(full_at_, now) + interval();
}

Bucket& Budget::of(const NetPrefix& prefix, Instant now) {
  if (!prefixes_.contains(prefix) && prefixes_.size() >= limits::handshake_buckets_max) {
    // A full bucket says no more than a forgotten one.
    std::erase_if(prefixes_, [&](const auto& entry) { return entry.second.full_at() <= now; });
    if (prefixes_.size() >= limits::handshake_buckets_max) {
      const auto emptiest_last = [](const auto& entry) { return entry.second.full_at(); };
      prefixes_.erase(std::ranges::min_element(prefixes_, {}, emptiest_last));
    }
  }
  return prefixes_.try_emplace(prefix, limits::handshake_rate_prefix).first->second;
}

bool Budget::take(const NetPrefix& prefix, Bucket* ticket, Instant now) {
  Bucket& own = of(prefix, now);
  if (!own.has(now) || !all_.has(now) || (ticket != nullptr && !ticket->has(now))) return false;
  own.take(now);
  all_.take(now);
  if (ticket != nullptr) ticket->take(now);
  return true;
}

}  // namespace tocsin::link
