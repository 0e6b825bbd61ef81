#include "core/coalition/successor.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "core/coalition/facts.h"
#include "core/coalition/lint.h"
#include "core/coalition/rule.h"

namespace tocsin::coalition {
namespace {

// An org decides on its manifest by itself: an electorate of that org, in no charter.
Electorate alone(const ManifestStep& step) {
  Charter charter;
  charter.params = default_params();
  charter.orgs.push_back(CharterOrg{.id = step.org,
                                    .slug = {},
                                    .name = {},
                                    .kind = {},
                                    .standing = Standing::full,
                                    .claims = {},
                                    .checklists = {},
                                    .sponsors = {},
                                    .since = {},
                                    .is_solo = false});
  return Electorate{Signed<Charter>{StatementId::zero(), step.next.mode, std::move(charter)},
                    std::map<OrgId, StandingManifest>{{step.org, step.prev}},
                    {}};
}

std::set<DeviceId> devices_of(const Manifest& manifest) {
  std::set<DeviceId> out;
  for (const Delegate& delegate : manifest.delegates)
    for (const DeviceKeys& keys : delegate.devices) out.insert(device_id(keys));
  return out;
}

// Whoever withdraws later changes nothing: what was complete at a moment stays so.
template <class T>
Subject version_at(const Signed<T>& next, StatementType type, WallTime at) {
  return Subject{next.id, type, next.mode, next.value.version, at};
}

// The newest decision of one device, whoever it belongs to.
const Signed<Signoff>* newest_of(const DeviceId& device,
                                 const Signed<Manifest>& next,
                                 const Signoffs& signoffs,
                                 WallTime at) {
  const Signed<Signoff>* newest = nullptr;
  for (const Signed<Signoff>& signoff : signoffs) {
    const Head& head = signoff.value.head;
    const bool is_on_it =
        signoff.value.subject == next.id && signoff.value.number == next.value.version;
    if (head.author != device || !is_on_it || head.at > at) continue;
    const bool is_newer = newest == nullptr || std::pair{head.seq, signoff.id} >
                                                   std::pair{newest->value.head.seq, newest->id};
    if (is_newer) newest = &signoff;
  }
  return newest;
}

OrgTally votes_on(const ManifestStep& step, const Signoffs& signoffs, WallTime at) {
  const Electorate org = alone(step);
  const Subject subject = version_at(step.next, StatementType::manifest, at);
  return live_at(tally_of(org, step.org, subject, signoffs), at);
}

void add_earliest(std::set<StatementId>& out, const OrgTally& org) {
  for (std::size_t i = 0; i < org.approvals.size() && i < org.k; ++i)
    out.insert(org.approvals[i].signoff->id);
}

Tally votes_on(const Electorate& electorate,
               const Signed<Charter>& next,
               const Signoffs& signoffs,
               WallTime at) {
  const Subject subject = version_at(next, StatementType::charter, at);
  return live_at(tally(electorate, subject, signoffs), at);
}

// Of an org that the charter before does not have.
OrgTally votes_of_newcomer(const CharterStep& step,
                           const OrgId& org,
                           const Signoffs& signoffs,
                           WallTime at) {
  const Signed<Charter>& next = step.next.charter();
  const Subject subject = version_at(next, StatementType::charter, at);
  return live_at(tally_of(step.next, org, subject, signoffs), at);
}

void add_newcomer_lacks(std::vector<Lack>& out,
                        const CharterStep& step,
                        const Tally& votes,
                        const OrgTally& own) {
  const CharterOrg* org = step.next.org(own.org);
  if (!own.approves())
    out.push_back(Lack{Reason::count,
                       "newcomer",
                       own.approvals.size(),
                       std::max<std::uint32_t>(own.k, 1),
                       "delegates of " + org->slug});
  for (const OrgId& id : org->sponsors) {
    const OrgTally* sponsor = votes.of(id);
    if (sponsor != nullptr && sponsor->approves()) continue;
    const CharterOrg* listed = step.prev.org(id);
    out.push_back(Lack{Reason::count,
                       "sponsor",
                       sponsor == nullptr ? 0 : sponsor->approvals.size(),
                       sponsor == nullptr ? 1 : sponsor->k,
                       "delegates of " + (listed == nullptr ? id.short_hex() : listed->slug) +
                           ", who sponsors " + org->slug});
  }
}

void add_rule_lacks(std::vector<Lack>& out,
                    const Rule& rule,
                    const Electorate& electorate,
                    const Tally& votes) {
  Evaluation evaluation = evaluate(rule, plain_facts(electorate, votes.approving(), {}));
  if (evaluation.met) return;
  if (evaluation.lacks.empty())
    evaluation.lacks.push_back(Lack{Reason::count, "amend", 0, 1, "the amend rule"});
  for (Lack& lack : evaluation.lacks) {
    if (std::ranges::find(out, lack) == out.end()) out.push_back(std::move(lack));
  }
}

}  // namespace

std::vector<Lack> lacks_at(const ManifestStep& step, const Signoffs& signoffs, WallTime at) {
  std::vector<Lack> out;
  const OrgTally votes = votes_on(step, signoffs, at);
  if (!votes.approves())
    out.push_back(Lack{Reason::count,
                       "delegates",
                       votes.approvals.size(),
                       std::max<std::uint32_t>(votes.k, 1),
                       "delegates of the version before it"});
  const std::set<DeviceId> known = devices_of(step.prev.value);
  for (const Delegate& delegate : step.next.value.delegates) {
    for (const DeviceKeys& keys : delegate.devices) {
      const DeviceId device = device_id(keys);
      if (known.contains(device)) continue;
      const Signed<Signoff>* own = newest_of(device, step.next, signoffs, at);
      if (own != nullptr && own->value.stance == Stance::approve) continue;
      out.push_back(Lack{Reason::count, "devices", 0, 1, "every new device of " + delegate.handle});
    }
  }
  return out;
}

std::optional<Completion> completion_of(const ManifestStep& step, const Signoffs& signoffs) {
  for (const WallTime at : approval_times(step.next.id, signoffs)) {
    if (!lacks_at(step, signoffs, at).empty()) continue;
    std::set<StatementId> used;
    add_earliest(used, votes_on(step, signoffs, at));
    const std::set<DeviceId> known = devices_of(step.prev.value);
    for (const DeviceId& device : devices_of(step.next.value)) {
      if (!known.contains(device)) used.insert(newest_of(device, step.next, signoffs, at)->id);
    }
    return Completion{at, {used.begin(), used.end()}};
  }
  return std::nullopt;
}

std::vector<Lack> lacks_at(const CharterStep& step, const Signoffs& signoffs, WallTime at) {
  const Charter& prev = step.prev.charter().value;
  const Signed<Charter>& next = step.next.charter();
  std::vector<Lack> out;
  const Tally before = votes_on(step.prev, next, signoffs, at);
  add_rule_lacks(out, prev.rules.amend, step.prev, before);
  add_rule_lacks(out, next.value.rules.amend, step.next, votes_on(step.next, next, signoffs, at));
  for (const OrgId& org : entering_orgs(prev, next.value))
    add_newcomer_lacks(out, step, before, votes_of_newcomer(step, org, signoffs, at));
  if (out.empty() && next.value.effective_at < at + prev.params.start.hold)
    out.push_back(Lack{Reason::hold,
                       "effective_at",
                       0,
                       1,
                       "it takes effect too soon after the last sign-off: draft it again"});
  return out;
}

std::vector<StatementId> signoffs_at(const CharterStep& step,
                                     const Signoffs& signoffs,
                                     WallTime at) {
  const Signed<Charter>& next = step.next.charter();
  std::set<StatementId> used;
  for (const Electorate* electorate : {&step.prev, &step.next}) {
    for (const OrgTally& org : votes_on(*electorate, next, signoffs, at).orgs)
      if (org.approves()) add_earliest(used, org);
  }
  for (const OrgId& org : entering_orgs(step.prev.charter().value, next.value))
    add_earliest(used, votes_of_newcomer(step, org, signoffs, at));
  return {used.begin(), used.end()};
}

std::vector<OrgId> new_orgs(const Charter& prev, const Charter& next) {
  std::vector<OrgId> out;
  for (const CharterOrg& org : next.orgs) {
    if (std::ranges::find(prev.orgs, org.id, &CharterOrg::id) == prev.orgs.end())
      out.push_back(org.id);
  }
  return out;
}

std::vector<OrgId> entering_orgs(const Charter& prev, const Charter& next) {
  std::vector<OrgId> out;
  for (const CharterOrg& org : next.orgs) {
    const auto before = std::ranges::find(prev.orgs, org.id, &CharterOrg::id);
    if (before == prev.orgs.end() || enters_again(*before, org)) out.push_back(org.id);
  }
  return out;
}

std::vector<WallTime> approval_times(const StatementId& subject, const Signoffs& signoffs) {
  std::set<WallTime> out;
  for (const Signed<Signoff>& signoff : signoffs) {
    const bool is_approval =
        signoff.value.subject == subject && signoff.value.stance == Stance::approve;
    if (is_approval) out.insert(signoff.value.head.at);
  }
  return {out.begin(), out.end()};
}

}  // namespace tocsin::coalition
