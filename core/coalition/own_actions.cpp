// What our own people were called to: what a campaign belongs to, and while which the cells of the
// list stay as they are. For core/readiness, which knows no statement.
#include <algorithm>

#include "core/coalition/state.h"

namespace tocsin::coalition {
namespace {

// The first T0 of this org that was not called off.
std::optional<WallTime> own_t0(const CallStanding& standing, const OrgId& own) {
  std::optional<WallTime> first;
  for (const TargetStanding& target : standing.targets) {
    if (target.target.org != own || target.state == TargetState::aborted ||
        target.state == TargetState::awaited)
      continue;
    first = std::min(first.value_or(target.t0), target.t0);
  }
  return first;
}

bool is_pending(ProposalState state) {
  switch (state) {
    case ProposalState::open:
    case ProposalState::mandated:
    case ProposalState::called:
    case ProposalState::in_effect:
    case ProposalState::paused:
      return true;
    case ProposalState::draft:
    case ProposalState::ended:
    case ProposalState::closed:
    case ProposalState::dead:
      return false;
  }
  return false;
}

}  // namespace

std::vector<OwnAction> Reading::own_actions(WallTime now) const {
  std::map<StatementId, OwnAction> out;
  std::set<StatementId> open;
  if (!electorate) return {};
  for (const Accepted* call : statements.of(StatementType::call)) {
    if (is_drill(call->statement.domain.mode) || !decisions.first_seen(call->id)) continue;
    const CallStanding standing = call_standing(picture(), *call, now);
    const auto first = own_t0(standing, own_org());
    if (!first) continue;
    const StatementId proposal = call->as<Call>().proposal;
    OwnAction& action = out.try_emplace(proposal, OwnAction{proposal, *first, {}}).first->second;
    action.first_t0 = std::min(action.first_t0, *first);
    const bool is_closed = standing.closing && standing.closing->closed_at;
    if (!is_closed) open.insert(proposal);
    if (is_closed)
      action.closed_at =
          std::max(action.closed_at.value_or(WallTime{}), *standing.closing->closed_at);
  }
  std::vector<OwnAction> actions;
  for (auto& [proposal, action] : out) {
    if (open.contains(proposal)) action.closed_at.reset();
    actions.push_back(action);
  }
  return actions;
}

bool Reading::has_pending_target(WallTime now) const {
  if (!electorate) return false;
  return std::ranges::any_of(statements.of(StatementType::proposal), [&](const Accepted* proposal) {
    const auto& targets = proposal->as<Proposal>().targets;
    return !is_drill(proposal->statement.domain.mode) &&
           std::ranges::find(targets, own_org(), &Target::org) != targets.end() &&
           is_pending(proposal_standing(picture(), *proposal, now).state);
  });
}

}  // namespace tocsin::coalition
