#include "core/coalition/standing.h"

#include <algorithm>

#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

template <class T>
void collect(std::vector<Signed<T>>& out, const std::vector<const Accepted*>& found) {
  for (const Accepted* accepted : found) out.push_back(signed_of<T>(*accepted));
}

void collect_subject(Ballots& ballots, const Statements& statements, const StatementId& subject) {
  collect(ballots.signoffs, statements.about(subject, StatementType::signoff));
  for (const Accepted* stop : statements.about(subject, StatementType::stop)) {
    ballots.stops.push_back(signed_of<Stop>(*stop));
    collect(ballots.signoffs, statements.about(stop->id, StatementType::signoff));
  }
}

void collect_drills(Ballots& ballots, const Statements& statements) {
  for (const Accepted* call : statements.of(StatementType::call)) {
    if (!is_drill(call->statement.domain.mode)) continue;
    ballots.drill_calls.push_back(signed_of<Call>(*call));
    collect(ballots.drill_acks, statements.about(call->id, StatementType::ack));
  }
}

Seconds life_of(const Picture& picture, const Accepted& call) {
  const Accepted* proposal = picture.statements.find(call.as<Call>().proposal);
  const Seconds signed_life =
      proposal == nullptr ? Seconds{0} : proposal->as<Proposal>().max_duration;
  return is_drill(call.statement.domain.mode) ? std::min(signed_life, limits::drill_life)
                                              : signed_life;
}

// What stops say about one target, in any order: abort beats hold, the latest hold wins, end is for
// after T0.
void fold(TargetStanding& target, const std::vector<CountingStop>& stops) {
  for (const CountingStop& counting : stops) {
    if (!stops_target(counting, target.target.org, target.target.cell)) continue;
    const Stop& stop = counting.stop->as<Stop>();
    switch (stop.kind) {
      case StopKind::abort:
        target.is_stopped = true;
        break;
      case StopKind::end:
        target.is_ended = true;
        break;
      case StopKind::hold:
        if (stop.at == WallTime{}) target.is_held = true;
        target.t0 = std::max(target.t0, stop.at);
        break;
      case StopKind::pause:
      case StopKind::resume:
        break;  // refused on arrival
    }
  }
}

TargetState before_t0(const TargetStanding& target, bool is_certified) {
  if (target.is_stopped) return TargetState::aborted;
  if (!is_certified) return TargetState::awaited;
  return target.is_held || !target.codes.empty() ? TargetState::held : TargetState::called;
}

TargetState state_of(TargetFate fate) {
  switch (fate) {
    case TargetFate::in_effect:
      return TargetState::in_effect;
    case TargetFate::unconfirmed:
      return TargetState::unconfirmed;
    case TargetFate::aborted:
      return TargetState::aborted;
    case TargetFate::ended:
      return TargetState::ended;
  }
  return TargetState::unconfirmed;
}

void settle_target(const Picture& picture,
                   const Accepted& call,
                   std::uint16_t place,
                   WallTime now,
                   TargetStanding& target) {
  const auto fate = picture.decisions.fate(call.id, place);
  if (!fate) {
    target.state = before_t0(target, picture.decisions.first_seen(call.id).has_value());
    if (target.is_held) target.codes.push_back(Reason::stopped);
    return;
  }
  target.state = state_of(fate->fate);
  const bool is_over = target.is_ended || now >= target.t0 + life_of(picture, call);
  if (fate->fate == TargetFate::in_effect && is_over) target.state = TargetState::ended;
  if (fate->fate == TargetFate::unconfirmed) target.codes.push_back(Reason::unconfirmed);
}

CallState state_of(const std::vector<TargetStanding>& targets, bool is_certified) {
  const auto any = [&](TargetState state) {
    return std::ranges::find(targets, state, &TargetStanding::state) != targets.end();
  };
  if (any(TargetState::in_effect) || any(TargetState::unconfirmed)) return CallState::in_effect;
  if (any(TargetState::called) || any(TargetState::held)) return CallState::called;
  if (any(TargetState::awaited)) return is_certified ? CallState::called : CallState::open;
  return any(TargetState::ended) ? CallState::ended : CallState::dead;
}

// Without the reports its id cannot be recomputed; all else about the mandate can be checked.
std::optional<Mandate> attested_mandate(const Electorate& electorate,
                                        const Signed<Proposal>& about,
                                        Ballots ballots,
                                        const ProofId& quoted) {
  ballots.left_out = {StatementId::zero()};
  auto mandate = assess_mandate(electorate, about, ballots).mandate;
  if (mandate) mandate->id = quoted;
  return mandate;
}

std::optional<Mandate> mandate_behind(const Picture& picture,
                                      const Signed<Proposal>& about,
                                      const Accepted& call,
                                      const Ballots& ballots) {
  const auto known = picture.mandates.find(call.id);
  if (known != picture.mandates.end()) return known->second;
  const ProofId& quoted = call.as<Call>().mandate;
  if (auto found = find_mandate(picture.electorate, about, ballots, Quoted{quoted})) return found;
  if (!picture.takes_attested || is_drill(about.mode)) return std::nullopt;
  return attested_mandate(picture.electorate, about, ballots, quoted);
}

bool is_replaced(const Picture& picture, const Accepted& proposal) {
  const Head& head = proposal.as<Proposal>().head;
  for (const Accepted* other : picture.statements.of(StatementType::proposal)) {
    const Proposal& successor = other->as<Proposal>();
    if (successor.replaces != proposal.id || successor.head.org != head.org) continue;
    const Ballots ballots = ballots_for(picture, other->id);
    const Subject subject{other->id, StatementType::proposal, other->statement.domain.mode};
    const Tally votes = tally(picture.electorate, subject, ballots.signoffs);
    const OrgTally* org = votes.of(head.org);
    if (org != nullptr && org->approves()) return true;
  }
  return false;
}

// The furthest of its calls, or nothing.
std::optional<ProposalState> carried_by_calls(const Picture& picture,
                                              const Accepted& proposal,
                                              WallTime now) {
  std::optional<ProposalState> best;
  for (const Accepted* call : picture.statements.about(proposal.id, StatementType::call)) {
    if (!picture.decisions.first_seen(call->id)) continue;
    ProposalState state = ProposalState::called;
    switch (call_standing(picture, *call, now).state) {
      case CallState::open:
      case CallState::dead:
        continue;
      case CallState::called:
        state = ProposalState::called;
        break;
      case CallState::in_effect:
        state = ProposalState::in_effect;
        break;
      case CallState::ended:
        state = ProposalState::ended;
        break;
      case CallState::closed:
        state = ProposalState::closed;
        break;
    }
    // Closed is what shows when all of them are.
    const bool is_further = best && (*best == ProposalState::closed ||
                                     (state != ProposalState::closed && state > *best));
    if (!best || is_further) best = state;
  }
  return best;
}

}  // namespace

std::string_view word(ProposalState state) {
  switch (state) {
    case ProposalState::draft:
      return "DRAFT";
    case ProposalState::open:
      return "OPEN";
    case ProposalState::mandated:
      return "MANDATED";
    case ProposalState::called:
      return "CALLED";
    case ProposalState::in_effect:
      return "IN_EFFECT";
    case ProposalState::ended:
      return "ENDED";
    case ProposalState::closed:
      return "CLOSED";
    case ProposalState::dead:
      return "DEAD";
  }
  return "";
}

std::string_view word(CallState state) {
  switch (state) {
    case CallState::open:
      return "OPEN";
    case CallState::called:
      return "CALLED";
    case CallState::in_effect:
      return "IN_EFFECT";
    case CallState::ended:
      return "ENDED";
    case CallState::closed:
      return "CLOSED";
    case CallState::dead:
      return "DEAD";
  }
  return "";
}

std::string_view word(TargetState state) {
  switch (state) {
    case TargetState::awaited:
      return "AWAITED";
    case TargetState::called:
      return "CALLED";
    case TargetState::held:
      return "HELD";
    case TargetState::in_effect:
      return "IN_EFFECT";
    case TargetState::ended:
      return "ENDED";
    case TargetState::aborted:
      return "ABORTED";
    case TargetState::unconfirmed:
      return "UNCONFIRMED";
  }
  return "";
}

Ballots ballots_for(const Picture& picture, const StatementId& proposal) {
  const Statements& statements = picture.statements;
  Ballots ballots;
  collect_subject(ballots, statements, proposal);
  for (const Accepted* call : statements.about(proposal, StatementType::call))
    collect_subject(ballots, statements, call->id);
  for (const Accepted* report : statements.of(StatementType::report)) {
    ballots.reports.push_back(signed_of<Report>(*report));
    collect(ballots.signoffs, statements.about(report->id, StatementType::signoff));
  }
  collect_drills(ballots, statements);
  return ballots;
}

const Accepted* proposal_of(const Statements& statements, const StatementId& subject) {
  const Accepted* found = statements.find(subject);
  if (found == nullptr) return nullptr;
  if (const Stop* stop = std::get_if<Stop>(&found->body)) found = statements.find(stop->subject);
  if (found == nullptr) return nullptr;
  if (const Debrief* told = std::get_if<Debrief>(&found->body)) found = statements.find(told->call);
  if (found == nullptr) return nullptr;
  if (const Call* call = std::get_if<Call>(&found->body)) found = statements.find(call->proposal);
  return found != nullptr && std::holds_alternative<Proposal>(found->body) ? found : nullptr;
}

std::vector<CountingStop> counting_stops(const Picture& picture,
                                         const StatementId& subject,
                                         const Ballots& ballots) {
  std::vector<CountingStop> out;
  const Accepted* proposal = proposal_of(picture.statements, subject);
  const Accepted* found = picture.statements.find(subject);
  if (proposal == nullptr) return out;
  const Signed<Proposal> about = signed_of<Proposal>(*proposal);
  std::optional<Signed<Call>> call;
  if (std::holds_alternative<Call>(found->body)) call = signed_of<Call>(*found);
  for (const Accepted* stop : picture.statements.about(subject, StatementType::stop)) {
    if (stop->statement.domain.mode != about.mode) continue;
    const Signed<Stop> value = signed_of<Stop>(*stop);
    StopWeight weight =
        weigh_stop(picture.electorate, {value, about, call ? &*call : nullptr}, ballots);
    if (weight.counts()) out.push_back(CountingStop{stop, std::move(weight)});
  }
  return out;
}

bool stops_target(const CountingStop& counting, const OrgId& org, const Cell& cell) {
  const Stop& stop = counting.stop->as<Stop>();
  const bool is_named = stop.targets.empty() ||
                        std::ranges::find(stop.targets, Target{org, cell}) != stop.targets.end();
  if (!is_named) return false;
  return counting.weight.by_rule ||
         std::ranges::find(counting.weight.own, org) != counting.weight.own.end();
}

CallStanding call_standing(const Picture& picture, const Accepted& call, WallTime now) {
  CallStanding standing;
  const Call& value = call.as<Call>();
  const Accepted* proposal = picture.statements.find(value.proposal);
  const Signed<Call> signed_call = signed_of<Call>(call);
  for (const CallTarget& target : value.targets)
    standing.targets.push_back(TargetStanding{.target = target, .t0 = target.t0, .codes = {}});
  if (proposal == nullptr || !std::holds_alternative<Proposal>(proposal->body)) {
    standing.verdict = Verdict{Outcome::not_met, {Reason::missing}, {}, false};
    return standing;
  }
  standing.ballots = std::make_unique<Ballots>(ballots_for(picture, proposal->id));
  const Ballots& ballots = *standing.ballots;
  const Signed<Proposal> about = signed_of<Proposal>(*proposal);
  standing.tally =
      tally(picture.electorate, {call.id, StatementType::call, signed_call.mode}, ballots.signoffs);
  standing.mandate = mandate_behind(picture, about, call, ballots);
  if (standing.mandate) {
    CallVerdict verdict =
        assess_call(picture.electorate, {about, signed_call, *standing.mandate}, ballots);
    standing.verdict = std::move(verdict.verdict);
    standing.certificate = std::move(verdict.certificate);
  } else {
    const Lack lack{Reason::missing, "mandate", 0, 1, "what it quotes is not all known here yet"};
    standing.verdict = Verdict{Outcome::not_met, {Reason::missing}, {lack}, false};
  }
  const bool is_certified = picture.decisions.first_seen(call.id).has_value();
  auto stops = counting_stops(picture, call.id, ballots);
  for (CountingStop& stop : counting_stops(picture, proposal->id, ballots))
    stops.push_back(std::move(stop));
  for (std::size_t i = 0; i < standing.targets.size(); ++i) {
    TargetStanding& target = standing.targets[i];
    fold(target, stops);
    if (target.t0 > about.value.not_after) target.is_stopped = true;
    // It stood once, and on what is known now it would not: only caution, never a way back
    // (decisions.md §4).
    if (is_certified && !standing.verdict.is_valid()) target.codes = standing.verdict.reasons;
    settle_target(picture, call, static_cast<std::uint16_t>(i), now, target);
  }
  standing.state = state_of(standing.targets, is_certified);
  if (standing.state == CallState::ended)
    standing.closing = closing_of(picture, call, ran_targets(picture, call, standing, now), now);
  if (standing.closing && standing.closing->is_closed()) standing.state = CallState::closed;
  return standing;
}

ProposalStanding proposal_standing(const Picture& picture, const Accepted& proposal, WallTime now) {
  ProposalStanding standing;
  const Proposal& value = proposal.as<Proposal>();
  standing.ballots = std::make_unique<Ballots>(ballots_for(picture, proposal.id));
  const Ballots& ballots = *standing.ballots;
  const Signed<Proposal> about = signed_of<Proposal>(proposal);
  standing.tally = tally(
      picture.electorate, {proposal.id, StatementType::proposal, about.mode}, ballots.signoffs);
  MandateVerdict verdict = assess_mandate(picture.electorate, about, ballots);
  standing.verdict = std::move(verdict.verdict);
  standing.is_blocked = verdict.is_blocked;
  standing.mandate = std::move(verdict.mandate);
  if (standing.mandate)
    standing.hold_until =
        standing.mandate->time + hold_of(picture.electorate.charter().value, about.mode);

  const OrgTally* own = standing.tally.of(value.head.org);
  standing.state = own != nullptr && own->approves() ? ProposalState::open : ProposalState::draft;
  if (standing.mandate) standing.state = ProposalState::mandated;
  if (const auto carried = carried_by_calls(picture, proposal, now)) {
    standing.state = *carried;
    return standing;
  }
  bool is_aborted = false;
  for (const CountingStop& counting : counting_stops(picture, proposal.id, ballots)) {
    const Stop& stop = counting.stop->as<Stop>();
    if (stop.kind == StopKind::hold) standing.hold_until = std::max(standing.hold_until, stop.at);
    const auto dies = [&](const Target& target) {
      return stops_target(counting, target.org, target.cell);
    };
    if (stop.kind == StopKind::abort && std::ranges::all_of(value.targets, dies)) is_aborted = true;
  }
  const bool is_too_late = standing.mandate ? now > value.not_after : now > value.vote_by;
  if (is_aborted) standing.dead = "ABORTED";
  if (standing.dead.empty() && is_replaced(picture, proposal)) standing.dead = "REPLACED";
  if (standing.dead.empty() && is_too_late) standing.dead = "LAPSED";
  if (!standing.dead.empty()) standing.state = ProposalState::dead;
  return standing;
}

}  // namespace tocsin::coalition
