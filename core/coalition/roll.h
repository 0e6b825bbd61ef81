// An org's roll: each steward device's entries form a chain by `prev`; adds and removes of all
// chains together are a two-phase set in which a remove always wins (coalition.md §13). Pure
// functions of the accepted statements. A log that forks, as a view names it: roll_log.h.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/coalition/statements.h"
#include "core/model/audience.h"
#include "core/model/manifest.h"

namespace tocsin::coalition {

// Entries of one steward device, first to last, as far as they hang together and do not fork.
std::vector<const Accepted*> roll_log(const Statements& statements, const DeviceId& steward);
// The same, up to and with `head`. Empty: `head` or something before it is not here.
std::vector<const Accepted*> roll_log_to(const Statements& statements, const StatementId& head);

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

// A steward device's log. Of strays, at or behind a fork, only what they remove counts.
struct NamedLog {
  DeviceId steward;
  std::vector<const Accepted*> chain;
  std::vector<const Accepted*> strays{};
  bool all_strays = false;  // too many to name
};

// What these logs give under this manifest: delegates' devices take no part in it, stewards' adds
// count up to their cut-off (`dropped`, or a remove of that steward's device), removes always. Too
// many strays of a steward: nobody, until a manifest drops it.
RollState roll_state(const Manifest& manifest, const std::vector<NamedLog>& logs);

bool is_steward(const Manifest& manifest, const DeviceId& device);
bool is_delegate_device(const Manifest& manifest, const DeviceId& device);

}  // namespace tocsin::coalition
