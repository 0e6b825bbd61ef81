#include "core/coalition/directory.h"

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
      residents_.emplace(device_id(keys), std::move(resident));
    }
  }
}

void Directory::add_members(const Lineage& lineage, const Statements& statements) {
  for (const Accepted* entry : statements.of(StatementType::roll)) {
    const Roll& roll = entry->as<Roll>();
    const auto line = lineage.manifests().find(roll.head.org);
    if (line == lineage.manifests().end()) continue;
    for (const RollAdd& add : roll.adds) {
      const DeviceId device = device_id(add.keys);
      Resident member{roll.head.org, add.keys, add.person, false, false, false, false};
      member.is_steward = is_steward(line->second.last().value, device);
      for (const Version<Manifest>& version : line->second.versions)
        member.was_steward = member.was_steward || is_steward(version.paper.value, device);
      residents_.emplace(device, std::move(member));
    }
  }
}

const Resident* Directory::find(const DeviceId& device) const {
  const auto found = residents_.find(device);
  return found == residents_.end() ? nullptr : &found->second;
}

}  // namespace tocsin::coalition
