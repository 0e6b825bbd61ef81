// Is the mandate rule met, does the call stand (coalition.md §7; steps 5 to 7 of a verification)?
// One code path for a node's own statements, for compiling and for verifying a proof. A decision
// stands from the first moment at which the approvals given until then meet its rule, so what comes
// later, or is not needed, changes nothing. No clock: what a `now` adds is standing.h.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "core/coalition/electorate.h"
#include "core/coalition/rule.h"
#include "core/coalition/tally.h"
#include "core/model/decision.h"
#include "core/model/report.h"
#include "core/model/verdict.h"

namespace tocsin::coalition {

// All that may bear on one proposal and its calls, in any order; what does not concern it is passed
// over. Signatures and canonical form were checked.
struct Ballots {
  Signoffs signoffs;  // on proposals, calls, stops, reports, charter, manifests
  std::vector<Signed<Report>> reports;
  std::vector<Signed<Call>> drill_calls;  // of the drill mode: facts for the `drill` node
  std::vector<Signed<Ack>> drill_acks;
  std::vector<Signed<Stop>> stops;    // holds that call sign-offs have `seen`
  std::vector<StatementId> left_out;  // reports that a call certificate leaves out
};

// A set that is enough for a mandate, as few as will do.
struct Mandate {
  ProofId id;
  WallTime time;                       // latest org time
  std::vector<StatementId> approvals;  // sorted
  std::vector<StatementId> reports;    // sorted
  std::vector<StatementId> report_signoffs;
  std::vector<StatementId> drills;  // exercise call and its acks; sorted
  std::vector<OrgId> orgs;          // approving; sorted
};

struct MandateVerdict {
  Verdict verdict;                 // valid, not_met with lacks, or invalid (fields: steps 5)
  std::optional<Mandate> mandate;  // when valid
  bool is_blocked = false;         // the block rule is true on latest objections
};

MandateVerdict assess_mandate(const Electorate& electorate,
                              const Signed<Proposal>& proposal,
                              const Ballots& ballots);

// E_DEMAND E_TARGET E_EXPIRED: everything about a proposal's fields that no vote can mend.
// What is wrong with a draft, in the words of whoever wrote it: the key of the file and why.
struct Fault {
  Reason reason;
  std::string what;
};

std::optional<Fault> proposal_fault(const Electorate& electorate, const Signed<Proposal>& proposal);
std::optional<Fault> call_fault(const Electorate& electorate,
                                const Signed<Proposal>& proposal,
                                const Signed<Call>& call);
// The same, for who only asks whether.
std::optional<Reason> check_proposal(const Electorate& electorate,
                                     const Signed<Proposal>& proposal);
// E_TARGET E_WAVE E_EXPIRED: likewise of a call.
std::optional<Reason> check_call(const Electorate& electorate,
                                 const Signed<Proposal>& proposal,
                                 const Signed<Call>& call);

// E_MISSING E_WAVE: the earlier waves are here, each the next one's, under one mandate.
using CallLookup = std::function<const Call*(const StatementId&)>;
std::optional<Reason> check_waves(const Signed<Call>& call, const CallLookup& find);

// The mandate that a call quotes, out of all that is known: the set whose id it is, met in time.
// Nothing: no set we can find has that id (wait for more statements). `exact`: of a proof, which
// holds that set and no other; `wide`: of a store, which holds more.
enum class Search : std::uint8_t { exact, wide };

struct Quoted {
  ProofId mandate;
  Search search = Search::wide;
};

std::optional<Mandate> find_mandate(const Electorate& electorate,
                                    const Signed<Proposal>& proposal,
                                    const Ballots& ballots,
                                    const Quoted& quoted);
ProofId mandate_id(const StatementId& proposal, std::vector<StatementId> used);

struct Certificate {
  WallTime call_time;                  // upper median of the approving orgs' times
  std::vector<StatementId> approvals;  // of the call, joins among them; sorted
  std::vector<StatementId> seen;       // objections and holds they name; sorted
  std::vector<OrgId> orgs;
};

struct CallVerdict {
  Verdict verdict;
  std::optional<Certificate> certificate;  // when valid
};

struct CallQuestion {
  const Signed<Proposal>& proposal;
  const Signed<Call>& call;
  const Mandate& mandate;
};

CallVerdict assess_call(const Electorate& electorate,
                        const CallQuestion& question,
                        const Ballots& ballots);

// The rule that decides in this mode: rules.drill for everything in a drill.
const Rule& mandate_rule(const Charter& charter, const Action& action, Mode mode);
const Rule& call_rule(const Charter& charter, const Action& action, Mode mode);
const Rule& stop_rule(const Charter& charter, const Action& action, StopKind kind, Mode mode);
const Rule& block_rule(const Charter& charter, Mode mode);
Seconds hold_of(const Charter& charter, Mode mode);
Seconds min_lead_of(const Charter& charter, Mode mode);

// A stop: what its sign-offs carry so far, and since when by the times they give.
struct StopWeight {
  std::optional<WallTime> by_rule;    // the rule of its kind: all its targets
  std::optional<WallTime> by_end;     // of a resume, the end rule: what answers a vote
  std::vector<OrgId> own;             // orgs whose k delegates carry it: their own targets; sorted
  std::vector<WallTime> own_since;    // in the order of `own`
  std::vector<StatementId> signoffs;  // used; sorted
  std::vector<Lack> lacks;            // of the rule

  bool counts() const { return by_rule || by_end || !own.empty(); }
};

// `call` is null for a stop of a proposal.
struct StopQuestion {
  const Signed<Stop>& stop;
  const Signed<Proposal>& proposal;
  const Signed<Call>* call;
  std::set<OrgId> spent{};  // orgs that may not carry it: they had their turn (stops.h)
};

// E_MODE E_MISSING E_TARGET E_HOLD E_DEMAND E_VOTE: what no sign-off can mend about a stop.
std::optional<Reason> check_stop(const StopQuestion& question);

StopWeight weigh_stop(const Electorate& electorate,
                      const StopQuestion& question,
                      const Ballots& ballots);

// Founding: k delegates of every org approved the charter; every listed device approved a manifest.
std::vector<Lack> charter_lacks(const Electorate& electorate, const Ballots& ballots);
std::vector<Lack> manifest_lacks(const Signed<Manifest>& manifest, const Ballots& ballots);

}  // namespace tocsin::coalition
