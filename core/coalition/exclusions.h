// Whose word starts nothing here: persons who are frozen, devices with evidence against them
// (coalition.md §15, §16). Local caution alone: a proof is judged without it. What such a person
// said to hold something back goes on holding it back, so nobody can start anything by freezing
// somebody (decisions.md §4).
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/coalition/assess.h"
#include "core/coalition/statements.h"

namespace tocsin::coalition {

struct Exclusions {
  std::map<DeviceId, StatementId> frozen;  // each device of a frozen person, and by which freeze
  std::set<DeviceId> evidenced;

  bool has(const DeviceId& device) const {
    return frozen.contains(device) || evidenced.contains(device);
  }

  bool is_empty() const { return frozen.empty() && evidenced.empty(); }

  friend bool operator==(const Exclusions&, const Exclusions&) = default;
};

// Under the manifests in force, of all that was accepted.
Exclusions exclusions_of(const Electorate& electorate, const Statements& statements);

// The same ballots, in which no approval of theirs counts toward starting, ending or resuming.
Ballots without(Ballots ballots, const Exclusions& exclusions, const Statements& statements);

// E_FROZEN, E_EQUIVOCATION: whose sign-offs `ballots` holds on one of these subjects.
std::vector<Reason> reasons_in(const Ballots& ballots, const Exclusions& exclusions);

// Each person and each device that was ever excluded, on its own: a mandate may have been found
// while one of them was, and its id fixes its set for ever.
std::vector<Exclusions> ever_excluded(const Electorate& electorate, const Statements& statements);

}  // namespace tocsin::coalition
