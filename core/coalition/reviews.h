// Windows of live acts: `review` opens one 10 s later, for 15 min; a live verb needs it. What was
// shown is kept with it, so that the sign-off says exactly what its signer saw, also after a
// restart (decisions.md §2).
#pragma once

#include <map>
#include <string>

#include "core/crypto/hash.h"
#include "core/model/command.h"
#include "core/model/ids.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::coalition {

struct Review {
  WallTime opens_at;
  WallTime closes_at;
  std::string language;
  std::uint16_t wording = 0;
  crypto::Hash shown{};
  friend bool operator==(const Review&, const Review&) = default;
};

class Reviews {
 public:
  explicit Reviews(const Snapshot& restored);

  // Opens or opens again. Forgets what has closed.
  const Review& open(const StatementId& subject, Review review, WallTime now, Outbox& outbox);
  // Usage E_REVIEW: none, not open yet, or closed.
  Reply<Review> need(const StatementId& subject, WallTime now) const;
  // One act per window.
  void close(const StatementId& subject, Outbox& outbox);

 private:
  std::map<StatementId, Review> reviews_;
};

}  // namespace tocsin::coalition
