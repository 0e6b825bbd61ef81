// T0 (decisions.md §4). A device that was awake at t0 with the certificate is a witness
// and decides once: nothing against it, so it runs, and what is seen later changes nothing but by
// an end. One that slept decides after it had time to hear the others, and never says "start" over
// an abort.
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {

bool Coalition::State::has_witnessed(const StatementId& call, WallTime t0, WallTime now) const {
  const auto certified = decisions.first_seen(call);
  if (!certified || *certified > t0 || !awake_since || awake_since->wall > t0) return false;
  return now <= t0 + limits::witness_late_max;
}

void Coalition::State::flip(const Accepted& proposal, const Accepted& call, Step& step) {
  const CallStanding standing = call_standing(picture(), call, step.now.wall);
  Seconds life = proposal.as<Proposal>().max_duration;
  if (is_drill(call.statement.domain.mode)) life = std::min(life, limits::drill_life);
  for (std::size_t i = 0; i < standing.targets.size(); ++i) {
    const auto place = static_cast<std::uint16_t>(i);
    const TargetStanding& target = standing.targets[i];
    flip_target(call, place, target, life, step);
    due_at(proposal.id, target.t0, step);
    due_at(proposal.id, target.t0 + life, step);
    const auto noticed = slept.find({call.id, place});
    if (noticed != slept.end())
      due_at(proposal.id, noticed->second + limits::settle_after_sleep, step);
  }
}

void Coalition::State::flip_target(const Accepted& call,
                                   std::uint16_t place,
                                   const TargetStanding& target,
                                   Seconds life,
                                   Step& step) {
  const WallTime now = step.now.wall;
  const auto fate = decisions.fate(call.id, place);
  const auto decide = [&](TargetFate chosen) {
    decisions.decide(call.id, place, TargetDecision{chosen, now}, step.outbox);
    slept.erase({call.id, place});
    Row row = event_row("target.state", call.id, StatementType::call, call.statement.domain.mode);
    row.set("org", Value{target.target.org.bytes()}).set("cell", cell_text(target.target.cell));
    row.set("from", fate ? "IN_EFFECT" : "CALLED");
    const std::string_view to = chosen == TargetFate::in_effect     ? "IN_EFFECT"
                                : chosen == TargetFate::unconfirmed ? "UNCONFIRMED"
                                : chosen == TargetFate::aborted     ? "ABORTED"
                                                                    : "ENDED";
    row.set("to", to).set("codes", Value{codes_of(target.codes)});
    step.out.events.push_back(std::move(row));
  };
  const bool is_over = now >= target.t0 + life || (now >= target.t0 && target.is_ended);
  if (fate) {
    if (fate->fate == TargetFate::in_effect && is_over) decide(TargetFate::ended);
    return;
  }
  if (now < target.t0) {
    if (target.is_stopped) decide(TargetFate::aborted);
    return;
  }
  if (is_over) {
    decide(TargetFate::ended);  // it was over before this device heard of it
    return;
  }
  const bool is_doubtful = target.is_held || !target.codes.empty() || is_clock_suspect(now);
  if (has_witnessed(call.id, target.t0, now)) {
    if (target.is_stopped) {
      decide(TargetFate::aborted);
    } else if (!is_doubtful) {
      decide(TargetFate::in_effect);
    }
    return;
  }
  const WallTime noticed = slept.try_emplace({call.id, place}, now).first->second;
  if (now < noticed + limits::settle_after_sleep) return;
  decide(target.is_stopped || is_doubtful ? TargetFate::unconfirmed : TargetFate::in_effect);
}

}  // namespace tocsin::coalition
