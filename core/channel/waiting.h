// What came before that on which it rests: announcements whose view, parent or slots are not here
// yet, and envelopes signed by keys not yet known. Bounded per author and channel, kept over
// restarts, let go after 7 days (channel.md §3).
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/channel/customs.h"
#include "core/model/audience.h"
#include "core/model/epoch.h"
#include "core/model/statement.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::channel {

struct WaitingFrom {
  ChannelPolicy policy;
  DeviceId author;  // who brought it, not who it says made it
  WallTime since;
};

struct WaitingEpoch {
  WaitingFrom from;
  std::optional<Statement> statement;  // none: only slots came so far
  Bytes encoded;
  EpochAnnouncement announcement;
  std::vector<Bytes>
      keys;  // `keys` statements of a Welcome, to be checked once the audience is known
  std::map<std::uint16_t, SlotChunk> seed_chunks;
  std::map<std::uint16_t, SlotChunk> join_chunks;
  std::optional<Instant> asked;  // when its view was last asked for
};

class Waiting {
 public:
  explicit Waiting(const Snapshot& restored);

  // Restored epochs of custom channels learn whom these are for.
  void resolve(const Customs& customs);

  // malformed: no epoch statement of this channel. Over a bound the author's oldest goes.
  Result<void> add_epoch(const WaitingFrom& from,
                         ByteView statement,
                         const std::vector<Bytes>& keys,
                         Outbox& outbox);
  void add_slots(const WaitingFrom& from, const SlotChunk& chunk, Outbox& outbox);

  std::map<EpochId, WaitingEpoch>& epochs() { return epochs_; }

  void forget(const EpochId& id, Outbox& outbox);

  void add_envelope(const WaitingFrom& from, const EnvelopeId& id, Outbox& outbox);
  std::vector<EnvelopeId> envelopes() const;
  void forget(const EnvelopeId& id, Outbox& outbox);

  void expire(WallTime now, Outbox& outbox);

  bool is_empty() const { return epochs_.empty() && envelopes_.empty(); }

 private:
  WaitingEpoch& place(const WaitingFrom& from, const EpochId& id, Outbox& outbox);

  std::map<EpochId, WaitingEpoch> epochs_;
  std::map<EnvelopeId, WaitingFrom> envelopes_;
};

}  // namespace tocsin::channel
