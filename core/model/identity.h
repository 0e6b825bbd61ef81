// Who this installation is. Kept by core/node (Table::identity), read by the machines; secrets in
// guarded memory. Before `init` a node has no keys, before founding or welcome no coalition and no
// org: zero ids then.
#pragma once

#include <optional>
#include <string>

#include "core/model/device.h"
#include "core/model/ids.h"
#include "core/model/statement.h"

namespace tocsin {

struct IdentityKeys {
  crypto::SignSeed idk;
  crypto::AgreeKey ltk;
  DeviceKeys device;
  DeviceId id;
};

struct Identity {
  std::optional<IdentityKeys> keys;  // none on a relay and before `init`
  Mode mode = Mode::actual;          // actual or rehearsal, chosen at `init`, for ever
  std::string handle;
  CoalitionId coalition = CoalitionId::zero();
  OrgId org = OrgId::zero();

  bool has_keys() const { return keys.has_value(); }

  bool has_coalition() const { return !coalition.is_zero(); }

  Domain domain() const { return Domain{coalition, mode}; }
};

}  // namespace tocsin
