// Create and accept one epoch: pure functions of an announcement, audiences and keys (channel.md
// §3). Both work on copies; the tree that holds the result is epochs.h, and what waits for what is
// channels' matter.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/channel/key.h"
#include "core/channel/prekeys.h"
#include "core/channel/puncture.h"
#include "core/channel/route.h"
#include "core/model/epoch.h"
#include "core/model/identity.h"

namespace tocsin::channel {

// What K leaves behind; K itself is gone.
struct EpochSecrets {
  crypto::Hash c1{};
  Puncture fwd;
  Puncture snd;
  Days days;
  StepKey exp;
};

struct ParentEpoch {
  EpochId id;
  const Audience& audience;
  const Puncture& fwd;
};

struct EpochWish {
  Domain domain;
  ChannelId channel;
  View view;
  const Audience& audience;   // R
  const ParentEpoch* parent;  // null: a root
  const std::map<DeviceId, KeysStatement>&
      keys;  // newest of whom we know; who is missing gets chance
  std::vector<DeviceId> repairs;
  bool is_refresh;  // seeded even where a seedless epoch would be safe
  std::uint32_t day;
};

struct MadeEpoch {
  Statement statement;
  EpochAnnouncement announcement;
  std::vector<SlotChunk> chunks;  // seed chunks, then join chunks
  EpochSecrets secrets;
  std::optional<Puncture> parent_fwd;  // popped at this child
};

// The author must be in the audience (ENSUREd).
MadeEpoch create_epoch(Random& random, const IdentityKeys& me, const EpochWish& wish);

struct EpochOffer {
  const Statement& statement;
  const EpochAnnouncement& announcement;
  const std::map<std::uint16_t, SlotChunk>& seed_chunks;
  const std::map<std::uint16_t, SlotChunk>& join_chunks;
};

struct TakenEpoch {
  EpochSecrets secrets;
  std::optional<Puncture> parent_fwd;
  bool is_by_join = false;  // our one-time join prekey was used
};

// V1 and V3 to V7 of channel.md §3. not_found: a chunk we need is not here yet; every other error
// refuses for good. The caller has checked that the views are ordered, and hands in a parent only
// if it holds it.
Result<TakenEpoch> accept_epoch(const EpochOffer& offer,
                                const Domain& domain,
                                const Audience& audience,
                                const ParentEpoch* parent,
                                const IdentityKeys& me,
                                const std::vector<Generation>& own);

// Position in the sorted audience.
std::optional<std::uint32_t> rank_of(const Audience& audience, const DeviceId& device);
bool is_subset(const Audience& inner, const Audience& outer);

// Who has a join slot, and under which join prekey (its first 8 bytes).
struct JoinSlot {
  std::uint32_t rank;
  std::array<std::uint8_t, 8> jpk;
  ByteView sealed;
};

std::vector<JoinSlot> join_slots(const SlotChunk& chunk);

}  // namespace tocsin::channel
