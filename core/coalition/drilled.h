// Which types of statement no drill has (statements.md §3): charter, manifest, roll, freeze,
// report, relay_cert and relay_drop exist in the coalition's own mode alone.
#pragma once

#include "core/model/statement.h"

namespace tocsin::coalition {

bool is_never_drilled(StatementType type);

}  // namespace tocsin::coalition
