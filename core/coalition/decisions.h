// What this device has seen for itself and never decides twice (decisions.md §4): when it first saw
// a mandate and a certificate, what it concluded for each target at T0, and the time below which
// its clock is not believed. Kept in Table::sightings in the batch that decides.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "core/base/instant.h"
#include "core/model/decision.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::coalition {

//  certified --T0, a witness without caution------> in_effect --end, max_duration--> ended
//      |  |---T0, a witness of a caution or hold------> held --its org resumes--> in_effect
//      |  |---T0 slept through: nothing against it----> in_effect
//      |  '---T0 slept through: an abort or a caution-> unconfirmed --its org says out--> in_effect
//      '------abort before T0, or while it is held----> aborted
// held and unconfirmed end like in_effect; ended and aborted are final.
enum class TargetFate : std::uint8_t {
  in_effect = 1,
  unconfirmed = 2,
  aborted = 3,
  ended = 4,
  held = 5
};

constexpr bool is_final(TargetFate fate) {
  return fate == TargetFate::aborted || fate == TargetFate::ended;
}

struct TargetDecision {
  TargetFate fate;
  WallTime at;
  WallTime t0{};  // that was gone by
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

  // It is not earlier than this.
  WallTime trusted_lower() const { return std::max(trusted_lower_, agreed_); }

  void trust(WallTime call_time, Outbox& outbox);
  // The own clock said so, and peers agreed.
  void agree(WallTime own, Outbox& outbox);

 private:
  std::map<StatementId, WallTime> first_seen_;
  std::map<std::pair<StatementId, std::uint16_t>, TargetDecision> fates_;
  WallTime trusted_lower_{};  // the greatest call time of a certificate verified here
  WallTime agreed_{};
};

}  // namespace tocsin::coalition
