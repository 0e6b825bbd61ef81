#include "core/coalition/caution.h"

#include <algorithm>

#include "core/coalition/facts.h"

namespace tocsin::coalition {
namespace {

using Reasons = std::vector<Reason>;

// Leads were measured when it stood; a join given anew after a hold is later than they allow.
bool is_of_leads(Reason reason) {
  return reason == Reason::lead_min || reason == Reason::lead_max;
}

// Without those who withdrew, the rule is no longer met.
Reasons recount(const CautionQuestion& question) {
  if (question.verdict.is_valid()) return {};
  Reasons out = question.verdict.reasons;
  std::erase_if(out, is_of_leads);
  return out;
}

// Objections, whether or not a signer of the call has seen them.
Reasons objections(const CautionQuestion& question) {
  const Electorate& electorate = question.picture.electorate;
  std::set<OrgId> objecting;
  const Subject subjects[] = {
      {question.proposal.id, StatementType::proposal, question.proposal.mode},
      {question.call.id, StatementType::call, question.call.mode}};
  for (const Subject& subject : subjects) {
    const auto orgs = tally(electorate, subject, question.ballots.signoffs).objecting();
    objecting.insert(orgs.begin(), orgs.end());
  }
  const Involved involved{orgs_of(question.proposal.value.targets),
                          orgs_of(question.call.value.targets)};
  const Facts facts = plain_facts(electorate, {objecting.begin(), objecting.end()}, involved);
  const Rule& rule = block_rule(electorate.charter().value, question.proposal.mode);
  return evaluate(rule, facts).met ? Reasons{Reason::blocked} : Reasons{};
}

Reasons clock(const CautionQuestion& question) {
  return question.picture.is_clock_suspect ? Reasons{Reason::clock} : Reasons{};
}

using Caution = Reasons (*)(const CautionQuestion&);
constexpr Caution of_call[] = {recount, objections, clock};

// k of its delegates joined in the knowledge of the hold that moved its start.
bool has_joined_since(const CautionQuestion& question, const OrgId& id, const StatementId& hold) {
  const OrgTally* org = question.tally.of(id);
  if (org == nullptr) return false;
  const auto joins = std::ranges::count_if(org->approvals, [&](const Ballot& ballot) {
    const Signoff& signoff = ballot.signoff->value;
    return signoff.has_join && std::ranges::binary_search(signoff.seen, hold);
  });
  return org->k > 0 && joins >= static_cast<std::ptrdiff_t>(org->k);
}

}  // namespace

bool owes_notice(const Electorate& electorate, const OrgId& id) {
  constexpr std::string_view notice = "notice";
  const CharterOrg* org = electorate.org(id);
  return org != nullptr && std::ranges::find(org->checklists, notice) != org->checklists.end();
}

std::vector<Reason> cautions(const CautionQuestion& question) {
  Reasons out;
  for (const Caution caution : of_call) {
    for (const Reason reason : caution(question))
      if (std::ranges::find(out, reason) == out.end()) out.push_back(reason);
  }
  return out;
}

std::vector<Reason> target_cautions(const CautionQuestion& question,
                                    const CallTarget& target,
                                    const Stopped& stops,
                                    WallTime now) {
  Reasons out;
  if (stops.is_held(now) || stops.is_ended) out.push_back(Reason::stopped);
  const bool is_owed = stops.postponed_by && !is_drill(question.call.mode) &&
                       owes_notice(question.picture.electorate, target.org);
  if (is_owed && !has_joined_since(question, target.org, *stops.postponed_by))
    out.push_back(Reason::join);
  return out;
}

}  // namespace tocsin::coalition
