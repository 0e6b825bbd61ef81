// Two contents of one device in one slot (decisions.md §2, statements.md §9): which slots a
// statement fills, and the proof that anybody can check. What evidence brings about is
// exclusions.h.
#pragma once

#include <vector>

#include "core/coalition/compile.h"
#include "core/coalition/statements.h"

namespace tocsin::coalition {

// None for charter and manifest version 1, which are accepted by id and whose signature nobody
// checks: nothing may be held against the device they name.
std::vector<Filled> slots_of(const StatementId& id, const Body& body);

// The two statements, the authority by which their author is known, and the roll entries that
// admitted it if no manifest lists it. not_found: something of that is not here.
Result<Proof> compile_evidence(const Electorate& electorate,
                               const Statements& statements,
                               const Evidence& evidence);

}  // namespace tocsin::coalition
