// What only holds back: known here, beside a proof that is valid (coalition.md §10). Before T0 any
// of it keeps a target from starting, after it changes nothing. Each caution is one function in the
// lists of caution.cpp; none can make a proof valid or invalid.
#pragma once

#include <vector>

#include "core/coalition/picture.h"
#include "core/coalition/stops.h"

namespace tocsin::coalition {

// About a certified call.
struct CautionQuestion {
  const Picture& picture;
  const Signed<Proposal>& proposal;
  const Signed<Call>& call;
  const Ballots& ballots;
  const Tally& tally;      // of the call
  const Verdict& verdict;  // the call judged again by all that is known now
};

// Of the whole call, each code once.
std::vector<Reason> cautions(const CautionQuestion& question);
// Of one target of it besides.
std::vector<Reason> target_cautions(const CautionQuestion& question,
                                    const CallTarget& target,
                                    const Stopped& stops,
                                    WallTime now);

// An org that owes notice before it stops work, so that a later start needs its join anew.
bool owes_notice(const Electorate& electorate, const OrgId& org);

}  // namespace tocsin::coalition
