#include "core/coalition/directory.h"

#include <algorithm>
#include <utility>

#include "core/coalition/roll.h"

namespace tocsin::coalition {

// Who stands comes first, so that nobody is taken for what he was.
Directory::Directory(const Lineage& lineage, const Statements& statements) {
  const Resident standing{OrgId::zero(), {}, {}, true, true, true, true};
  const Resident former{OrgId::zero(), {}, {}, false, true, false, true};
  const Resident listed{OrgId::zero(), {}, {}, false, false, false, false};
  for (const auto& [org, line] : lineage.manifests()) {
    if (!line.last().value.is_closed) add_delegates(org, line.last().value, standing);
  }
  for (const auto& [org, line] : lineage.manifests()) {
    for (const Version<Manifest>& version : line.versions)
      add_delegates(org, version.paper.value, former);
  }
  add_members(lineage, statements);
  for (const Accepted* draft : statements.of(StatementType::manifest)) {
    const Manifest& manifest = draft->as<Manifest>();
    if (!manifest.head.org.is_zero()) add_delegates(manifest.head.org, manifest, listed);
  }
}

void Directory::add_delegates(const OrgId& org, const Manifest& manifest, const Resident& as) {
  for (const Delegate& delegate : manifest.delegates) {
    for (const DeviceKeys& keys : delegate.devices) {
      Resident resident = as;
      resident.org = org;
      resident.keys = keys;
      resident.person = delegate.handle;
      add(device_id(keys), std::move(resident));
    }
  }
}

void Directory::add_members(const Lineage& lineage, const Statements& statements) {
  for (const Accepted* entry : statements.of(StatementType::roll)) {
    const Roll& roll = entry->as<Roll>();
    const auto line = lineage.manifests().find(roll.head.org);
    if (line == lineage.manifests().end()) continue;
    for (const RollAdd& added : roll.adds) {
      const DeviceId device = device_id(added.keys);
      Resident member{roll.head.org, added.keys, added.person, false, false, false, false};
      member.is_steward = is_steward(line->second.last().value, device);
      for (const Version<Manifest>& version : line->second.versions)
        member.was_steward = member.was_steward || is_steward(version.paper.value, device);
      add(device, std::move(member));
    }
  }
}

// Who comes first stays: it was added as more.
void Directory::add(const DeviceId& device, Resident resident) {
  std::vector<Resident>& known = residents_[device];
  if (std::ranges::find(known, resident.org, &Resident::org) == known.end())
    known.push_back(std::move(resident));
}

const Resident* Directory::find(const DeviceId& device, const OrgId& org) const {
  const auto known = residents_.find(device);
  if (known == residents_.end()) return nullptr;
  const auto found = std::ranges::find(known->second, org, &Resident::org);
  return found == known->second.end() ? nullptr : &*found;
}

const Resident* Directory::find(const DeviceId& device) const {
  const auto known = residents_.find(device);
  return known == residents_.end() ? nullptr : &known->second.front();
}

}  // namespace tocsin::coalition
