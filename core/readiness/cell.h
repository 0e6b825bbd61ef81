// The geometry of cells: how one is written, which claim covers it, which area it lies in. Counting
// in them: table.h; what of the counts is shown: suppression.h.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/charter.h"

namespace tocsin::readiness {

// "sector/region" or "sector/region/code".
std::string cell_text(const Cell& cell);
// malformed: not two or three names with no slash in them.
Result<Cell> parse_cell(std::string_view text);

// The whole (sector, region) that a workplace lies in.
Cell area(const Cell& cell);
// A claim without code covers every workplace of its area.
bool covers(const Cell& claim, const Cell& cell);
bool is_claimed(const CharterOrg& org, const Cell& cell);
// Sector and region are words of this charter.
bool is_declared(const Charter& charter, const Cell& cell);

// Null if the charter does not list it.
const CharterOrg* find_org(const Charter& charter, const OrgId& id);

}  // namespace tocsin::readiness
