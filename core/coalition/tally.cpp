#include "core/coalition/tally.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/ensure.h"

namespace tocsin::coalition {
namespace {

bool is_ballot_earlier(const Ballot& a, const Ballot& b) {
  return std::pair{a.signoff->value.head.at, a.signoff->id} <
         std::pair{b.signoff->value.head.at, b.signoff->id};
}

// Two statements of one device with one seq are evidence; until they are dealt with, the greater id
// counts everywhere alike.
bool is_newer_on_device(const Signed<Signoff>& a, const Signed<Signoff>& b) {
  return std::pair{a.value.head.seq, a.id} > std::pair{b.value.head.seq, b.id};
}

// Devices of one person number on their own: between them the clock decides.
bool is_newer_by_clock(const Signed<Signoff>& a, const Signed<Signoff>& b) {
  return std::pair{a.value.head.at, a.id} > std::pair{b.value.head.at, b.id};
}

// To stop and to repair is never too late, nor is a fork in the way.
bool stops_or_repairs(StatementType subject) {
  return subject == StatementType::stop || subject == StatementType::charter ||
         subject == StatementType::manifest || subject == StatementType::freeze;
}

bool is_within_life(const Electorate& electorate,
                    const Voter& voter,
                    StatementType subject,
                    WallTime at) {
  const Manifest& manifest = *electorate.manifest(voter.org);
  const Seconds skew = electorate.charter().value.params.fresh.skew;
  const bool may_start = electorate.may_start(voter.org) && at <= electorate.ends(voter.org);
  return at + skew >= voter.since && (may_start || stops_or_repairs(subject)) &&
         !manifest.is_closed;
}

std::optional<WallTime> kth(const std::vector<Ballot>& sorted, std::uint32_t k) {
  if (k == 0 || sorted.size() < k) return std::nullopt;
  return sorted[k - 1].signoff->value.head.at;
}

// Whether this sign-off may count at all for the subject; then whose it is.
const Voter* voter_of(const Electorate& electorate,
                      const Subject& subject,
                      const Signed<Signoff>& signoff) {
  const Signoff& value = signoff.value;
  if (value.subject != subject.id || value.subject_type != subject.type) return nullptr;
  if (signoff.mode != subject.mode) return nullptr;
  if (subject.version && value.number != *subject.version) return nullptr;
  if (subject.until && value.head.at > *subject.until) return nullptr;
  const Voter* voter = electorate.voter(value.head.author);
  if (voter == nullptr || value.head.org != voter->org) return nullptr;
  return is_within_life(electorate, *voter, subject.type, value.head.at) ? voter : nullptr;
}

// A signer may bind themselves for a shorter time than the charter allows, never for a longer one.
Ballot ballot_of(const Electorate& electorate, const Voter& voter, const Signed<Signoff>& signoff) {
  const Seconds longest = electorate.charter().value.params.fresh.signoff;
  const Signoff& value = signoff.value;
  return {voter, &signoff, std::min(value.valid_until, value.head.at + longest)};
}

// First the newest of each device, then of each person: a set of persons, so one delegate signing
// from two devices is still one delegate, in whatever order the sign-offs came.
std::vector<Ballot> latest_of_persons(const Electorate& electorate,
                                      const Subject& subject,
                                      std::span<const Signed<Signoff>> signoffs) {
  std::map<DeviceId, Ballot> of_device;
  for (const Signed<Signoff>& signoff : signoffs) {
    const Voter* voter = voter_of(electorate, subject, signoff);
    if (voter == nullptr) continue;
    const Ballot ballot = ballot_of(electorate, *voter, signoff);
    const auto [at, is_first] = of_device.try_emplace(signoff.value.head.author, ballot);
    if (!is_first && is_newer_on_device(signoff, *at->second.signoff)) at->second = ballot;
  }
  std::map<std::pair<OrgId, DelegateId>, Ballot> of_person;
  for (const auto& [device, ballot] : of_device) {
    const auto [at, is_first] =
        of_person.try_emplace(std::pair{ballot.voter.org, ballot.voter.delegate}, ballot);
    if (!is_first && is_newer_by_clock(*ballot.signoff, *at->second.signoff)) at->second = ballot;
  }
  std::vector<Ballot> out;
  for (const auto& [person, ballot] : of_person) out.push_back(ballot);
  return out;
}

OrgTally empty_tally(const Electorate& electorate, const OrgId& org) {
  const Manifest* manifest = electorate.manifest(org);
  return OrgTally{org, manifest == nullptr ? 0 : manifest->k, {}, {}, {}};
}

void take(OrgTally& org, const Ballot& ballot) {
  switch (ballot.signoff->value.stance) {
    case Stance::approve:
      org.approvals.push_back(ballot);
      return;
    case Stance::object:
      org.objections.push_back(ballot);
      return;
    case Stance::abstain:
      org.abstentions.push_back(ballot);
      return;
  }
}

void put_in_order(OrgTally& org) {
  std::ranges::sort(org.approvals, is_ballot_earlier);
  std::ranges::sort(org.objections, is_ballot_earlier);
  std::ranges::sort(org.abstentions, is_ballot_earlier);
}

}  // namespace

std::optional<WallTime> OrgTally::time() const {
  return kth(approvals, k);
}

std::size_t OrgTally::joins() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      approvals, [](const Ballot& ballot) { return ballot.signoff->value.has_join; }));
}

std::optional<WallTime> OrgTally::join_time() const {
  std::vector<Ballot> joined_ones;
  std::ranges::copy_if(approvals, std::back_inserter(joined_ones), [](const Ballot& ballot) {
    return ballot.signoff->value.has_join;
  });
  return kth(joined_ones, k);
}

std::vector<std::uint32_t> OrgTally::ratified() const {
  std::map<std::uint32_t, std::uint32_t> listed;
  for (const Ballot& ballot : approvals)
    for (const std::uint32_t demand : ballot.signoff->value.demands) ++listed[demand];
  std::vector<std::uint32_t> out;
  for (const auto& [demand, persons] : listed)
    if (k > 0 && persons >= k) out.push_back(demand);
  return out;
}

const OrgTally* Tally::of(const OrgId& org) const {
  const auto found = std::ranges::find(orgs, org, &OrgTally::org);
  return found == orgs.end() ? nullptr : &*found;
}

std::vector<OrgId> Tally::approving() const {
  std::vector<OrgId> out;
  for (const OrgTally& org : orgs)
    if (org.approves()) out.push_back(org.org);
  return out;
}

std::vector<OrgId> Tally::objecting() const {
  std::vector<OrgId> out;
  for (const OrgTally& org : orgs)
    if (org.objects()) out.push_back(org.org);
  return out;
}

Tally tally(const Electorate& electorate,
            const Subject& subject,
            std::span<const Signed<Signoff>> signoffs) {
  const std::vector<Ballot> latest = latest_of_persons(electorate, subject, signoffs);
  Tally out;
  for (const OrgId& org : electorate.full()) out.orgs.push_back(empty_tally(electorate, org));
  for (const Ballot& ballot : latest) {
    const auto org = std::ranges::find(out.orgs, ballot.voter.org, &OrgTally::org);
    if (org != out.orgs.end()) take(*org, ballot);  // others count nowhere
  }
  std::ranges::for_each(out.orgs, put_in_order);
  return out;
}

OrgTally tally_of(const Electorate& electorate,
                  const OrgId& org,
                  const Subject& subject,
                  std::span<const Signed<Signoff>> signoffs) {
  OrgTally out = empty_tally(electorate, org);
  for (const Ballot& ballot : latest_of_persons(electorate, subject, signoffs)) {
    if (ballot.voter.org == org) take(out, ballot);
  }
  put_in_order(out);
  return out;
}

OrgTally live_at(OrgTally org, WallTime at) {
  std::erase_if(org.approvals, [&](const Ballot& ballot) {
    return ballot.signoff->value.head.at > at || ballot.expires < at;
  });
  return org;
}

Tally live_at(const Tally& tally, WallTime at) {
  Tally out;
  for (const OrgTally& org : tally.orgs) out.orgs.push_back(live_at(org, at));
  return out;
}

bool is_report_complete(const Electorate& electorate, const OrgId& org, const Tally& tally) {
  const Manifest* manifest = electorate.manifest(org);
  const OrgTally* found = tally.of(org);
  if (manifest == nullptr || found == nullptr) return false;
  const std::size_t needed = std::min<std::size_t>(2, manifest->delegates.size());
  return found->approvals.size() >= needed;
}

WallTime upper_median(std::vector<WallTime> times) {
  ENSURE(!times.empty());
  std::ranges::sort(times);
  return times[times.size() / 2];
}

}  // namespace tocsin::coalition
