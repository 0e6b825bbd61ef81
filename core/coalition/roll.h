// An org's roll: each steward device's entries form a chain by `prev`; adds and removes of all
// chains together are a two-phase set in which a remove always wins (coalition.md §13). Pure
// functions of the accepted statements. A second entry with the same `prev` is refused on arrival
// (E_ROLL), so a log here never forks.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/coalition/statements.h"
#include "core/model/audience.h"
#include "core/model/manifest.h"

namespace tocsin::coalition {

// Entries of one steward device, first to last, as far as they hang together.
std::vector<const Accepted*> roll_log(const Statements& statements, const DeviceId& steward);
// The same, up to and with `head`. Empty: `head` or something before it is not here.
std::vector<const Accepted*> roll_log_to(const Statements& statements, const StatementId& head);

// conflict: this steward device has another entry with the same prev.
Result<void> check_roll(const Statements& statements, const StatementId& id, const Roll& roll);
// unauthenticated: an added device has not signed its own `device` statement for this org.
Result<void> check_adds(const Domain& domain, const Roll& roll);

struct RollMember {
  DeviceKeys keys;
  std::string person;
  DeviceId added_by;
  friend auto operator<=>(const RollMember&, const RollMember&) = default;
};

struct RollState {
  std::map<DeviceId, RollMember> members;
  std::set<DeviceId> removed;
};

// What these logs give under this manifest: delegates' devices take no part in it, stewards' adds
// count up to their cut-off (`dropped`, or a remove of that steward's device), removes always.
RollState roll_state(const Manifest& manifest,
                     const std::vector<std::vector<const Accepted*>>& logs);

bool is_steward(const Manifest& manifest, const DeviceId& device);
bool is_delegate_device(const Manifest& manifest, const DeviceId& device);

}  // namespace tocsin::coalition
