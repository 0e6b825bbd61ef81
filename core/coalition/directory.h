// Who a device belongs to, by the manifests and rolls that are known here: the keys that arrivals
// are checked with. Says nothing of whether somebody's word counts: that is electorate.h and
// tally.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/coalition/lineage.h"
#include "core/coalition/statements.h"
#include "core/model/manifest.h"

namespace tocsin::coalition {

struct Resident {
  OrgId org;
  DeviceKeys keys;
  std::string person;         // handle
  bool is_delegate = false;   // by the manifest that stands
  bool was_delegate = false;  // by an older one: what was signed then stays checkable
  bool is_steward = false;    // delegates are stewards
  bool was_steward = false;
};

class Directory {
 public:
  // Delegates of all manifests that stand or stood; members of rolls, removed ones too; and whom a
  // draft lists, who may sign that draft.
  Directory() = default;
  Directory(const Lineage& lineage, const Statements& statements);

  // By the org's own papers alone: what another org writes of a device takes nothing away from it.
  const Resident* find(const DeviceId& device, const OrgId& org) const;
  // Where several orgs list it, as what it is the most.
  const Resident* find(const DeviceId& device) const;

 private:
  void add(const DeviceId& device, Resident resident);
  void add_delegates(const OrgId& org, const Manifest& manifest, const Resident& as);
  void add_members(const Lineage& lineage, const Statements& statements);

  std::map<DeviceId, std::vector<Resident>> residents_;  // one per org, the highest first
};

}  // namespace tocsin::coalition
