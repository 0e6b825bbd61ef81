// Where a statement goes (decisions.md §3, "sent to"): a function of its bytes, so that whoever
// carries it on decides alike. Calls are "to all" as certificates: the machine posts their parts
// once the certificate stands.
#pragma once

#include "core/coalition/coalition.h"
#include "core/model/statement.h"

namespace tocsin::coalition {

Reach reach_of(const Statement& statement);
// Calls, their sign-offs and joins, stops, freezes: travel stamped (gossip.md §1).
bool is_urgent(const Statement& statement);

}  // namespace tocsin::coalition
