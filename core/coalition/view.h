// Views as a merge of heads: current, projected, merged, compared (channel.md §2). A tip is the
// version that stands, or the rivals of a fork. Roll logs never fork here, so a log is its head;
// layouts are those that forks, freezes and evidence need.
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

// not_found: something one of them names is not here, so which is longer cannot be told. conflict:
// neither log is a prefix of the other.
Result<View> merge_views(const View& v, const View& w, const Statements& statements);
bool view_covers(const View& v, const View& w, const Statements& statements);

// Ids `after` names and `before` does not, with all versions between, the sign-offs that complete
// them, the first manifests of orgs that enter, and the roll entries between heads.
std::vector<StatementId> view_difference(const View& after,
                                         const View& before,
                                         const Statements& statements);

}  // namespace tocsin::coalition
