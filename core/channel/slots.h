// Seals and opens the slots that carry a seed to members and K to newcomers, and derives what K
// leaves behind (channel.md §3). Only epoch.cpp and epoch_accept.cpp call it.
#pragma once

#include <optional>

#include "core/channel/epoch.h"

namespace tocsin::channel {

struct SlotPlace {
  crypto::Hash bound;  // c0 of a seed slot, c1 of a join slot: the associated bytes
  crypto::Hash c0;
  crypto::AgreePublicKey epk;
  std::uint32_t rank;
};

// unauthenticated: a public key of small order.
Result<Bytes> seal_seed_slot(const SlotPlace& place,
                             ByteView esk,
                             const crypto::AgreePublicKey& pk,
                             const StepKey& seed);
Result<StepKey> open_seed_slot(const SlotPlace& place, const Generation& own, ByteView sealed);

struct JoinKeys {
  crypto::AgreePublicKey jpk;
  crypto::AgreePublicKey ltk;
};

Result<Bytes> seal_join_slot(const SlotPlace& place,
                             ByteView esk,
                             const JoinKeys& to,
                             const StepKey& k);
Result<StepKey> open_join_slot(const SlotPlace& place,
                               const Generation& own,
                               const IdentityKeys& me,
                               ByteView sealed);

Puncture::Point child_point(const crypto::Hash& c1);
StepKey epoch_key(const crypto::Hash& c1, const StepKey& init, const StepKey& seed);
crypto::Hash confirmation(const StepKey& k, const crypto::Hash& c1);
EpochSecrets secrets_of(const StepKey& k,
                        const crypto::Hash& c1,
                        std::uint32_t members,
                        std::uint32_t day);

}  // namespace tocsin::channel
