// Who objects to a subject and why, as rows for people: every one, whether or not k of its org
// make the org object. What an objection does is tally.h and the block rule.
#pragma once

#include <string>
#include <vector>

#include "core/coalition/statements.h"
#include "core/coalition/tally.h"
#include "core/model/row.h"

namespace tocsin::coalition {

// objection*{org, slug, handle, signoff, at, reason}, in the order of the tally.
std::vector<Row> objection_rows(const Tally& votes, const Electorate& electorate);
// Short names, sorted, of the orgs that object: k of their delegates.
std::vector<std::string> objecting_slugs(const Tally& votes, const Electorate& electorate);
// What `watch` prints when one comes.
Row objected_event(const Accepted& signoff);

}  // namespace tocsin::coalition
