#include "core/coalition/electorate.h"

#include <algorithm>
#include <utility>

#include "core/model/device.h"

namespace tocsin::coalition {

std::map<DeviceId, Voter> voters_of(const OrgId& org, const Manifest& manifest) {
  std::map<DeviceId, Voter> voters;
  for (const Delegate& delegate : manifest.delegates)
    for (const DeviceKeys& keys : delegate.devices)
      voters.emplace(device_id(keys), Voter{org, delegate.id, keys.idk});
  return voters;
}

Electorate::Electorate(Signed<Charter> charter, std::map<OrgId, Manifest> manifests)
    : charter_{std::move(charter)}, manifests_{std::move(manifests)} {
  for (const CharterOrg& org : charter_.value.orgs) {
    if (org.standing == Standing::full) full_.push_back(org.id);
    if (const Manifest* found = manifest(org.id)) voters_.merge(voters_of(org.id, *found));
  }
}

const Manifest* Electorate::manifest(const OrgId& org) const {
  const auto found = manifests_.find(org);
  return found == manifests_.end() ? nullptr : &found->second;
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

}  // namespace tocsin::coalition
