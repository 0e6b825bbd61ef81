#include "core/coalition/electorate.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/coalition/freeze.h"
#include "core/model/device.h"

namespace tocsin::coalition {

std::vector<DeviceKeys> keys_in(const Manifest& manifest) {
  std::vector<DeviceKeys> out;
  for (const Delegate& delegate : manifest.delegates)
    std::ranges::copy(delegate.devices, std::back_inserter(out));
  return out;
}

std::map<DeviceId, Voter> voters_of(const OrgId& org, const Manifest& manifest) {
  std::map<DeviceId, Voter> voters;
  for (const Delegate& delegate : manifest.delegates)
    for (const DeviceKeys& keys : delegate.devices)
      voters.emplace(device_id(keys), Voter{org, delegate.id, keys.idk, manifest.head.at});
  return voters;
}

namespace {

std::map<OrgId, StandingManifest> as_founded(std::map<OrgId, Manifest> manifests) {
  std::map<OrgId, StandingManifest> out;
  for (auto& [org, manifest] : manifests)
    out.emplace(org, StandingManifest{StatementId{org.array()}, std::move(manifest), {}, false});
  return out;
}

std::vector<StatementId> founding_papers(const StatementId& charter,
                                         const std::map<OrgId, Manifest>& manifests) {
  std::vector<StatementId> out{charter};
  for (const auto& [org, manifest] : manifests) out.emplace_back(org.array());
  std::ranges::sort(out);
  return out;
}

}  // namespace

Electorate::Electorate(Signed<Charter> charter,
                       std::map<OrgId, StandingManifest> manifests,
                       std::vector<StatementId> papers)
    : charter_{std::move(charter)}, papers_{std::move(papers)} {
  std::map<crypto::SignPublicKey, std::set<OrgId>> listing;
  for (const CharterOrg& org : charter_.value.orgs) {
    if (org.standing == Standing::full) full_.push_back(org.id);
    const auto found = manifests.find(org.id);
    if (found == manifests.end()) continue;
    const bool is_one_person = found->second.value.k < 2 && !org.is_solo;
    if (found->second.is_forked || is_one_person) halted_.insert(org.id);
    for (auto& [device, voter] : voters_of(org.id, found->second.value)) {
      Voter known = voter;
      const auto since = found->second.since.find(device);
      if (since != found->second.since.end()) known.since = since->second;
      voters_.emplace(device, known);
      listing[known.key].insert(org.id);
    }
    manifests_.emplace(org.id, std::move(found->second.value));
  }
  std::erase_if(voters_,
                [&](const auto& voter) { return listing.at(voter.second.key).size() > 1; });
}

Electorate::Electorate(Signed<Charter> charter, std::map<OrgId, Manifest> manifests)
    : Electorate{charter, as_founded(manifests), founding_papers(charter.id, manifests)} {}

const Manifest* Electorate::manifest(const OrgId& org) const {
  const auto found = manifests_.find(org);
  return found == manifests_.end() ? nullptr : &found->second;
}

WallTime Electorate::ends(const OrgId& org) const {
  const Manifest& manifest = manifests_.at(org);
  return std::min(manifest.valid_until, manifest.head.at + charter_.value.params.fresh.manifest);
}

const CharterOrg* Electorate::org(const OrgId& org) const {
  const auto found = std::ranges::find(charter_.value.orgs, org, &CharterOrg::id);
  return found == charter_.value.orgs.end() ? nullptr : &*found;
}

const Voter* Electorate::voter(const DeviceId& device) const {
  const auto found = voters_.find(device);
  return found == voters_.end() ? nullptr : &found->second;
}

const Action* Electorate::action(std::string_view name) const {
  const auto found = std::ranges::find(charter_.value.actions, name, &Action::name);
  return found == charter_.value.actions.end() ? nullptr : &*found;
}

std::string handle_of(const Electorate& electorate, const OrgId& org, const DelegateId& person) {
  const Manifest* manifest = electorate.manifest(org);
  const Delegate* known = manifest == nullptr ? nullptr : delegate_named(*manifest, person);
  return known == nullptr ? "" : known->handle;
}

}  // namespace tocsin::coalition
