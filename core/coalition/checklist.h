// The checklists a called org answers before its join counts (coalition.md §7, decisions.md §11). A
// proof knows only what is signed: names of packs in the charter, items in the join. So an item's
// name begins with its pack's, every pack of the org has an answer, and none is open. Which items
// there are, and which of them block, the device reads from the pack itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/charter.h"
#include "core/model/command.h"
#include "core/model/decision.h"

namespace tocsin::coalition {

// "notice-contract" is an item of the pack "notice".
bool is_item_of(std::string_view item, std::string_view pack);
// Packs of the org that this checklist does not answer at all.
std::vector<std::string> unanswered_packs(const CharterOrg& org,
                                          const std::vector<ChecklistEntry>& checklist);
// What a verifier asks of a join.
bool is_attested(const CharterOrg& org, const std::vector<ChecklistEntry>& checklist);

// An item of a pack, as far as signing needs it.
struct PackEntry {
  std::string item;
  bool is_blocking = false;
  friend auto operator<=>(const PackEntry&, const PackEntry&) = default;
};

// Rows {item, blocking}, one per item of the org's packs. usage: too many, no name, one twice.
Reply<std::vector<PackEntry>> pack_in(const Row& arguments);
// Rows {item, state}, sorted. usage: no such state, an item twice.
Reply<std::vector<ChecklistEntry>> checklist_in(const Row& arguments);

// What goes into the join: an item that is open and does not block is left out. E_CHECKLIST, with
// its lacks: a blocking item open or missing, a pack without an answer, an item no pack has.
Reply<std::vector<ChecklistEntry>> attest(const CharterOrg& org,
                                          std::vector<ChecklistEntry> checklist,
                                          const std::vector<PackEntry>& pack);

}  // namespace tocsin::coalition
