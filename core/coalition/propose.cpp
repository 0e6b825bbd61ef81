// draft proposal, draft call, drill run: subjects of our own. Drafting approves nothing.
#include <algorithm>

#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/model/limits/statements.h"
#include "core/wire/decision_codec.h"
#include "core/wire/proof_codec.h"

namespace tocsin::coalition {
namespace {

Mode drill_of(Mode mode) {
  return mode == Mode::actual ? Mode::exercise : Mode::rehearsal_exercise;
}

Texts in_all(const Charter& charter, const char* text) {
  return Texts(charter.languages.size(), text);
}

// Practice needs no plan: every full org's claims, one demand that says what it is.
Proposal practice(const Electorate& electorate, const Action& action, WallTime now) {
  const Charter& charter = electorate.charter().value;
  Proposal out;
  out.action = action.name;
  for (const OrgId& id : electorate.full()) {
    const CharterOrg* org = electorate.org(id);
    const bool is_asked =
        std::ranges::find(action.asks, org->kind, &Ask::kind) != action.asks.end();
    if (!is_asked || (action.stops_work && org->is_solo)) continue;
    for (const Cell& cell : org->claims) out.targets.push_back(Target{id, cell});
  }
  std::ranges::sort(out.targets);
  Demand demand;
  demand.addressee = "ourselves";
  demand.origin = DemandOrigin::community;
  demand.text = in_all(charter, "Everybody who is reached answers.");
  demand.met_when = in_all(charter, "The answers have been counted.");
  out.demands = {demand};
  out.title = in_all(charter, "Drill");
  out.summary = in_all(charter, "This is practice. Nobody is called.");
  out.why_now = in_all(charter, "What was not practised does not work.");
  out.after_plan = in_all(charter, "Read the drill report and mend what was slow.");
  out.safety_cover = in_all(charter, "Not needed: nobody stops work.");
  const StartParams& start = charter.params.start;
  out.not_before = now;
  out.not_after = now + std::min<Seconds>(start.max_mandate, limits::drill_life);
  out.vote_by = out.not_after;
  out.max_duration = std::min<Seconds>(start.max_duration, limits::drill_life);
  return out;
}

tl::unexpected<Refusal> refuse_fault(const char* what, const Fault& fault) {
  return refuse(fault.reason,
                Exit::invalid,
                std::string{"this "} + what + " could never be valid: " + fault.what,
                "mend the draft, then again; its keys: tocsin man tocsin-drafts");
}

Row own_draft(const Accepted& subject) {
  const auto proof = assemble(ProofKind::state, {subject.statement});
  const Bytes bytes = proof ? wire::encode(*proof) : Bytes{};
  return draft_row(
      {subject.id, subject.statement.type, subject.statement.domain.mode, bytes, false});
}

}  // namespace

Reply<void> Coalition::State::propose(Proposal proposal, Mode mode, Step& step) {
  if (auto may = need_delegate(); !may) return may;
  if (auto may = may_start(step.now); !may) return may;
  proposal.head = Head{identity.keys->id, own_org(), step.now.wall, 1};
  proposal.charter = electorate->charter().id;
  if (const auto fault =
          proposal_fault(*electorate, Signed<Proposal>{StatementId::zero(), mode, proposal}))
    return refuse_fault("proposal", *fault);
  if (is_drill(mode)) {
    if (auto may = may_drill(step.now); !may) return may;
  }
  std::size_t open = 0;
  for (const Accepted* other : statements.of(StatementType::proposal)) {
    if (other->as<Proposal>().head.org != own_org() || other->statement.domain.mode != mode)
      continue;
    const ProposalState state = proposal_standing(picture(), *other, step.now.wall).state;
    if ((state == ProposalState::open || state == ProposalState::draft) &&
        other->id != proposal.replaces)
      ++open;
  }
  if (open >= limits::proposals_open_max)
    return refuse(Exit::held,
                  "E_PROPOSALS",
                  "your org has two open proposals already",
                  "name one of them in the draft: replaces = \"its first digits\"");
  if (wire::encode(proposal).size() > statement_body_bytes_max)
    return refuse(Reason::size,
                  Exit::invalid,
                  "this proposal is longer than a statement may be",
                  "shorten its texts");
  const StatementId id = issue(StatementType::proposal, mode, Body{std::move(proposal)}, step);
  step.rows.push_back(own_draft(*statements.find(id)));
  return {};
}

// Practice near the real thing is mistaken for it.
Reply<void> Reading::may_drill(Now now) const {
  const Seconds quiet = electorate->charter().value.params.drill.quiet;
  for (const Accepted* call : statements.of(StatementType::call)) {
    if (is_drill(call->statement.domain.mode) || !decisions.first_seen(call->id)) continue;
    for (const TargetStanding& target : call_standing(picture(), *call, now.wall).targets) {
      const bool is_near = now.wall < target.t0 + quiet && target.t0 < now.wall + quiet;
      if (is_near && target.state != TargetState::aborted)
        return refuse(
            Exit::held, "E_QUIET", "a live call is too near for a drill", "wait until it is over");
    }
  }
  return {};
}

Reply<void> Coalition::State::draft_proposal(const Row& arguments, Step& step) {
  const auto body = wire::decode<Proposal>(arguments.bytes("body").value_or(Bytes{}));
  if (!body) return refuse(body.error());
  return propose(*body, arguments.flag("drill") ? drill_of(identity.mode) : identity.mode, step);
}

Reply<void> Coalition::State::draft_call(const Row& arguments, Step& step) {
  const auto body = wire::decode<Call>(arguments.bytes("body").value_or(Bytes{}));
  if (!body) return refuse(body.error());
  return call(*body, step);
}

// Of the calls that stood and were not stopped before they started.
const Accepted* Reading::latest_wave(const StatementId& proposal, Now now) const {
  const Accepted* latest = nullptr;
  for (const Accepted* call : statements.about(proposal, StatementType::call)) {
    if (!decisions.first_seen(call->id)) continue;
    if (call_standing(picture(), *call, now.wall).state == CallState::dead) continue;
    if (latest == nullptr || call->as<Call>().wave > latest->as<Call>().wave) latest = call;
  }
  return latest;
}

Reply<void> Coalition::State::call(Call call, Step& step) {
  if (auto may = need_delegate(); !may) return may;
  if (auto may = may_start(step.now); !may) return may;
  const Accepted* proposal = statements.find(call.proposal);
  if (proposal == nullptr || proposal->statement.type != StatementType::proposal)
    return refuse(Reason::missing,
                  Exit::usage,
                  "the proposal of this call is not known here",
                  "tocsin status");
  const Mode mode = proposal->statement.domain.mode;
  const ProposalStanding standing = proposal_standing(picture(), *proposal, step.now.wall);
  if (standing.state == ProposalState::dead)
    return refuse(
        Reason::expired, Exit::invalid, "this proposal is dead: " + std::string{standing.dead});
  if (!standing.mandate)
    return refuse_not_met(standing.verdict,
                          "the mandate rule is not met",
                          "tocsin status " + proposal->id.short_hex());
  const Electorate& decides = electorate_of(*proposal);
  const Seconds hold = hold_of(decides.charter().value, mode);
  const WallTime until = std::max(
      standing.hold_until, decisions.first_seen(proposal->id).value_or(step.now.wall) + hold);
  if (step.now.wall < until)
    return refuse(
        Reason::hold, Exit::not_met, "the hold after the mandate is not over yet", "wait");
  call.head = Head{identity.keys->id, own_org(), step.now.wall, 1};
  call.mandate = standing.mandate->id;
  call.wave = 1;
  call.prev = StatementId::zero();
  if (const Accepted* before = latest_wave(proposal->id, step.now)) {
    call.mandate = before->as<Call>().mandate;
    call.wave = before->as<Call>().wave + 1;
    call.prev = before->id;
  }
  if (call.wave > proposal->as<Proposal>().max_waves)
    return refuse(Reason::wave,
                  Exit::invalid,
                  "all waves of this proposal have been called",
                  "a new proposal");
  const Signed<Call> candidate{StatementId::zero(), mode, call};
  if (const auto fault = call_fault(decides, signed_of<Proposal>(*proposal), candidate))
    return refuse_fault("call", *fault);
  const Seconds lead = min_lead_of(decides.charter().value, mode);
  for (const CallTarget& target : call.targets) {
    if (target.t0 - step.now.wall < lead)
      return refuse(
          Reason::lead_min, Exit::not_met, "a target would start too soon", "name a later time");
  }
  const StatementId id = issue(StatementType::call, mode, Body{std::move(call)}, step);
  step.rows.push_back(own_draft(*statements.find(id)));
  return {};
}

Reply<void> Coalition::State::drill_run(const Row& arguments, Step& step) {
  const Charter& charter = electorate->charter().value;
  if (!arguments.has("subject")) {
    const std::string name = arguments.text("action").value_or(charter.actions.front().name);
    const Action* action = electorate->action(name);
    if (action == nullptr)
      return refuse(
          Exit::usage, "E_USAGE", "the charter has no such action", "tocsin charter show");
    return propose(practice(*electorate, *action, step.now.wall), drill_of(identity.mode), step);
  }
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& proposal = **found;
  if (proposal.statement.type != StatementType::proposal ||
      !is_drill(proposal.statement.domain.mode))
    return refuse(
        Reason::mode, Exit::invalid, "this is no drill: a drill never touches what is live");
  Call exercise;
  exercise.proposal = proposal.id;
  exercise.instructions = in_all(charter, "This is practice. Answer with: tocsin ack.");
  // Time to sign before the shortest lead is used up.
  const WallTime t0 = step.now.wall + charter.params.drill.min_lead +
                      std::max<Seconds>(charter.params.drill.min_lead, Seconds{60});
  for (const Target& target : proposal.as<Proposal>().targets)
    exercise.targets.push_back(CallTarget{target.org, target.cell, t0});
  exercise.public_after = t0;
  return call(std::move(exercise), step);
}

}  // namespace tocsin::coalition
