// Token buckets for handshakes (link.md §3.1): per network prefix, per ticket, and all together.
// One moment per bucket says it all: when it would be full again.
#pragma once

#include <map>

#include "core/base/instant.h"
#include "core/model/limits/link.h"
#include "core/seam/event.h"

namespace tocsin::link {

class Bucket {
 public:
  explicit Bucket(limits::Rate rate) : rate_{rate} {}

  bool has(Instant now) const;
  void take(Instant now);

  Instant full_at() const { return full_at_; }

 private:
  Instant::duration interval() const;

  limits::Rate rate_;
  Instant full_at_{};
};

class Budget {
 public:
  // One token of each that there is, or none of any. `ticket`: null without one.
  bool take(const NetPrefix& prefix, Bucket* ticket, Instant now);

 private:
  Bucket& of(const NetPrefix& prefix, Instant now);

  Bucket all_{limits::handshake_rate_all};
  std::map<NetPrefix, Bucket> prefixes_;
};

}  // namespace tocsin::link
