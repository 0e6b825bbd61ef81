// Who a device belongs to, by the manifests and rolls that are known here: the keys that arrivals
// are checked with. Says nothing of whether somebody's word counts: that is electorate.h and
// tally.h.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/coalition/statements.h"
#include "core/model/manifest.h"

namespace tocsin::coalition {

struct Resident {
  OrgId org;
  DeviceKeys keys;
  std::string person;  // handle
  bool is_delegate = false;
  bool is_steward = false;  // delegates are stewards
};

class Directory {
 public:
  // Manifests of these orgs; members of their rolls, removed ones too: what they once signed stays
  // checkable.
  Directory() = default;
  Directory(const std::map<OrgId, Manifest>& manifests, const Statements& statements);

  const Resident* find(const DeviceId& device) const;

  const std::map<DeviceId, Resident>& all() const { return residents_; }

 private:
  std::map<DeviceId, Resident> residents_;
};

}  // namespace tocsin::coalition
