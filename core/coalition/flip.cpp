// T0 (decisions.md §8). A device that was awake at t0 with the certificate is a witness and decides
// once: nothing against it, so it runs, and what is seen later changes nothing but by a pause or an
// end. One that slept decides after it has heard the others, and never says
// "start" over an abort.
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

// A vote whose day is over shows as ENDED and is not kept: an answer given in time may still be on
// its way, and what counts is what was signed, not what came first.
bool is_over(const TargetStanding& target, WallTime now) {
  return now >= target.ends_at || target.stops.is_ended;
}

// Both decide for the org alone that says so, from T0 on; the latest of both counts.
std::optional<TargetFate> said_by_its_org(const Statements& statements,
                                          const Accepted& call,
                                          const OrgId& org,
                                          WallTime t0) {
  const Ack* latest = nullptr;
  for (const Accepted* accepted : statements.about(call.id, StatementType::ack)) {
    const Ack& ack = accepted->as<Ack>();
    const bool is_word = ack.level == AckLevel::out || ack.level == AckLevel::stood_down;
    if (!is_word || ack.head.org != org || ack.head.at < t0) continue;
    const auto order = [](const Ack& one) { return std::pair{one.head.at, one.level}; };
    if (latest == nullptr || order(*latest) < order(ack)) latest = &ack;
  }
  if (latest == nullptr) return std::nullopt;
  return latest->level == AckLevel::out ? TargetFate::in_effect : TargetFate::ended;
}

std::optional<TargetFate> after_fate(const Statements& statements,
                                     const Accepted& call,
                                     TargetDecision known,
                                     const TargetStanding& target,
                                     WallTime now) {
  const Stopped& stops = target.stops;
  if (is_final(known.fate)) return std::nullopt;
  if (is_over(target, now)) return TargetFate::ended;
  const bool is_resumed = stops.is_resumed(known.t0, now) && !stops.is_held(now);
  switch (known.fate) {
    case TargetFate::in_effect:
      return std::nullopt;
    case TargetFate::held:
      if (stops.is_aborted) return TargetFate::aborted;  // it never started
      if (is_resumed) return TargetFate::in_effect;
      return std::nullopt;
    case TargetFate::unconfirmed:
      if (is_resumed) return TargetFate::in_effect;
      return said_by_its_org(statements, call, target.target.org, known.t0);
    case TargetFate::aborted:
    case TargetFate::ended:
      break;
  }
  return std::nullopt;
}

}  // namespace

bool Reading::has_witnessed(const StatementId& call, WallTime t0, WallTime now) const {
  const auto certified = decisions.first_seen(call);
  if (!certified || *certified > t0 || !awake_since || awake_since->wall > t0) return false;
  return now <= t0 + limits::witness_late_max;
}

std::optional<TargetFate> Coalition::State::at_t0(const Accepted& call,
                                                  std::uint16_t place,
                                                  const TargetStanding& target,
                                                  WallTime now) {
  const Stopped& stops = target.stops;
  if (now < target.t0) {
    if (stops.is_aborted) return TargetFate::aborted;
    return std::nullopt;
  }
  if (is_over(target, now)) return TargetFate::ended;  // before this device heard of it
  if (has_witnessed(call.id, target.t0, now)) {
    if (stops.is_aborted) return TargetFate::aborted;
    return target.is_doubtful ? TargetFate::held : TargetFate::in_effect;
  }
  const auto heard = slept.try_emplace({call.id, place}, std::nullopt).first->second;
  if (!heard || now < *heard + limits::settle_after_sleep) return std::nullopt;
  const bool is_against = stops.is_aborted || target.is_doubtful;
  return is_against ? TargetFate::unconfirmed : TargetFate::in_effect;
}

// What the round brought is still being read: whoever slept looks again a little later.
void Coalition::State::synced(Step& step) {
  synced_at = step.now.wall;
  std::set<StatementId> calls;
  for (auto& [target, heard] : slept) {
    if (heard) continue;
    heard = step.now.wall;
    calls.insert(target.first);
  }
  for (const StatementId& call : calls) observe_subject(call, step);
}

// Longer than a stop takes to reach everybody: one may be on its way that is not known here.
bool Reading::is_cut_off(WallTime now) const {
  const Seconds spread = electorate->charter().value.params.start.spread;
  return !synced_at || now > *synced_at + std::max(spread, limits::cut_off_min);
}

void Coalition::State::flip(const Accepted& proposal, const Accepted& call, Step& step) {
  const WallTime now = step.now.wall;
  if (is_clock_suspect(now)) return;  // it does not know whether the time has come
  const CallStanding standing = call_standing(picture(), call, now);
  for (std::size_t i = 0; i < standing.targets.size(); ++i) {
    const auto place = static_cast<std::uint16_t>(i);
    const TargetStanding& target = standing.targets[i];
    const auto known = decisions.fate(call.id, place);
    const auto chosen =
        known ? after_fate(statements, call, *known, target, now) : at_t0(call, place, target, now);
    if (chosen) {
      decisions.decide(call.id, place, TargetDecision{*chosen, now, target.t0}, step.outbox);
      slept.erase({call.id, place});
    }
    due_at(proposal.id, target.t0, step);
    due_at(proposal.id, target.ends_at, step);
    if (const auto next = target.stops.next_change(now)) due_at(proposal.id, *next, step);
    const auto asleep = slept.find({call.id, place});
    if (asleep != slept.end() && asleep->second)
      due_at(proposal.id, *asleep->second + limits::settle_after_sleep, step);
  }
}

}  // namespace tocsin::coalition
