#include "core/coalition/directory.h"

#include "core/coalition/roll.h"

namespace tocsin::coalition {

Directory::Directory(const std::map<OrgId, Manifest>& manifests, const Statements& statements) {
  for (const auto& [org, manifest] : manifests) {
    for (const Delegate& delegate : manifest.delegates) {
      for (const DeviceKeys& keys : delegate.devices)
        residents_.emplace(device_id(keys), Resident{org, keys, delegate.handle, true, true});
    }
  }
  for (const Accepted* entry : statements.of(StatementType::roll)) {
    const Roll& roll = entry->as<Roll>();
    const auto manifest = manifests.find(roll.head.org);
    if (manifest == manifests.end()) continue;
    for (const RollAdd& add : roll.adds) {
      const DeviceId device = device_id(add.keys);
      residents_.emplace(
          device,
          Resident{
              roll.head.org, add.keys, add.person, false, is_steward(manifest->second, device)});
    }
  }
}

const Resident* Directory::find(const DeviceId& device) const {
  const auto found = residents_.find(device);
  return found == residents_.end() ? nullptr : &found->second;
}

}  // namespace tocsin::coalition
