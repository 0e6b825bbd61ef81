#include "core/gossip/quota.h"

#include <algorithm>
#include <chrono>

#include "core/base/ensure.h"

namespace tocsin::gossip {
namespace {

constexpr Seconds day{24 * 3600};
constexpr Seconds hour{3600};

std::uint64_t micros(MonotonicClock::duration time) {
  return time.count() < 0 ? 0 : static_cast<std::uint64_t>(time.count());
}

}  // namespace

Bucket::Bucket(const limits::Budget& budget, Instant now)
    : count_{budget.count},
      per_us_{micros(budget.per)},
      full_{budget.burst * per_us_},
      level_{full_},
      refilled_{now} {
  ENSURE(count_ > 0 && per_us_ > 0);
}

std::uint64_t Bucket::price(std::uint64_t cost) const {
  // More than a full bucket would never pass, and an over-long frame was refused before.
  return std::min(cost * per_us_, full_);
}

void Bucket::refill(Instant now) {
  if (now <= refilled_) return;
  const std::uint64_t elapsed = std::min(micros(now - refilled_), full_ / count_ + 1);
  level_ = std::min(full_, level_ + elapsed * count_);
  refilled_ = now;
}

bool Bucket::has(std::uint64_t cost, Instant now) {
  refill(now);
  return level_ >= price(cost);
}

void Bucket::take(std::uint64_t cost, Instant now) {
  ENSURE(has(cost, now));
  level_ -= price(cost);
}

bool Bucket::try_take(std::uint64_t cost, Instant now) {
  if (!has(cost, now)) return false;
  level_ -= price(cost);
  return true;
}

Instant Bucket::when(std::uint64_t cost, Instant now) {
  refill(now);
  if (level_ >= price(cost)) return now;
  const std::uint64_t wait = (price(cost) - level_ + count_ - 1) / count_;
  return now + MonotonicClock::duration{static_cast<std::int64_t>(wait)};
}

LinkQuota::LinkQuota(bool is_between_relays, Instant now)
    : bytes{is_between_relays ? limits::relay_link_bytes : limits::link_bytes, now},
      envelopes{is_between_relays ? limits::relay_link_envelopes : limits::link_envelopes, now},
      have_ids{is_between_relays ? limits::relay_link_have_ids : limits::link_have_ids, now},
      want_ids{is_between_relays ? limits::relay_link_want_ids : limits::link_want_ids, now},
      calls{is_between_relays ? limits::relay_link_calls : limits::link_calls, now},
      sync_opens{is_between_relays ? limits::relay_link_sync_opens : limits::link_sync_opens, now},
      lists{limits::link_lists, now},
      hellos{limits::link_hellos, now} {}

bool StampQuota::has_room(const StampKey& key, Instant now) {
  const auto found = seen_.find(key);
  if (found == seen_.end()) return true;
  std::deque<Instant>& times = found->second;
  while (!times.empty() && times.front() + day <= now) times.pop_front();
  const auto lately = std::ranges::count_if(times, [&](Instant at) { return at + hour > now; });
  return times.size() < limits::stamps_per_day &&
         static_cast<std::size_t>(lately) < limits::stamps_per_hour;
}

void StampQuota::note(const StampKey& key, Instant now) {
  seen_[key].push_back(now);
}

void StampQuota::keep_only(const std::vector<StampKey>& listed) {
  std::erase_if(seen_, [&](const auto& entry) {
    return std::ranges::find(listed, entry.first) == listed.end();
  });
}

}  // namespace tocsin::gossip
