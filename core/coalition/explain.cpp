// `rule explain`: an action's rules by what this node knows of reports and drills, as if all that
// is claimed were a target and all who are not silent approved.
#include <algorithm>
#include <iterator>

#include "core/coalition/facts.h"
#include "core/coalition/state.h"
#include "core/coalition/what_if.h"

namespace tocsin::coalition {
namespace {

// Nobody signs it: what a proposal of everything would look at.
Signed<Proposal> of_all_claims(const Charter& charter, Mode mode) {
  Signed<Proposal> out{StatementId::zero(), mode, Proposal{}};
  out.value.demands.emplace_back();
  for (const CharterOrg& org : charter.orgs) {
    if (org.standing != Standing::full) continue;
    for (const Cell& claim : org.claims) out.value.targets.push_back(Target{org.id, claim});
  }
  return out;
}

FactsIf if_silent(Facts all_approve) {
  for (OrgFacts& org : all_approve.orgs) {
    org.is_approving = true;
    org.ratified = {0};
  }
  return [facts = std::move(all_approve)](const std::set<OrgId>& silent) {
    Facts out = facts;
    for (OrgFacts& org : out.orgs) {
      if (!silent.contains(org.org)) continue;
      org.is_approving = false;
      org.ratified.clear();
    }
    return out;
  };
}

}  // namespace

Reply<void> Reading::rule_explain(const Row& arguments, Step& step) const {
  const Charter& charter = electorate->charter().value;
  const Signed<Proposal> proposal = of_all_claims(charter, identity.mode);
  const Ballots ballots = ballots_for(picture(), proposal.id);
  const FactSheet sheet{*electorate, proposal, ballots};
  const Tally nobody =
      tally(*electorate, Subject{proposal.id, StatementType::proposal, proposal.mode}, {});
  const std::set<OrgId> bearing = orgs_of(proposal.value.targets);
  const Worlds worlds{if_silent(sheet.at(nobody, step.now.wall)),
                      if_silent(plain_facts(*electorate, {}, Involved{bearing, bearing})),
                      true};
  auto rows = explain(
      RuleQuestion{charter, arguments.text("action").value_or(""), arguments.texts("silent")},
      worlds);
  if (!rows) return tl::unexpected<Refusal>{rows.error()};
  std::ranges::move(*rows, std::back_inserter(step.rows));
  return {};
}

}  // namespace tocsin::coalition
