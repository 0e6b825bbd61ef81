// What this device has seen for itself and never decides twice (decisions.md §4): when it first saw
// a mandate and a certificate, what it concluded for each target at T0, and the time below which
// its clock is not believed. Kept in Table::sightings in the batch that decides.
#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "core/base/instant.h"
#include "core/model/decision.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::coalition {

//  certified --T0, a witness without caution--------------> in_effect --end, max_duration--> ended
//      |  '---T0 slept through: nothing against it--------> in_effect
//      |  '---T0 slept through: an abort or a caution-----> unconfirmed
//      '------abort before T0-----------------------------> aborted                           all
//      four are final but
//                                                                                             in_effect
enum class TargetFate : std::uint8_t { in_effect = 1, unconfirmed = 2, aborted = 3, ended = 4 };

struct TargetDecision {
  TargetFate fate;
  WallTime at;
  friend bool operator==(const TargetDecision&, const TargetDecision&) = default;
};

class Decisions {
 public:
  explicit Decisions(const Snapshot& restored);

  // First sight of a mandate (by proposal) or of a certificate (by call).
  std::optional<WallTime> first_seen(const StatementId& id) const;
  // The first stands.
  void see(const StatementId& id, WallTime at, Outbox& outbox);

  // `target`: its place among the call's.
  std::optional<TargetDecision> fate(const StatementId& call, std::uint16_t target) const;
  void decide(const StatementId& call,
              std::uint16_t target,
              TargetDecision decision,
              Outbox& outbox);

  WallTime trusted_lower() const { return trusted_lower_; }

  void trust(WallTime call_time, Outbox& outbox);

 private:
  std::map<StatementId, WallTime> first_seen_;
  std::map<std::pair<StatementId, std::uint16_t>, TargetDecision> fates_;
  WallTime trusted_lower_{};
};

}  // namespace tocsin::coalition
