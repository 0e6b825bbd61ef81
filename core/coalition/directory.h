// Who a device belongs to, by the manifests and rolls that are known here: the keys that arrivals
// are checked with. Says nothing of whether somebody's word counts: that is electorate.h and
// tally.h.
#pragma once

#include <map>
#include <optional>
#include <string>

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

  const Resident* find(const DeviceId& device) const;

  const std::map<DeviceId, Resident>& all() const { return residents_; }

 private:
  void add_delegates(const OrgId& org, const Manifest& manifest, const Resident& as);
  void add_members(const Lineage& lineage, const Statements& statements);

  std::map<DeviceId, Resident> residents_;
};

}  // namespace tocsin::coalition
