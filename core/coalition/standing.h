// What proposals and calls are worth at this device now (decisions.md §4): the pure verdicts of
// assess.h plus stops, time and what this device decided before. Pure functions of the accepted
// statements, the decisions and one now; nothing here is kept. The flip at T0 is flip.h.
//
//   proposal  DRAFT --k of its org--> OPEN --rule--> MANDATED --a call stands--> CALLED --T0-->
//             IN_EFFECT <--> PAUSED --> ENDED --debriefs, 30 d--> CLOSED
//             before a call stands --vote_by, replaced, abort, amendment--> DEAD (final, with its
//             reason)
//   call      OPEN --rule and joins--> CALLED --T0--> IN_EFFECT <--> PAUSED --> ENDED -->
//             CLOSED; or DEAD
//   target    AWAITED --certificate--> CALLED <--> HELD --T0--> IN_EFFECT <--> PAUSED --> ENDED;
//             or ABORTED, UNCONFIRMED
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/coalition/debrief.h"
#include "core/coalition/picture.h"
#include "core/coalition/stops.h"

namespace tocsin::coalition {

enum class ProposalState : std::uint8_t {
  draft = 1,
  open,
  mandated,
  called,
  in_effect,
  paused,
  ended,
  closed,
  dead
};
enum class CallState : std::uint8_t { open = 1, called, in_effect, paused, ended, closed, dead };
enum class TargetState : std::uint8_t {
  awaited = 1,
  called,
  held,
  in_effect,
  paused,
  ended,
  aborted,
  unconfirmed
};
std::string_view word(ProposalState state);
std::string_view word(CallState state);
std::string_view word(TargetState state);

struct TargetStanding {
  CallTarget target;  // as signed
  Stopped stops;      // what the stops that count say of it
  WallTime t0;        // later if a hold says so; once decided, the one that was gone by
  TargetState state = TargetState::awaited;
  std::vector<Reason> codes{};  // cautions
  bool is_late_abort = false;   // an abort came when it ran already, and changed nothing
  bool is_doubtful = false;     // codes that would keep it from starting
  WallTime ends_at{};           // by itself
};

struct CallStanding {
  CallState state = CallState::open;
  Verdict verdict;
  std::optional<Mandate> mandate;          // the one it quotes
  bool is_attested = false;                // its reports were not seen here
  std::optional<Certificate> certificate;  // that stands on what is known now
  std::vector<Reason> cautions;            // of the whole call, once it is certified
  std::unique_ptr<Ballots> ballots;        // what the tally points into
  Tally tally;
  std::vector<TargetStanding> targets;  // in the call's order
  std::optional<Closing> closing;       // once it has ended
};

struct ProposalStanding {
  ProposalState state = ProposalState::draft;
  std::string_view dead;  // LAPSED, REPLACED, ABORTED, VOID
  Verdict verdict;
  bool is_blocked = false;
  std::optional<Mandate> mandate;
  WallTime hold_until{};  // no call is signed before; epoch without a mandate
  std::unique_ptr<Ballots> ballots;
  Tally tally;
};

// `accepted` holds a Call, a Proposal of an electorate's charter.
CallStanding call_standing(const Picture& picture, const Accepted& call, WallTime now);
ProposalStanding proposal_standing(const Picture& picture, const Accepted& proposal, WallTime now);

}  // namespace tocsin::coalition
