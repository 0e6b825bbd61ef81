// What is owed once a call has ended (decisions.md §11): which orgs have told, when the call is
// closed, and what this device refuses to sign meanwhile. Pure functions of the accepted
// statements, what this device decided at T0, and one now. The verbs are debrief_verbs.cpp.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/model/debrief.h"

namespace tocsin::coalition {

struct Picture;
struct Accepted;
struct CallStanding;
class Statements;

// A target that was in effect, and when it was over.
struct RanTarget {
  OrgId org;
  WallTime over_at;
};

std::vector<RanTarget> ran_targets(const Picture& picture,
                                   const Accepted& call,
                                   const CallStanding& standing,
                                   WallTime now);

struct Closing {
  WallTime ended_at;         // of its last target
  WallTime due;              // then it is closed all the same
  std::vector<OrgId> owing;  // orgs that ran and have not told; sorted
  std::optional<WallTime> closed_at;

  bool is_closed() const { return closed_at.has_value(); }

  friend bool operator==(const Closing&, const Closing&) = default;
};

// `ran` is not empty: ENSURE.
Closing closing_of(const Picture& picture,
                   const Accepted& call,
                   const std::vector<RanTarget>& ran,
                   WallTime now);

// It counts from the first moment at which two delegates of its org (one of a solo org) had signed
// it; what they sign later changes nothing.
std::optional<WallTime> complete_since(const Picture& picture, const Accepted& debrief);

struct FiledDebrief {
  const Accepted* debrief;
  std::optional<WallTime> since;  // nothing: not complete yet
};

// Of each org the newest complete debrief of a call, else its newest draft.
std::map<OrgId, FiledDebrief> debriefs_of(const Picture& picture, const Accepted& call);

struct Owed {
  StatementId call;
  bool is_overdue = false;
};

// The debrief that `org` owes before it starts anything more. One of a call under the same
// proposal may wait for the end of all its waves, but not longer than it is due.
std::optional<Owed> owed_debrief(const Picture& picture,
                                 const OrgId& org,
                                 const Accepted& next_call,
                                 WallTime now);

// limit_exceeded: this device has told enough of this call.
Result<void> check_debrief_count(const Statements& statements, const Debrief& debrief);

}  // namespace tocsin::coalition
