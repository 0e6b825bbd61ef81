// What no vote can mend: the fields of a proposal and of a call, and which rule and times go for
// them.
#include <algorithm>

#include "core/coalition/assess.h"
#include "core/coalition/facts.h"

namespace tocsin::coalition {
namespace {

bool covers(const Cell& claim, const Cell& cell) {
  return claim.sector == cell.sector && claim.region == cell.region &&
         (claim.code.empty() || claim.code == cell.code);
}

bool may_be_target(const CharterOrg* org, const Target& target, const Action& action) {
  if (org == nullptr || org->standing != Standing::full) return false;
  if (action.stops_work && org->is_solo) return false;
  if (std::ranges::find(action.asks, org->kind, &Ask::kind) == action.asks.end()) return false;
  return std::ranges::any_of(org->claims,
                             [&](const Cell& claim) { return covers(claim, target.cell); });
}

bool is_in_all(const Texts& texts, std::size_t languages) {
  return texts.size() == languages &&
         std::ranges::none_of(texts, [](const std::string& text) { return text.empty(); });
}

bool is_complete(const Demand& demand, std::size_t languages) {
  return !demand.addressee.empty() && is_in_all(demand.text, languages) &&
         is_in_all(demand.met_when, languages);
}

bool says_everything(const Proposal& proposal, std::size_t languages) {
  const bool has_texts =
      is_in_all(proposal.title, languages) && is_in_all(proposal.summary, languages) &&
      is_in_all(proposal.why_now, languages) && is_in_all(proposal.after_plan, languages) &&
      is_in_all(proposal.safety_cover, languages);
  const bool has_demands = std::ranges::all_of(
      proposal.demands, [&](const Demand& demand) { return is_complete(demand, languages); });
  const bool has_win =
      std::ranges::find(proposal.demands, DemandKind::win, &Demand::kind) != proposal.demands.end();
  return has_texts && has_demands && has_win;
}

}  // namespace

std::optional<Reason> check_proposal(const Electorate& electorate,
                                     const Signed<Proposal>& proposal) {
  const Charter& charter = electorate.charter().value;
  const Proposal& value = proposal.value;
  if (value.charter != electorate.charter().id) return Reason::charter_unknown;
  const Voter* author = electorate.voter(value.head.author);
  const CharterOrg* org = electorate.org(value.head.org);
  if (author == nullptr || author->org != value.head.org || org == nullptr ||
      org->standing != Standing::full)
    return Reason::delegate;
  const Action* action = electorate.action(value.action);
  if (action == nullptr) return Reason::type;
  if (!says_everything(value, charter.languages.size())) return Reason::demand;
  if (value.targets.empty()) return Reason::target;
  for (const Target& target : value.targets)
    if (!may_be_target(electorate.org(target.org), target, *action)) return Reason::target;
  const StartParams& start = charter.params.start;
  const bool is_in_time = value.head.at < charter.review_by && value.vote_by >= value.head.at &&
                          value.not_before <= value.not_after &&
                          value.not_after - value.head.at <= start.max_mandate;
  const bool is_finite =
      value.max_duration > Seconds{0} && value.max_duration <= start.max_duration;
  if (!is_in_time || !is_finite) return Reason::expired;
  return std::nullopt;
}

std::optional<Reason> check_call(const Electorate& electorate,
                                 const Signed<Proposal>& proposal,
                                 const Signed<Call>& call) {
  const Charter& charter = electorate.charter().value;
  const Call& value = call.value;
  if (call.mode != proposal.mode) return Reason::mode;
  if (value.proposal != proposal.id) return Reason::missing;
  const Voter* author = electorate.voter(value.head.author);
  if (author == nullptr || author->org != value.head.org) return Reason::delegate;
  if (!is_in_all(value.instructions, charter.languages.size())) return Reason::demand;
  if (value.targets.empty()) return Reason::target;
  for (const CallTarget& target : value.targets) {
    if (!std::ranges::binary_search(proposal.value.targets, Target{target.org, target.cell}))
      return Reason::target;
  }
  if (value.wave > proposal.value.max_waves || (value.wave == 1) != value.prev.is_zero())
    return Reason::wave;
  for (const CallTarget& target : value.targets) {
    if (target.t0 < proposal.value.not_before || target.t0 > proposal.value.not_after)
      return Reason::expired;
  }
  return std::nullopt;
}

std::optional<Reason> check_waves(const Signed<Call>& call, const CallLookup& find) {
  const Call* later = &call.value;
  while (later->wave > 1) {
    const Call* earlier = find(later->prev);
    if (earlier == nullptr) return Reason::missing;
    const bool is_link = earlier->wave + 1 == later->wave && earlier->proposal == later->proposal &&
                         earlier->mandate == later->mandate;
    if (!is_link) return Reason::wave;
    later = earlier;
  }
  return std::nullopt;
}

const Rule& mandate_rule(const Charter& charter, const Action& action, Mode mode) {
  return is_drill(mode) ? charter.rules.drill : action.mandate;
}

const Rule& call_rule(const Charter& charter, const Action& action, Mode mode) {
  return is_drill(mode) ? charter.rules.drill : action.call;
}

const Rule& block_rule(const Charter& charter, Mode mode) {
  return is_drill(mode) ? charter.rules.drill : charter.rules.block;
}

const Rule& stop_rule(const Charter& charter, const Action& action, StopKind kind, Mode mode) {
  if (is_drill(mode)) return charter.rules.drill;
  switch (kind) {
    case StopKind::hold:
    case StopKind::abort:
      return charter.rules.abort;
    case StopKind::pause:
      return charter.rules.pause;
    case StopKind::resume:
      return action.call;
    case StopKind::end:
      return charter.rules.end;
  }
  return charter.rules.end;
}

Seconds hold_of(const Charter& charter, Mode mode) {
  return is_drill(mode) ? charter.params.drill.hold : charter.params.start.hold;
}

Seconds min_lead_of(const Charter& charter, Mode mode) {
  return is_drill(mode) ? charter.params.drill.min_lead : charter.params.start.min_lead;
}

}  // namespace tocsin::coalition
