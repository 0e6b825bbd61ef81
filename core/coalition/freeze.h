// Who is frozen (coalition.md §15): pure functions of the accepted statements, a manifest and the
// marks that a view names. A freeze is one delegate's word against another of the same org; a thaw
// takes more. What a freeze brings about is exclusions.h, how one is signed freeze_acts.cpp.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "core/coalition/statements.h"
#include "core/model/manifest.h"

namespace tocsin::coalition {

// not_found: whom or what it names is not known here yet, so it waits. not_allowed: it can never
// count.
Result<void> check_freeze(const Statements& statements,
                          const Manifest* manifest,
                          const Freeze& freeze);

// What a view of this org goes by: of each delegate's device its freeze of the highest seq, and
// every thaw that is complete. Sorted.
std::vector<StatementId> freeze_marks(const Statements& statements,
                                      const OrgId& org,
                                      const Manifest& manifest);
// Of one device the later freeze stays. not_found: one of them is not here.
Result<std::vector<StatementId>> settled_marks(const Statements& statements,
                                               const std::vector<StatementId>& both);
// Those of `marks` that cannot be gone by yet: not here, or a thaw that lacks sign-offs here.
std::vector<StatementId> unknown_marks(const Statements& statements,
                                       const Manifest* manifest,
                                       std::span<const StatementId> marks);

// The freezes that keep somebody out: of each person who froze the newest, unless thawed.
std::vector<const Accepted*> standing_freezes(const Statements& statements,
                                              const Manifest& manifest,
                                              std::span<const StatementId> marks);
std::set<DeviceId> devices_of(const Manifest& manifest, const DelegateId& person);
const Delegate* delegate_of(const Manifest& manifest, const DeviceId& device);
const Delegate* delegate_named(const Manifest& manifest, const DelegateId& person);

// Persons other than the frozen one who approved this thaw, of how many. One who signed cannot take
// it back: a thaw that was complete stays so.
struct ThawCount {
  std::size_t have = 0;
  std::size_t need = 0;

  bool is_complete() const { return need > 0 && have >= need; }
};

ThawCount count_thaw(const Statements& statements, const Manifest& manifest, const Accepted& thaw);

}  // namespace tocsin::coalition
