// The stops that count, and what they say of one target. They fold in any order (decisions.md §7):
// what counts and what lifts what depends on what is signed alone, never on what came first here.
// Whether a single stop is carried is assess_stop.cpp; what a target does then is standing.h.
#pragma once

#include <optional>
#include <vector>

#include "core/coalition/picture.h"

namespace tocsin::coalition {

// The stops of one subject that count, with what they carry.
struct CountingStop {
  const Accepted* stop;
  StopWeight weight;
};

std::vector<CountingStop> counting_stops(const Picture& picture,
                                         const StatementId& subject,
                                         const Ballots& ballots);
// The weight of one, whether it counts or not.
StopWeight weight_of(const Picture& current, const Accepted& stop, const Ballots& ballots);

// Orgs that carried a pause under this proposal and rest from it until after `at`.
std::set<OrgId> resting(const Picture& current,
                        const StatementId& proposal,
                        const Ballots& ballots,
                        WallTime at);

// Since when it binds this target: carried by its rule, or by k of the target's own org.
std::optional<WallTime> binds_since(const CountingStop& counting,
                                    const OrgId& org,
                                    const Cell& cell);

// All that the stops say of one target, whatever the time is.
struct Stopped {
  bool is_aborted = false;
  bool is_ended = false;
  WallTime t0;                              // as signed, or later
  std::optional<StatementId> postponed_by;  // the hold that made it so
  std::optional<WallTime> held_until;       // a hold without end; max: nobody has resumed it
  std::optional<WallTime> paused_until;     // on by itself then
  std::optional<WallTime> voted_out_at;     // a vote whether to end has its day, unless answered
  std::vector<WallTime> resumes;            // from when on each resume of it is effective

  bool is_held(WallTime now) const { return held_until && now < *held_until; }

  bool is_paused(WallTime now) const { return paused_until && now < *paused_until; }

  bool is_over(WallTime now) const { return is_ended || (voted_out_at && now >= *voted_out_at); }

  // A resume became effective since then.
  bool is_resumed(WallTime since, WallTime now) const;
  // The next moment after `now` at which this says something else.
  std::optional<WallTime> next_change(WallTime now) const;
};

Stopped fold(const CallTarget& target, const std::vector<CountingStop>& stops);

// No call of this proposal is signed before; epoch: no hold counts.
WallTime held_until(const std::vector<CountingStop>& stops_of_proposal);
// Holds of the proposal that nobody lifted, and of the call: what a signer names in `seen`.
std::vector<StatementId> standing_holds(const std::vector<CountingStop>& stops);

}  // namespace tocsin::coalition
