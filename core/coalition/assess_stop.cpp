// What carries a stop, and what a founding still lacks.
#include <algorithm>
#include <set>
#include <tuple>

#include "core/coalition/assess.h"
#include "core/coalition/facts.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

constexpr Millis proposal_hold_max = limits::hold_max;
constexpr Millis pause_max = limits::pause_max;

bool is_hold_of_proposal(const StopQuestion& question) {
  return question.call == nullptr && question.stop.value.kind == StopKind::hold;
}

// One delegate's own hold of a call: no end is given, and none but the own org is bound.
bool is_single_handed(const StopQuestion& question) {
  const Stop& stop = question.stop.value;
  return question.call != nullptr && stop.kind == StopKind::hold && stop.at == WallTime{};
}

// Who may carry it for itself alone: the orgs of its targets; what holds a proposal back, any full
// org.
std::set<OrgId> own_orgs(const Electorate& electorate, const StopQuestion& question) {
  const Stop& stop = question.stop.value;
  const bool is_any = stop.kind == StopKind::hold || stop.kind == StopKind::resume;
  if (question.call == nullptr && is_any)
    return {electorate.full().begin(), electorate.full().end()};
  std::set<OrgId> concerned = question.call == nullptr ? orgs_of(question.proposal.value.targets)
                                                       : orgs_of(question.call->value.targets);
  if (stop.targets.empty()) return concerned;
  const std::set<OrgId> named = orgs_of(stop.targets);
  std::erase_if(concerned, [&](const OrgId& org) { return !named.contains(org); });
  return concerned;
}

void use_earliest(const OrgTally& org, std::size_t need, std::set<StatementId>& used) {
  for (std::size_t i = 0; i < need && i < org.approvals.size(); ++i)
    used.insert(org.approvals[i].signoff->id);
}

// Orgs that approve it, and when each did, the earliest first.
using Carriers = std::vector<std::pair<WallTime, OrgId>>;

Carriers carriers_of(const Tally& votes, const std::set<OrgId>& spent) {
  Carriers out;
  for (const OrgTally& org : votes.orgs)
    if (org.approves() && !spent.contains(org.org)) out.emplace_back(*org.time(), org.org);
  std::ranges::sort(out);
  return out;
}

struct Met {
  std::optional<WallTime> since;
  std::vector<Lack> lacks;
};

// From which approval on the rule is met.
Met met_by(const Electorate& electorate,
           const Rule& rule,
           const Carriers& carriers,
           const Involved& involved) {
  std::vector<OrgId> approving;
  Met out;
  out.lacks = evaluate(rule, plain_facts(electorate, approving, involved)).lacks;
  for (const auto& [time, org] : carriers) {
    approving.push_back(org);
    Evaluation now = evaluate(rule, plain_facts(electorate, approving, involved));
    out.lacks = std::move(now.lacks);
    if (!now.met) continue;
    out.since = time;
    return out;
  }
  return out;
}

// What the org nearest to it still lacks.
std::vector<Lack> own_lacks(const StopQuestion& question, const Tally& votes) {
  Lack lack{Reason::count, "own", 0, 1, "delegates of one organization"};
  for (const OrgTally& org : votes.orgs) {
    lack.have = std::max<std::uint64_t>(lack.have, org.approvals.size());
    if (!is_single_handed(question)) lack.need = std::max<std::uint64_t>(lack.need, org.k);
  }
  return {lack};
}

void weigh_rules(const Electorate& electorate,
                 const StopQuestion& question,
                 const Tally& votes,
                 StopWeight& out) {
  // These two are an org's own matter: no rule carries them.
  if (is_hold_of_proposal(question) || is_single_handed(question)) {
    out.lacks = own_lacks(question, votes);
    return;
  }
  const Carriers carriers = carriers_of(votes, question.spent);
  const Action* action = electorate.action(question.proposal.value.action);
  const Charter& charter = electorate.charter().value;
  Involved involved{orgs_of(question.proposal.value.targets), {}};
  if (question.call != nullptr) involved.called = orgs_of(question.call->value.targets);
  const StopKind kind = question.stop.value.kind;
  const Mode mode = question.stop.mode;
  Met met = met_by(electorate, stop_rule(charter, *action, kind, mode), carriers, involved);
  out.by_rule = met.since;
  out.lacks = std::move(met.lacks);
  if (kind != StopKind::resume || question.call == nullptr) return;
  const Rule& end = stop_rule(charter, *action, StopKind::end, mode);
  out.by_end = met_by(electorate, end, carriers, involved).since;
}

void weigh_own(const OrgTally& org, std::size_t need, StopWeight& out) {
  if (need == 0 || org.approvals.size() < need) return;
  out.own.push_back(org.org);
  out.own_since.push_back(org.approvals[need - 1].signoff->value.head.at);
}

void sort_own(StopWeight& out) {
  std::vector<std::pair<OrgId, WallTime>> sorted;
  for (std::size_t i = 0; i < out.own.size(); ++i)
    sorted.emplace_back(out.own[i], out.own_since[i]);
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i)
    std::tie(out.own[i], out.own_since[i]) = sorted[i];
}

std::optional<Reason> check_end(const Stop& stop, const Proposal& proposal) {
  if (stop.form == EndForm::vote) {
    const bool is_vote =
        stop.vote_by > stop.head.at && stop.outcomes.empty() && stop.next_review == WallTime{};
    return is_vote ? std::nullopt : std::optional{Reason::vote};
  }
  const bool says_all = stop.outcomes.size() == proposal.demands.size() &&
                        stop.next_review != WallTime{} && stop.vote_by == WallTime{};
  return says_all ? std::nullopt : std::optional{Reason::demand};
}

// What a kind says besides; nothing where it says enough.
std::optional<Reason> check_kind(const StopQuestion& question) {
  const Stop& stop = question.stop.value;
  switch (stop.kind) {
    case StopKind::hold:
      if (question.call == nullptr && stop.at - stop.head.at > proposal_hold_max)
        return Reason::hold;
      return std::nullopt;
    case StopKind::pause:
      if (question.call == nullptr) return Reason::missing;
      if (stop.at <= stop.head.at || stop.at - stop.head.at > pause_max) return Reason::hold;
      return std::nullopt;
    case StopKind::end:
      if (question.call == nullptr) return Reason::missing;
      return check_end(stop, question.proposal.value);
    case StopKind::abort:
    case StopKind::resume:
      return std::nullopt;
  }
  return Reason::type;
}

}  // namespace

std::optional<Reason> check_stop(const StopQuestion& question) {
  const Stop& stop = question.stop.value;
  const Signed<Call>* call = question.call;
  if (question.stop.mode != question.proposal.mode) return Reason::mode;
  if (call != nullptr && call->value.proposal != question.proposal.id) return Reason::missing;
  if (stop.subject != (call == nullptr ? question.proposal.id : call->id)) return Reason::missing;
  if (const auto reason = check_kind(question)) return reason;
  std::set<Target> targets{question.proposal.value.targets.begin(),
                           question.proposal.value.targets.end()};
  if (call != nullptr) {
    targets.clear();
    for (const CallTarget& target : call->value.targets)
      targets.insert(Target{target.org, target.cell});
  }
  for (const Target& target : stop.targets)
    if (!targets.contains(target)) return Reason::target;
  return std::nullopt;
}

// No expiry: expired authority may stop.
StopWeight weigh_stop(const Electorate& electorate,
                      const StopQuestion& question,
                      const Ballots& ballots) {
  StopWeight out;
  if (electorate.action(question.proposal.value.action) == nullptr) return out;
  const Subject subject{question.stop.id, StatementType::stop, question.stop.mode};
  const Tally votes = tally(electorate, subject, ballots.signoffs);
  weigh_rules(electorate, question, votes, out);
  const std::set<OrgId> own = own_orgs(electorate, question);
  std::set<StatementId> used;
  for (const OrgTally& org : votes.orgs) {
    if (question.spent.contains(org.org)) continue;
    const bool by_any_rule = out.by_rule || out.by_end;
    if (by_any_rule && org.approves()) use_earliest(org, org.k, used);
    if (!own.contains(org.org)) continue;
    const std::size_t need = is_single_handed(question) ? std::min<std::size_t>(1, org.k) : org.k;
    weigh_own(org, need, out);
    if (need > 0 && org.approvals.size() >= need) use_earliest(org, need, used);
  }
  sort_own(out);
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
