// The epochs this device holds: their secrets, senders' chains, audiences and the routes watched
// for them. Every change is kept in the same call. Which one to send under is choice.h; what is not
// yet accepted is waiting.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/channel/customs.h"
#include "core/channel/epoch.h"
#include "core/channel/ratchet.h"
#include "core/model/audience.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::channel {

struct HeldEpoch {
  EpochId id;
  ChannelPolicy policy;
  Bytes statement;  // encoded announcement
  EpochAnnouncement announcement;
  EpochSecrets secrets;
  std::uint32_t seeded_on_path;  // seeded epochs from the root, or from where we came in, to here
  std::vector<SlotChunk> join_chunks;
  std::map<std::uint32_t, Chain> chains;             // by rank
  mutable std::shared_ptr<const Audience> audience;  // a pure function of the view, so asked once
  std::optional<std::pair<std::uint32_t, Admission>> today;  // what we send under

  const EpochId& parent() const { return announcement.core.parent; }
};

// What a route stands for.
struct Watched {
  EpochId epoch;
  std::uint32_t day;
  StepKey header;
};

struct NewEpoch {
  ChannelPolicy policy;
  Bytes statement;
  EpochAnnouncement announcement;
  EpochSecrets secrets;
  std::vector<SlotChunk> join_chunks;
};

class Epochs {
 public:
  explicit Epochs(const Snapshot& restored);

  // Restored epochs of custom channels learn whom these are for.
  void resolve(const Customs& customs);

  HeldEpoch* find(const EpochId& id);
  const HeldEpoch* find(const EpochId& id) const;
  std::vector<HeldEpoch*> of(const ChannelId& channel);
  bool has_any(const ChannelId& channel) const;
  // Null while the view cannot be resolved here.
  static const Audience* audience(const HeldEpoch& epoch, const Audiences& audiences);

  HeldEpoch& add(NewEpoch fresh, Outbox& outbox);
  void keep_fwd(HeldEpoch& epoch, Puncture fwd, Outbox& outbox);

  // A copy of a sender's chain to work on, and what its first use does to `snd`.
  struct ChainCopy {
    Chain chain;
    std::optional<Puncture> snd;
  };

  Result<ChainCopy> chain(const HeldEpoch& epoch, std::uint32_t rank) const;
  // limit_exceeded: more skipped keys in all than we bear; then nothing changed.
  Result<void> commit(HeldEpoch& epoch, std::uint32_t rank, ChainCopy copy, Outbox& outbox);

  // Makes today's routes of all epochs watched; gives those that were not before.
  std::vector<Route> watch(std::uint32_t today);
  const Watched* watched(const Route& route) const;
  std::vector<Route> routes() const;
  const Admission& admission(HeldEpoch& epoch, std::uint32_t day);

 private:
  void watch(const HeldEpoch& epoch, std::uint32_t today, std::vector<Route>& fresh);

  std::map<EpochId, HeldEpoch> epochs_;
  std::map<Route, Watched> routes_;
  std::map<EpochId, std::map<std::uint32_t, Route>> days_;
  std::size_t skipped_ = 0;
};

}  // namespace tocsin::channel
