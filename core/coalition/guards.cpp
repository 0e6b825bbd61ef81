// What this device refuses to sign (decisions.md §2): stricter than what makes
// a proof valid, because a device knows its clock, its own reports and what it saw when.
#include <algorithm>

#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {
namespace {

constexpr std::size_t seen_max = 64;

bool names(const Call& call, const OrgId& org, const Cell& cell) {
  return std::ranges::any_of(call.targets, [&](const CallTarget& target) {
    return target.org == org && target.cell == cell;
  });
}

bool is_target(const Call& call, const OrgId& org) {
  return std::ranges::find(call.targets, org, &CallTarget::org) != call.targets.end();
}

}  // namespace

// Starting anything at all.
Reply<void> Reading::may_start(Now now) const {
  // Once in force here an amendment stays so: a clock from before it has been set back.
  const Charter& charter = electorate->charter().value;
  const bool is_set_back = charter.version > 1 && now.wall < charter.effective_at;
  if (is_set_back || is_clock_suspect(now.wall))
    return refuse(Reason::clock,
                  Exit::clock,
                  "this clock cannot be right: it is behind what is proved, or off what peers say",
                  "set the clock, then again");
  if (lineage->charters().is_forked())
    return refuse(
        Reason::charter_fork,
        Exit::held,
        "two successors of the charter are complete: nothing starts until one of them falls",
        "draft a charter that skips both: tocsin draft charter");
  if (now.wall >= charter.review_by)
    return refuse(Reason::expired,
                  Exit::not_met,
                  "the charter's review date has passed: it may stop and repair, not start",
                  "amend the charter");
  return {};
}

Reply<void> Reading::may_approve(const Accepted& subject, bool with_join, Now now) const {
  switch (subject.statement.type) {
    case StatementType::proposal:
      return may_approve_proposal(subject, now);
    case StatementType::call:
      return may_approve_call(subject, with_join, now);
    case StatementType::stop:
      return may_approve_stop(subject, now);
    case StatementType::report:
      if (subject.as<Report>().head.org != own_org())
        return refuse(Reason::delegate,
                      Exit::permission,
                      "a report is signed by two delegates of its own org");
      return {};
    case StatementType::debrief:
      if (subject.as<Debrief>().head.org != own_org())
        return refuse(Reason::delegate,
                      Exit::permission,
                      "a debrief is signed by two delegates of its own org");
      return {};
    case StatementType::freeze:
      return may_approve_thaw(subject);
    case StatementType::charter:
      return may_approve_charter(subject, now);
    case StatementType::manifest:
      return may_approve_manifest(subject);
    case StatementType::roll:
    case StatementType::signoff:
    case StatementType::ack:
    case StatementType::relay_cert:
    case StatementType::relay_drop:
    case StatementType::device:
    case StatementType::keys:
    case StatementType::channel:
    case StatementType::epoch:
    case StatementType::repair:
    case StatementType::join:
    case StatementType::reveal:
      break;
  }
  return refuse(Reason::type, Exit::usage, "this is nothing that is signed off here");
}

// Stopping is cheap; only a pause, which others wait for, is not carried twice in a row.
Reply<void> Reading::may_approve_stop(const Accepted& stop, Now now) const {
  if (stop.as<Stop>().kind != StopKind::pause) return {};
  const Accepted* call = statements.find(stop.as<Stop>().subject);
  if (call == nullptr || call->statement.type != StatementType::call) return {};
  const Ballots ballots = ballots_for(picture(), call->as<Call>().proposal);
  const StopWeight weight = weight_of(picture(), stop, ballots);
  if (std::ranges::binary_search(weight.own, own_org())) return {};  // one more of an org's own k
  return may_pause(*call, now);
}

Reply<void> Reading::may_approve_proposal(const Accepted& proposal, Now now) const {
  if (auto may = may_start(now); !may) return may;
  const ProposalStanding standing = proposal_standing(picture(), proposal, now.wall);
  if (standing.state == ProposalState::dead)
    return refuse(
        Reason::expired, Exit::invalid, "this proposal is dead: " + std::string{standing.dead});
  if (standing.is_blocked)
    return refuse(Reason::blocked,
                  Exit::held,
                  "objections block this proposal; nobody signs while they stand",
                  "talk to those who object");
  if (auto may = is_not_locked(proposal.as<Proposal>().charter, proposal.id, nullptr, now); !may)
    return may;
  if (now.wall > proposal.as<Proposal>().vote_by)
    return refuse(Reason::expired, Exit::invalid, "the vote on this proposal is over");
  if (standing.verdict.outcome == Outcome::invalid)
    return refuse_not_met(
        standing.verdict, "this proposal can never be met as it stands", "draft another");
  return {};
}

Reply<void> Reading::may_approve_call(const Accepted& call, bool with_join, Now now) const {
  if (auto may = may_start(now); !may) return may;
  const Accepted* proposal = statements.find(call.as<Call>().proposal);
  if (proposal == nullptr)
    return refuse(Reason::missing,
                  Exit::later,
                  "the proposal it belongs to is not here yet",
                  "wait for a sync");
  if (proposal->statement.domain.mode != call.statement.domain.mode)
    return refuse(Reason::mode, Exit::invalid, "a call quotes a proposal of its own mode only");
  const CallStanding standing = call_standing(picture(), call, now.wall);
  if (standing.state == CallState::dead || standing.state == CallState::ended ||
      standing.state == CallState::closed)
    return refuse(Reason::stopped, Exit::held, "this call is over and never comes back");
  if (auto may = may_sign_after_debriefs(call, now); !may) return may;
  if (!standing.mandate)
    return refuse(Reason::missing,
                  Exit::later,
                  "the mandate it quotes cannot be found in what is known here",
                  "wait for a sync");
  const ProposalStanding about = proposal_standing(picture(), *proposal, now.wall);
  if (about.state == ProposalState::dead)
    return refuse(Reason::stopped,
                  Exit::held,
                  "the proposal it belongs to is dead: " + std::string{about.dead});
  if (about.is_blocked)
    return refuse(Reason::blocked,
                  Exit::held,
                  "objections block this proposal; nobody signs while they stand");
  // What the call quotes was found; whether enough of its signers still count is another thing.
  if (!about.mandate && !decisions.first_seen(call.id))
    return refuse_not_met(about.verdict,
                          "the mandate does not stand without those who are left out now",
                          "tocsin status " + proposal->id.short_hex());
  const StatementId& named = proposal->as<Proposal>().charter;
  if (auto may = is_not_locked(named, proposal->id, &call.id, now); !may) return may;
  const Charter& charter = electorate_of(call).charter().value;
  // From one's own first sight: a back-dated mandate gains nothing.
  const Seconds hold = hold_of(charter, call.statement.domain.mode);
  const WallTime first = decisions.first_seen(proposal->id).value_or(now.wall);
  const WallTime until = std::max({first + hold, standing.mandate->time + hold, about.hold_until});
  if (now.wall < until)
    return refuse(
        Reason::hold, Exit::not_met, "the hold after the mandate is not over yet", "wait");
  const Seconds lead = min_lead_of(charter, call.statement.domain.mode);
  for (const TargetStanding& target : standing.targets) {
    if (!target.stops.is_aborted && target.t0 - now.wall < lead)
      return refuse(Reason::lead_min,
                    Exit::not_met,
                    "too little time is left before it would start",
                    "draft another call with a later time");
  }
  return with_join ? may_join(call, now) : Reply<void>{};
}

// The own org joined it, for a target that `call` names too, and that is neither over nor, in an
// earlier wave of the same plan, running: that is what an extension goes on from.
bool Reading::is_live_rival(const Accepted& other, const Call& call, Now now) const {
  const OrgId own = own_org();
  const CallStanding standing = call_standing(picture(), other, now.wall);
  const OrgTally* tally = standing.tally.of(own);
  if (tally == nullptr || !tally->joined()) return false;
  const bool is_same_plan = other.as<Call>().proposal == call.proposal;
  return std::ranges::any_of(standing.targets, [&](const TargetStanding& target) {
    if (target.target.org != own || !names(call, own, target.target.cell)) return false;
    switch (target.state) {
      case TargetState::awaited:
        return target.t0 > now.wall;  // one that nobody certified in time starts nothing any more
      case TargetState::called:
      case TargetState::held:
        return true;
      case TargetState::in_effect:
      case TargetState::paused:
      case TargetState::unconfirmed:
        return !is_same_plan;
      case TargetState::ended:
      case TargetState::aborted:
        return false;
    }
    return false;
  });
}

Reply<void> Reading::may_join(const Accepted& call, Now now) const {
  const OrgId own = own_org();
  const Mode mode = call.statement.domain.mode;
  if (!is_target(call.as<Call>(), own))
    return refuse(Reason::join,
                  Exit::permission,
                  "your org is no target of this call: nobody joins for another org");
  for (const Accepted* other : statements.of(StatementType::call)) {
    const bool is_rival = other->id != call.id && other->statement.domain.mode == mode &&
                          is_live_rival(*other, call.as<Call>(), now);
    if (is_rival)
      return refuse(Reason::join,
                    Exit::held,
                    "your org has joined another call for the same target",
                    "stop that one first: tocsin abort " + other->id.short_hex());
  }
  const Accepted* proposal = statements.find(call.as<Call>().proposal);
  const Action* action = electorate_of(call).action(proposal->as<Proposal>().action);
  if (is_drill(mode) || action == nullptr || !action->stops_work) return {};
  for (const PublishedReport& published : reports()) {
    if (published.org == own &&
        now.wall - published.org_time <= electorate->charter().value.params.fresh.report)
      return {};
  }
  return refuse(Reason::stale,
                Exit::not_met,
                "your org has no fresh readiness report",
                "tocsin draft report");
}

// Objections and holds this signer knows: what an honest proof may then not leave out.
std::vector<StatementId> Reading::seen_by(const Accepted& subject) const {
  std::set<StatementId> seen;
  if (subject.statement.type != StatementType::call) return {};
  const StatementId proposal = subject.as<Call>().proposal;
  const Ballots ballots = counting_for(picture(), proposal);
  const Mode mode = subject.statement.domain.mode;
  for (const StatementId& about : {proposal, subject.id}) {
    const StatementType type = about == proposal ? StatementType::proposal : StatementType::call;
    for (const OrgTally& org :
         tally(electorate_of(subject), {about, type, mode}, ballots.signoffs).orgs) {
      for (const Ballot& ballot : org.objections) seen.insert(ballot.signoff->id);
    }
    const std::vector<StatementId> holds =
        standing_holds(counting_stops(picture(), about, ballots));
    seen.insert(holds.begin(), holds.end());
  }
  std::vector<StatementId> out{seen.begin(), seen.end()};
  if (out.size() > seen_max) out.resize(seen_max, StatementId::zero());
  return out;
}

}  // namespace tocsin::coalition
