// Views as a merge of heads: current, projected, merged, compared (channel.md §2). A tip is the
// version that stands, or the rivals of a fork. Logs that fork are roll_log.h, freezes freeze.h.
#pragma once

#include "core/coalition/electorate.h"
#include "core/coalition/lineage.h"
#include "core/coalition/statements.h"
#include "core/model/audience.h"

namespace tocsin::coalition {

// Of all accepted statements, for every org of the charter in force. Rivals for its place show once
// it is the last that stands.
View whole_view(const Electorate& electorate, const Lineage& lineage, const Statements& statements);
// Cut down to what the channel depends on.
View project(const View& whole, const Electorate& electorate, const ChannelPolicy& channel);

// not_found: something one of them names is not here, so which is longer cannot be told.
Result<View> merge_views(const View& v, const View& w, const Statements& statements);
bool view_covers(const View& v, const View& w, const Statements& statements);

// Ids `after` names and `before` does not, with all versions between, the sign-offs that complete
// them, the first manifests of orgs that enter, the roll entries between heads, and the pairs of
// new evidence.
std::vector<StatementId> view_difference(const View& after,
                                         const View& before,
                                         const Statements& statements);

// What is here of ids that audience_under missed: with their sign-offs, the chain before a roll
// entry, and the pair against a device whose id stands for evidence.
std::vector<StatementId> wanted_ids(const std::vector<StatementId>& missing,
                                    const Statements& statements);

}  // namespace tocsin::coalition
