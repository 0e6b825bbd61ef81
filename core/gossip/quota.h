// What one link, and one stamp key, may cost us (gossip.md §7): token buckets in integers. An empty
// bucket stops reading that kind of frame; it drops nothing. Our own sending keeps the same
// budgets, so that an honest neighbour never has to make us wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "core/base/instant.h"
#include "core/model/ids.h"
#include "core/model/limits/gossip.h"

namespace tocsin::gossip {

class Bucket {
 public:
  Bucket(const limits::Budget& budget, Instant now);

  bool has(std::uint64_t cost, Instant now);
  // ENSUREs has().
  void take(std::uint64_t cost, Instant now);
  bool try_take(std::uint64_t cost, Instant now);
  // The first moment at which has(cost), if nothing is taken till then.
  Instant when(std::uint64_t cost, Instant now);

 private:
  void refill(Instant now);
  std::uint64_t price(std::uint64_t cost) const;

  std::uint64_t count_;
  std::uint64_t per_us_;
  std::uint64_t full_;
  std::uint64_t level_;  // tokens times per_us_, so that a refill is one multiplication
  Instant refilled_;
};

struct LinkQuota {
  LinkQuota(bool is_between_relays, Instant now);

  Bucket bytes;
  Bucket envelopes;
  Bucket have_ids;
  Bucket want_ids;
  Bucket calls;
  Bucket sync_opens;
  Bucket lists;
  Bucket hellos;
};

// How many calls one stamp key had lately. In memory: after a restart the count begins anew, and
// the bound on live calls still holds.
class StampQuota {
 public:
  bool has_room(const StampKey& key, Instant now);
  void note(const StampKey& key, Instant now);
  void keep_only(const std::vector<StampKey>& listed);

 private:
  std::map<StampKey, std::deque<Instant>> seen_;
};

}  // namespace tocsin::gossip
