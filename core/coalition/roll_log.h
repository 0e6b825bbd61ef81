// One steward device's roll entries as a view names them (channel.md §2, coalition.md §13): the
// chain up to its head or to the entry before a fork, and of what stands at or behind a fork only
// what removes somebody. Pure functions of the accepted statements.
#pragma once

#include <vector>

#include "core/coalition/roll.h"

namespace tocsin::coalition {

// All that is known here of this device's entries. Head zero and no fork: nothing.
RollLog log_of(const Statements& statements, const DeviceId& steward);

// The longer of two, if one is a prefix of the other, else both with their fork. not_found: an
// entry that one of them names is not here.
Result<RollLog> merged_logs(const RollLog& a, const RollLog& b, const Statements& statements);

NamedLog named_by(const RollLog& log, const Statements& statements);
std::vector<StatementId> unknown_entries(const RollLog& log, const Statements& statements);

}  // namespace tocsin::coalition
