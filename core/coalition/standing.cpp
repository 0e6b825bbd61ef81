#include "core/coalition/standing.h"

#include <algorithm>
#include <iterator>

#include "core/coalition/amendment.h"
#include "core/coalition/caution.h"
#include "core/coalition/closing.h"
#include "core/coalition/recount.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

Seconds life_of(const Picture& picture, const Accepted& call) {
  const Accepted* proposal = picture.statements.find(call.as<Call>().proposal);
  const Seconds signed_life =
      proposal == nullptr ? Seconds{0} : proposal->as<Proposal>().max_duration;
  return is_drill(call.statement.domain.mode) ? std::min(signed_life, limits::drill_life)
                                              : signed_life;
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
    case TargetFate::held:
      return TargetState::held;
  }
  return TargetState::unconfirmed;
}

void before_decision(WallTime now, bool is_certified, TargetStanding& target) {
  target.is_doubtful = !target.codes.empty();
  if (is_certified && now >= target.t0) {
    // Its time is past and this device was no witness: first it hears the others.
    target.codes.push_back(Reason::unconfirmed);
    target.state = TargetState::held;
  } else if (target.stops.is_aborted) {
    target.state = TargetState::aborted;
  } else if (!is_certified) {
    target.state = TargetState::awaited;
  } else {
    target.state = target.is_doubtful ? TargetState::held : TargetState::called;
  }
}

// Decided at T0: the time of the start is what it was then, whatever is held since.
void after_t0(TargetDecision fate, WallTime now, TargetStanding& target) {
  target.state = state_of(fate.fate);
  target.is_late_abort = fate.fate != TargetFate::aborted && target.stops.is_aborted;
  if (fate.fate == TargetFate::unconfirmed) target.codes.push_back(Reason::unconfirmed);
  if (fate.fate != TargetFate::in_effect) return;
  if (target.stops.is_over(now) || now >= target.ends_at) {
    target.state = TargetState::ended;
  } else if (target.stops.is_paused(now)) {
    target.state = TargetState::paused;
  }
}

void settle_target(const Picture& picture,
                   const Accepted& call,
                   std::uint16_t place,
                   WallTime now,
                   TargetStanding& target) {
  const auto fate = picture.decisions.fate(call.id, place);
  // What was aborted never started: its time is what the holds say, whichever of the two came
  // first.
  if (fate && fate->fate != TargetFate::aborted) target.t0 = fate->t0;
  target.ends_at = target.t0 + life_of(picture, call);
  if (!fate) {
    before_decision(now, picture.decisions.first_seen(call.id).has_value(), target);
    return;
  }
  // A clock that is not believed moves nothing that runs.
  after_t0(*fate, picture.is_clock_suspect ? fate->at : now, target);
}

CallState state_of(const std::vector<TargetStanding>& targets, bool is_certified) {
  const auto any = [&](TargetState state) {
    return std::ranges::find(targets, state, &TargetStanding::state) != targets.end();
  };
  if (any(TargetState::in_effect) || any(TargetState::unconfirmed)) return CallState::in_effect;
  if (any(TargetState::paused)) return CallState::paused;
  if (any(TargetState::called) || any(TargetState::held)) return CallState::called;
  if (any(TargetState::awaited)) return is_certified ? CallState::called : CallState::open;
  return any(TargetState::ended) ? CallState::ended : CallState::dead;
}

// A wave is judged with those before it.
void need_waves(const Picture& picture, const Signed<Call>& call, CallStanding& standing) {
  const auto find = [&](const StatementId& id) { return picture.statements.find_as<Call>(id); };
  const auto reason = check_waves(call, find);
  if (!reason || !standing.verdict.is_valid()) return;
  const bool may_come = *reason == Reason::missing;
  standing.verdict = Verdict{may_come ? Outcome::not_met : Outcome::invalid, {*reason}, {}, false};
  standing.certificate.reset();
}

bool is_replaced(const Picture& picture, const Accepted& proposal) {
  const Head& head = proposal.as<Proposal>().head;
  for (const Accepted* other : picture.statements.of(StatementType::proposal)) {
    const Proposal& successor = other->as<Proposal>();
    if (successor.replaces != proposal.id || successor.head.org != head.org) continue;
    const Ballots ballots = counting_for(picture, other->id);
    const Subject subject{other->id, StatementType::proposal, other->statement.domain.mode};
    const Tally votes = tally(picture.electorate, subject, ballots.signoffs);
    const OrgTally* org = votes.of(head.org);
    if (org != nullptr && org->approves()) return true;
  }
  return false;
}

// What runs goes before what is to come, and that before what is over.
std::optional<ProposalState> carried_by_calls(const Picture& picture,
                                              const Accepted& proposal,
                                              WallTime now) {
  std::optional<CallState> best;
  const auto rank = [](CallState state) {
    constexpr CallState order[] = {CallState::closed,
                                   CallState::ended,
                                   CallState::called,
                                   CallState::paused,
                                   CallState::in_effect};
    return std::ranges::find(order, state) - std::begin(order);
  };
  for (const Accepted* call : picture.statements.about(proposal.id, StatementType::call)) {
    if (!picture.decisions.first_seen(call->id)) continue;
    const CallState state = call_standing(picture, *call, now).state;
    if (state == CallState::open || state == CallState::dead) continue;
    if (!best || rank(state) > rank(*best)) best = state;
  }
  if (!best) return std::nullopt;
  switch (*best) {
    case CallState::called:
      return ProposalState::called;
    case CallState::in_effect:
      return ProposalState::in_effect;
    case CallState::paused:
      return ProposalState::paused;
    case CallState::ended:
    case CallState::closed:
      return is_closed(picture, proposal, now) ? ProposalState::closed : ProposalState::ended;
    case CallState::open:
    case CallState::dead:
      break;
  }
  return std::nullopt;
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
    case ProposalState::paused:
      return "PAUSED";
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
    case CallState::paused:
      return "PAUSED";
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
    case TargetState::paused:
      return "PAUSED";
    case TargetState::ended:
      return "ENDED";
    case TargetState::aborted:
      return "ABORTED";
    case TargetState::unconfirmed:
      return "UNCONFIRMED";
  }
  return "";
}

CallStanding call_standing(const Picture& current, const Accepted& call, WallTime now) {
  CallStanding standing;
  const Call& value = call.as<Call>();
  const Accepted* proposal = current.statements.find(value.proposal);
  const Signed<Call> signed_call = signed_of<Call>(call);
  for (const CallTarget& target : value.targets)
    standing.targets.push_back(TargetStanding{target, {}, target.t0});
  if (proposal == nullptr || !std::holds_alternative<Proposal>(proposal->body)) {
    standing.verdict = Verdict{Outcome::not_met, {Reason::missing}, {}, false};
    return standing;
  }
  const Picture picture = current.under(proposal->as<Proposal>().charter);
  const Ballots all = ballots_for(picture, proposal->id);
  standing.ballots = std::make_unique<Ballots>(counting(picture, all));
  const Ballots& ballots = *standing.ballots;
  const Signed<Proposal> about = signed_of<Proposal>(*proposal);
  standing.tally =
      tally(picture.electorate, {call.id, StatementType::call, signed_call.mode}, ballots.signoffs);
  standing.mandate = mandate_behind(picture, about, call, all);
  if (standing.mandate) {
    Judged found = judged(picture, {about, signed_call, *standing.mandate}, all, ballots);
    standing.verdict = std::move(found.verdict);
    standing.certificate = std::move(found.certificate);
    need_waves(picture, signed_call, standing);
  } else {
    const Lack lack{Reason::missing, "mandate", 0, 1, "what it quotes is not all known here yet"};
    standing.verdict = Verdict{Outcome::not_met, {Reason::missing}, {lack}, false};
  }
  const bool is_certified = picture.decisions.first_seen(call.id).has_value();
  const Amendment amendment{picture, {about, signed_call, standing.mandate}, ballots, now};
  const CautionQuestion question{
      picture, about, signed_call, ballots, standing.tally, standing.verdict};
  if (is_certified) standing.cautions = cautions(question);
  auto stops = counting_stops(picture, call.id, ballots);
  for (CountingStop& stop : counting_stops(picture, proposal->id, ballots)) {
    // A hold of the proposal is over before a call is signed; of its targets only an abort is left.
    if (stop.stop->as<Stop>().kind == StopKind::abort) stops.push_back(std::move(stop));
  }
  for (std::size_t i = 0; i < standing.targets.size(); ++i) {
    TargetStanding& target = standing.targets[i];
    target.stops = fold(target.target, stops);
    target.t0 = target.stops.t0;
    if (target.t0 > about.value.not_after) target.stops.is_aborted = true;
    if (is_certified) {
      target.codes = standing.cautions;
      std::ranges::copy(target_cautions(question, target.target, target.stops, now),
                        std::back_inserter(target.codes));
    }
    amendment.weigh(target, is_certified);
    settle_target(picture, call, static_cast<std::uint16_t>(i), now, target);
  }
  standing.state = state_of(standing.targets, is_certified);
  if (standing.state == CallState::ended)
    standing.closing = closing_of(picture, call, ran_targets(picture, call, standing, now), now);
  if (standing.closing && standing.closing->is_closed()) standing.state = CallState::closed;
  return standing;
}

ProposalStanding proposal_standing(const Picture& current, const Accepted& proposal, WallTime now) {
  ProposalStanding standing;
  const Proposal& value = proposal.as<Proposal>();
  const Picture picture = current.under(value.charter);
  standing.ballots = std::make_unique<Ballots>(counting_for(picture, proposal.id));
  const Ballots& ballots = *standing.ballots;
  const Signed<Proposal> about = signed_of<Proposal>(proposal);
  standing.tally = tally(
      picture.electorate, {proposal.id, StatementType::proposal, about.mode}, ballots.signoffs);
  MandateVerdict verdict = assess_mandate(picture.electorate, about, ballots);
  if (!is_in_effect(picture.electorate.charter().value, about))
    verdict = MandateVerdict{Verdict::invalid(Reason::charter_unknown), {}, false};
  standing.verdict = std::move(verdict.verdict);
  standing.is_blocked = verdict.is_blocked;
  standing.mandate = std::move(verdict.mandate);
  if (standing.mandate)
    standing.hold_until =
        standing.mandate->time + hold_of(picture.electorate.charter().value, about.mode);

  const OrgTally* own = standing.tally.of(value.head.org);
  standing.state = own != nullptr && own->approves() ? ProposalState::open : ProposalState::draft;
  if (standing.mandate) standing.state = ProposalState::mandated;
  const auto stops = counting_stops(picture, proposal.id, ballots);
  standing.hold_until = std::max(standing.hold_until, held_until(stops));
  if (const auto carried = carried_by_calls(picture, proposal, now)) {
    standing.state = *carried;
    return standing;
  }
  const auto dies = [&](const Target& target) {
    return std::ranges::any_of(stops, [&](const CountingStop& counting) {
      return counting.stop->as<Stop>().kind == StopKind::abort &&
             binds_since(counting, target.org, target.cell);
    });
  };
  const bool is_aborted = std::ranges::all_of(value.targets, dies);
  const bool is_too_late = standing.mandate ? now > value.not_after : now > value.vote_by;
  if (is_aborted) standing.dead = "ABORTED";
  if (standing.dead.empty() && is_replaced(picture, proposal)) standing.dead = "REPLACED";
  if (standing.dead.empty() && is_too_late) standing.dead = "LAPSED";
  const auto void_from = is_void_from(picture, signed_of<Proposal>(proposal));
  if (standing.dead.empty() && void_from && now >= *void_from) standing.dead = "VOID";
  if (!standing.dead.empty()) standing.state = ProposalState::dead;
  return standing;
}

}  // namespace tocsin::coalition
