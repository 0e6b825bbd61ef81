// What a newer charter does to decisions under an older one (decisions.md §6). From the moment it
// takes effect, what has not started is void unless it is carried; before that, a complete
// successor that does not carry it is a caution; what is carried is counted by the newer rules as
// well. What runs goes on, and ends by the charter that its call names.
#pragma once

#include <optional>
#include <vector>

#include "core/coalition/standing.h"

namespace tocsin::coalition {

struct AmendedCall {
  const Signed<Proposal>& proposal;
  const Signed<Call>& call;
  const std::optional<Mandate>& mandate;
};

class Amendment {
 public:
  Amendment(const Picture& picture,
            const AmendedCall& amended,
            const Ballots& ballots,
            WallTime now);

  // Stops a target that has become void, or adds what only holds it back.
  void weigh(TargetStanding& target, bool is_certified) const;

 private:
  std::optional<WallTime> void_from_;
  bool is_outgrown_ = false;     // a complete successor does not carry it
  bool is_forked_ = false;       // two complete successors: nobody can say which stands
  std::vector<Reason> recount_;  // by newer rules that carry it, it would not stand
  WallTime now_;
};

// When the first charter that stands and does not carry it takes effect. Nothing: none does.
std::optional<WallTime> is_void_from(const Picture& picture, const Signed<Proposal>& proposal);

// Does the charter that it names rule it? An amendment rules what is proposed from its effective_at
// on: nobody decides by rules that others still have time to read.
bool is_in_effect(const Charter& charter, const Signed<Proposal>& proposal);

// `charter` names the proposal, or the call, among what it carries.
bool carries(const Charter& charter, const StatementId& proposal, const StatementId* call);

}  // namespace tocsin::coalition
