// L1 to L12 of coalition.md §4: a charter that fails is refused by every node, however many signed
// it. L12 concerns successors. The reading of a rule: rule.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/model/charter.h"
#include "core/model/manifest.h"

namespace tocsin::coalition {

struct Finding {
  std::string rule;  // "L1" ...
  bool is_note = false;
  std::string text;  // plain words
  friend bool operator==(const Finding&, const Finding&) = default;
};

// The first manifests of the charter's orgs, by org: what an org writes later is its own affair
// (electorate.h). An org without one is an error of L3.
std::vector<Finding> lint(const Charter& charter, const std::map<OrgId, Manifest>& manifests);
// Without manifests: everything but L3 and the keys of L7, for a charter that is still being
// written.
std::vector<Finding> lint(const Charter& charter);
// Of a successor: what it may not change, how an org enters and becomes full (L12), and all the
// rest. Without manifests likewise.
std::vector<Finding> lint_successor(const Charter& next,
                                    const Charter& prev,
                                    const std::map<OrgId, Manifest>& manifests);
std::vector<Finding> lint_successor(const Charter& next, const Charter& prev);
// An observer that becomes provisional: it enters as if it had not been there.
bool enters_again(const CharterOrg& before, const CharterOrg& now);
// A manifest keeps every cut-off of the one before it.
std::vector<Finding> lint_successor(const Manifest& next, const Manifest& prev);
// What must hold of a manifest whatever the charter says: 2k > delegates, k >= 2 unless solo, keys.
std::vector<Finding> lint(const Manifest& manifest);

// L3 of an org that enters, with its first manifest: name, life and number of delegates are as the
// charter says.
std::vector<Finding> lint_entry(const Charter& charter,
                                const CharterOrg& org,
                                const Manifest& manifest);
// L7: the first of these manifests with a key that is listed before; null: every key is there once.
const Manifest* repeats_key(const std::map<OrgId, Manifest>& manifests);

bool has_error(const std::vector<Finding>& findings);

}  // namespace tocsin::coalition
