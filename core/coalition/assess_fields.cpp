// What no vote can mend: the fields of a proposal and of a call, and which rule and times go for
// them.
#include <algorithm>
#include <utility>

#include "core/coalition/assess.h"
#include "core/coalition/facts.h"
#include "core/coalition/moment.h"

namespace tocsin::coalition {
namespace {

bool covers(const Cell& claim, const Cell& cell) {
  return claim.sector == cell.sector && claim.region == cell.region &&
         (claim.code.empty() || claim.code == cell.code);
}

std::string text_of(const CharterOrg* org, const Cell& cell) {
  std::string out = (org == nullptr ? "?" : org->slug) + ":" + cell.sector + "/" + cell.region;
  return cell.code.empty() ? out : out + "/" + cell.code;
}

// Why it can be no target of this action; empty: it can.
std::string_view target_fault(const CharterOrg* org, const Target& target, const Action& action) {
  if (org == nullptr) return "the charter has no such organization";
  if (org->standing != Standing::full) return "the organization is not full yet";
  if (action.stops_work && org->is_solo) return "an organization of one delegate stops no work";
  if (std::ranges::find(action.asks, org->kind, &Ask::kind) == action.asks.end())
    return "the action asks nothing of this kind of organization";
  const bool is_claimed = std::ranges::any_of(
      org->claims, [&](const Cell& claim) { return covers(claim, target.cell); });
  return is_claimed ? "" : "the organization claims no such sector and region";
}

bool is_in_all(const Texts& texts, std::size_t languages) {
  return texts.size() == languages &&
         std::ranges::none_of(texts, [](const std::string& text) { return text.empty(); });
}

Fault empty_text(const std::string& what) {
  return Fault{Reason::demand, what + " must have a text in every language of the charter"};
}

std::optional<Fault> demands_fault(const Proposal& proposal, std::size_t languages) {
  for (std::size_t i = 0; i < proposal.demands.size(); ++i) {
    const Demand& demand = proposal.demands[i];
    const auto place = [&] { return "demand " + std::to_string(i + 1) + ": "; };
    if (demand.addressee.empty()) return Fault{Reason::demand, place() + "`addressee` is empty"};
    if (!is_in_all(demand.text, languages)) return empty_text(place() + "`text`");
    if (!is_in_all(demand.met_when, languages)) return empty_text(place() + "`met_when`");
  }
  if (std::ranges::find(proposal.demands, DemandKind::win, &Demand::kind) == proposal.demands.end())
    return Fault{Reason::demand, "`demands` needs at least one of kind \"win\""};
  return std::nullopt;
}

std::optional<Fault> texts_fault(const Proposal& proposal, std::size_t languages) {
  const std::pair<const char*, const Texts*> named[] = {{"`title`", &proposal.title},
                                                        {"`summary`", &proposal.summary},
                                                        {"`why_now`", &proposal.why_now},
                                                        {"`after_plan`", &proposal.after_plan},
                                                        {"`safety_cover`", &proposal.safety_cover}};
  for (const auto& [name, texts] : named)
    if (!is_in_all(*texts, languages)) return empty_text(name);
  return std::nullopt;
}

std::optional<Fault> times_fault(const Proposal& proposal, const Charter& charter) {
  const StartParams& start = charter.params.start;
  const auto expired = [](std::string what) { return Fault{Reason::expired, std::move(what)}; };
  if (proposal.head.at >= charter.review_by)
    return expired("the charter's `review_by` has passed: it starts nothing until it is amended");
  if (proposal.vote_by < proposal.head.at) return expired("`vote_by` has passed");
  if (proposal.not_before > proposal.not_after)
    return expired("`not_after` is earlier than `not_before`");
  if (proposal.not_after - proposal.head.at > start.max_mandate)
    return expired("`not_after` is further away than the charter's start.max_mandate, " +
                   duration(start.max_mandate));
  if (proposal.max_duration <= Seconds{0}) return expired("`max_duration` must be more than 0s");
  if (proposal.max_duration > start.max_duration)
    return expired("`max_duration` is more than the charter's start.max_duration, " +
                   duration(start.max_duration));
  return std::nullopt;
}

std::optional<Reason> reason_of(const std::optional<Fault>& fault) {
  return fault ? std::optional{fault->reason} : std::nullopt;
}

}  // namespace

std::optional<Fault> proposal_fault(const Electorate& electorate,
                                    const Signed<Proposal>& proposal) {
  const Charter& charter = electorate.charter().value;
  const Proposal& value = proposal.value;
  if (value.charter != electorate.charter().id)
    return Fault{Reason::charter_unknown, "it goes by another charter"};
  const Voter* author = electorate.voter(value.head.author);
  const CharterOrg* org = electorate.org(value.head.org);
  if (author == nullptr || author->org != value.head.org || org == nullptr ||
      org->standing != Standing::full)
    return Fault{Reason::delegate, "its author is no delegate of a full organization"};
  const Action* action = electorate.action(value.action);
  if (action == nullptr) return Fault{Reason::type, "`action` is none of the charter's actions"};
  if (auto fault = texts_fault(value, charter.languages.size())) return fault;
  if (auto fault = demands_fault(value, charter.languages.size())) return fault;
  if (value.targets.empty()) return Fault{Reason::target, "`targets` names nobody"};
  for (const Target& target : value.targets) {
    const CharterOrg* named = electorate.org(target.org);
    const std::string_view why = target_fault(named, target, *action);
    if (!why.empty())
      return Fault{Reason::target,
                   "`targets` \"" + text_of(named, target.cell) + "\": " + std::string{why}};
  }
  return times_fault(value, charter);
}

std::optional<Fault> call_fault(const Electorate& electorate,
                                const Signed<Proposal>& proposal,
                                const Signed<Call>& call) {
  const Charter& charter = electorate.charter().value;
  const Call& value = call.value;
  if (call.mode != proposal.mode)
    return Fault{Reason::mode, "a drill and what is meant in earnest do not mix"};
  if (value.proposal != proposal.id)
    return Fault{Reason::missing, "`proposal` is another proposal"};
  const Voter* author = electorate.voter(value.head.author);
  if (author == nullptr || author->org != value.head.org)
    return Fault{Reason::delegate, "its author is no delegate"};
  if (!is_in_all(value.instructions, charter.languages.size())) return empty_text("`instructions`");
  if (value.targets.empty()) return Fault{Reason::target, "`targets` names nobody"};
  for (const CallTarget& target : value.targets) {
    if (!std::ranges::binary_search(proposal.value.targets, Target{target.org, target.cell}))
      return Fault{Reason::target,
                   "`targets` \"" + text_of(electorate.org(target.org), target.cell) +
                       "\": the proposal does not name it"};
  }
  if (value.wave > proposal.value.max_waves || (value.wave == 1) != value.prev.is_zero())
    return Fault{Reason::wave, "all waves of this proposal have been called"};
  for (const CallTarget& target : value.targets) {
    if (target.t0 < proposal.value.not_before || target.t0 > proposal.value.not_after)
      return Fault{Reason::expired,
                   "`t0` of \"" + text_of(electorate.org(target.org), target.cell) +
                       "\" is not between the proposal's `not_before` and `not_after`: " +
                       moment(proposal.value.not_before) + " to " +
                       moment(proposal.value.not_after)};
  }
  return std::nullopt;
}

std::optional<Reason> check_proposal(const Electorate& electorate,
                                     const Signed<Proposal>& proposal) {
  return reason_of(proposal_fault(electorate, proposal));
}

std::optional<Reason> check_call(const Electorate& electorate,
                                 const Signed<Proposal>& proposal,
                                 const Signed<Call>& call) {
  return reason_of(call_fault(electorate, proposal, call));
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
