// The lints that read rules (L1, L2, L4, L6, L8, L10, L11): how many orgs a rule needs at least,
// and whether it can be met at all. Who compares or explains rules asks the same numbers.
#pragma once

#include <set>
#include <vector>

#include "core/coalition/lint.h"
#include "core/coalition/rule.h"

namespace tocsin::coalition {

void lint_rules(const Charter& charter, std::vector<Finding>& findings);

// Q(r): no set of fewer approving orgs meets the rule. Facts count as met.
std::uint64_t least_orgs(const Rule& rule, const Charter& charter);

// Everybody who is not silent approves and every fact is as good as can be.
Facts ideal_facts(const Charter& charter, const std::set<OrgId>& silent);

std::vector<const CharterOrg*> full_orgs(const Charter& charter);

}  // namespace tocsin::coalition
