// What proposals and calls are worth at this device now (decisions.md §4): the pure verdicts of
// assess.h plus stops, time and what this device decided before. Pure functions of the accepted
// statements, the decisions and one now; nothing here is kept. The flip at T0 is flip.h.
//
//   proposal  DRAFT --k of its org--> OPEN --rule--> MANDATED --a call stands--> CALLED --T0-->
//   IN_EFFECT --> ENDED --debriefs, 30 d--> CLOSED
//             any of them --vote_by, replaced, abort--> DEAD (final, with its reason)
//   call      OPEN --rule and joins--> CALLED --T0--> IN_EFFECT --end, max_duration--> ENDED
//   --> CLOSED or DEAD target    AWAITED --certificate--> CALLED <--> HELD --T0--> IN_EFFECT -->
//   ENDED     or ABORTED, UNCONFIRMED
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/coalition/assess.h"
#include "core/coalition/debrief.h"
#include "core/coalition/decisions.h"
#include "core/coalition/statements.h"

namespace tocsin::coalition {

struct Picture {
  const Electorate& electorate;
  const Statements& statements;
  const Decisions& decisions;
  // By call: the set behind the id it quotes, once it was found. The id fixes the set for ever.
  const std::map<StatementId, Mandate>& mandates;
  // This device is sent certificates without their reports and cannot recompute the mandate's id:
  // strength and freshness rest on the word of those who signed the call, which quotes it.
  bool takes_attested = false;
};

template <class T>
Signed<T> signed_of(const Accepted& accepted) {
  return Signed<T>{accepted.id, accepted.statement.domain.mode, accepted.as<T>()};
}

// All that may bear on this proposal and its calls.
Ballots ballots_for(const Picture& picture, const StatementId& proposal);

enum class ProposalState : std::uint8_t {
  draft = 1,
  open,
  mandated,
  called,
  in_effect,
  ended,
  closed,
  dead
};
enum class CallState : std::uint8_t { open = 1, called, in_effect, ended, closed, dead };
enum class TargetState : std::uint8_t {
  awaited = 1,
  called,
  held,
  in_effect,
  ended,
  aborted,
  unconfirmed
};
std::string_view word(ProposalState state);
std::string_view word(CallState state);
std::string_view word(TargetState state);

struct TargetStanding {
  CallTarget target;  // as signed
  WallTime t0;        // later if a hold says so
  TargetState state = TargetState::awaited;
  std::vector<Reason> codes;
  bool is_stopped = false;  // an abort counts against it, whenever it came
  bool is_ended = false;    // an end counts
  bool is_held = false;     // a hold without end counts
};

struct CallStanding {
  CallState state = CallState::open;
  Verdict verdict;
  std::optional<Mandate> mandate;          // the one it quotes
  bool is_attested = false;                // its reports were not seen here
  std::optional<Certificate> certificate;  // that stands on what is known now
  std::unique_ptr<Ballots> ballots;        // what the tally points into
  Tally tally;
  std::vector<TargetStanding> targets;  // in the call's order
  std::optional<Closing> closing;       // once it has ended
};

struct ProposalStanding {
  ProposalState state = ProposalState::draft;
  std::string_view dead;  // LAPSED, REPLACED, ABORTED
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

// The stops of one subject that count, with what they carry.
struct CountingStop {
  const Accepted* stop;
  StopWeight weight;
};

std::vector<CountingStop> counting_stops(const Picture& picture,
                                         const StatementId& subject,
                                         const Ballots& ballots);
bool stops_target(const CountingStop& counting, const OrgId& org, const Cell& cell);

// The proposal a call or a stop belongs to, if it is here.
const Accepted* proposal_of(const Statements& statements, const StatementId& subject);

}  // namespace tocsin::coalition
