// What carries a stop, and what a founding still lacks.
#include <algorithm>
#include <set>

#include "core/coalition/assess.h"
#include "core/coalition/facts.h"

namespace tocsin::coalition {
namespace {

// Who may carry it for itself alone: the orgs of its targets; of a proposal's hold, any full org.
std::set<OrgId> own_orgs(const Electorate& electorate, const StopQuestion& question) {
  const Stop& stop = question.stop.value;
  if (question.call == nullptr && stop.kind == StopKind::hold)
    return {electorate.full().begin(), electorate.full().end()};
  std::set<OrgId> concerned = question.call == nullptr ? orgs_of(question.proposal.value.targets)
                                                       : orgs_of(question.call->value.targets);
  if (stop.targets.empty()) return concerned;
  const std::set<OrgId> named = orgs_of(stop.targets);
  std::erase_if(concerned, [&](const OrgId& org) { return !named.contains(org); });
  return concerned;
}

// Stopping is cheap: one delegate's own hold of a call stands until the org says otherwise.
std::size_t own_need(const StopQuestion& question, const OrgTally& org) {
  const Stop& stop = question.stop.value;
  const bool is_single_handed =
      question.call != nullptr && stop.kind == StopKind::hold && stop.at == WallTime{};
  return is_single_handed ? std::min<std::size_t>(1, org.k) : org.k;
}

void use_earliest(const OrgTally& org, std::size_t need, std::set<StatementId>& used) {
  for (std::size_t i = 0; i < need && i < org.approvals.size(); ++i)
    used.insert(org.approvals[i].signoff->id);
}

}  // namespace

// No expiry: expired authority may stop.
StopWeight weigh_stop(const Electorate& electorate,
                      const StopQuestion& question,
                      const Ballots& ballots) {
  StopWeight out;
  const Action* action = electorate.action(question.proposal.value.action);
  if (action == nullptr) return out;
  const Subject subject{question.stop.id, StatementType::stop, question.stop.mode};
  const Tally votes = tally(electorate, subject, ballots.signoffs);
  const Rule& rule =
      stop_rule(electorate.charter().value, *action, question.stop.value.kind, question.stop.mode);
  Involved involved{orgs_of(question.proposal.value.targets), {}};
  if (question.call != nullptr) involved.called = orgs_of(question.call->value.targets);
  const Evaluation evaluation =
      evaluate(rule, plain_facts(electorate, votes.approving(), involved));
  out.by_rule = evaluation.met;
  out.lacks = evaluation.lacks;
  const std::set<OrgId> own = own_orgs(electorate, question);
  std::set<StatementId> used;
  for (const OrgTally& org : votes.orgs) {
    if (out.by_rule && org.approves()) use_earliest(org, org.k, used);
    if (!own.contains(org.org)) continue;
    const std::size_t need = own_need(question, org);
    if (need == 0 || org.approvals.size() < need) continue;
    out.own.push_back(org.org);
    use_earliest(org, need, used);
  }
  std::ranges::sort(out.own);
  out.signoffs.assign(used.begin(), used.end());
  return out;
}

std::vector<Lack> charter_lacks(const Electorate& electorate, const Ballots& ballots) {
  const Signed<Charter>& charter = electorate.charter();
  const Subject subject{charter.id, StatementType::charter, charter.mode};
  std::vector<Lack> out;
  for (const OrgTally& org : tally(electorate, subject, ballots.signoffs).orgs) {
    if (org.approves()) continue;
    out.push_back(Lack{Reason::count,
                       "founders",
                       org.approvals.size(),
                       std::max<std::uint32_t>(org.k, 1),
                       "delegates of " + electorate.org(org.org)->slug});
  }
  return out;
}

std::vector<Lack> manifest_lacks(const Signed<Manifest>& manifest, const Ballots& ballots) {
  const std::map<DeviceId, Voter> voters = voters_of(OrgId{manifest.id.array()}, manifest.value);
  std::set<DeviceId> confirmed;
  for (const Signed<Signoff>& signoff : ballots.signoffs) {
    const Signoff& value = signoff.value;
    if (value.subject == manifest.id && value.subject_type == StatementType::manifest &&
        value.stance == Stance::approve && signoff.mode == manifest.mode)
      confirmed.insert(value.head.author);
  }
  std::vector<Lack> out;
  for (const Delegate& delegate : manifest.value.delegates) {
    std::uint64_t have = 0;
    for (const DeviceKeys& keys : delegate.devices)
      have += confirmed.contains(device_id(keys)) ? 1 : 0;
    if (have < delegate.devices.size())
      out.push_back(Lack{Reason::count,
                         "devices",
                         have,
                         delegate.devices.size(),
                         "every device of " + delegate.handle + " confirms"});
  }
  return out;
}

}  // namespace tocsin::coalition
