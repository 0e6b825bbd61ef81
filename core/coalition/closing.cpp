#include "core/coalition/closing.h"

#include <algorithm>
#include <set>

#include "core/coalition/debrief.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

// Orgs of the targets that have ended; one that was aborted never started.
std::set<OrgId> orgs_that_ran(const Picture& picture, const Accepted& call) {
  std::set<OrgId> out;
  const Call& value = call.as<Call>();
  for (std::size_t i = 0; i < value.targets.size(); ++i) {
    const auto fate = picture.decisions.fate(call.id, static_cast<std::uint16_t>(i));
    if (fate && fate->fate == TargetFate::ended) out.insert(value.targets[i].org);
  }
  return out;
}

std::vector<const Accepted*> certified_calls(const Picture& picture, const Accepted& proposal) {
  auto calls = picture.statements.about(proposal.id, StatementType::call);
  std::erase_if(calls, [&](const Accepted* call) {
    return !picture.decisions.first_seen(call->id).has_value();
  });
  return calls;
}

}  // namespace

bool is_debriefed(const Picture& picture, const StatementId& call, const OrgId& org) {
  const auto debriefs = picture.statements.about(call, StatementType::debrief);
  return std::ranges::any_of(debriefs, [&](const Accepted* debrief) {
    return head_of(debrief->body).org == org && complete_since(picture, *debrief).has_value();
  });
}

std::optional<WallTime> ended_at(const Picture& picture, const Accepted& call) {
  std::optional<WallTime> last;
  for (std::size_t i = 0; i < call.as<Call>().targets.size(); ++i) {
    const auto fate = picture.decisions.fate(call.id, static_cast<std::uint16_t>(i));
    if (!fate || !is_final(fate->fate)) return std::nullopt;
    if (fate->fate == TargetFate::ended) last = std::max(last.value_or(fate->at), fate->at);
  }
  return last;
}

std::vector<OrgId> owing_debrief(const Picture& picture, const Accepted& proposal) {
  std::set<OrgId> owing;
  for (const Accepted* call : certified_calls(picture, proposal)) {
    if (!ended_at(picture, *call)) continue;
    for (const OrgId& org : orgs_that_ran(picture, *call))
      if (!is_debriefed(picture, call->id, org)) owing.insert(org);
  }
  return {owing.begin(), owing.end()};
}

namespace {

// A plan that may still call a wave is not over, though nothing runs.
std::optional<WallTime> last_wave_by(const Picture& picture, const Accepted& proposal) {
  std::uint32_t waves = 0;
  for (const Accepted* call : certified_calls(picture, proposal))
    waves = std::max(waves, call->as<Call>().wave);
  if (waves >= proposal.as<Proposal>().max_waves) return std::nullopt;
  return proposal.as<Proposal>().not_after;
}

}  // namespace

std::optional<WallTime> closes_at(const Picture& picture, const Accepted& proposal) {
  std::optional<WallTime> last;
  for (const Accepted* call : certified_calls(picture, proposal)) {
    const auto ended = ended_at(picture, *call);
    if (ended) last = std::max(last.value_or(*ended), *ended);
  }
  if (!last) return std::nullopt;
  return *last + limits::debrief_days;
}

std::optional<WallTime> looks_again_at(const Picture& picture,
                                       const Accepted& proposal,
                                       WallTime now) {
  const auto closes = closes_at(picture, proposal);
  const auto wave = last_wave_by(picture, proposal);
  if (closes && wave && *wave >= now) return std::min(*closes, *wave + Millis{1});
  return closes;
}

bool is_closed(const Picture& picture, const Accepted& proposal, WallTime now) {
  const auto last = closes_at(picture, proposal);
  if (!last) return false;
  if (now >= *last) return true;
  const auto wave = last_wave_by(picture, proposal);
  const bool may_go_on = wave && now <= *wave;
  return !may_go_on && owing_debrief(picture, proposal).empty();
}

}  // namespace tocsin::coalition
