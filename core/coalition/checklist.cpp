#include "core/coalition/checklist.h"

#include <algorithm>
#include <optional>

#include "core/coalition/rows.h"
#include "core/model/limits/coalition.h"

namespace tocsin::coalition {
namespace {

std::optional<EntryState> state_of(const std::string& text) {
  if (text == "done") return EntryState::done;
  if (text == "not_applicable") return EntryState::not_applicable;
  if (text == "waived") return EntryState::waived;
  if (text == "open") return EntryState::open;
  return std::nullopt;
}

Lack lack_of(std::string item, std::string hint) {
  return Lack{Reason::checklist, std::move(item), 0, 1, std::move(hint)};
}

const ChecklistEntry* answer_to(const std::vector<ChecklistEntry>& checklist,
                                const std::string& item) {
  const auto found = std::ranges::find(checklist, item, &ChecklistEntry::item);
  return found == checklist.end() ? nullptr : &*found;
}

// What the files ask for.
std::vector<Lack> pack_lacks(const std::vector<ChecklistEntry>& checklist,
                             const std::vector<PackEntry>& pack) {
  std::vector<Lack> lacks;
  for (const ChecklistEntry& entry : checklist)
    if (!pack.empty() && std::ranges::find(pack, entry.item, &PackEntry::item) == pack.end())
      lacks.push_back(lack_of(entry.item, "no checklist of your org has this item"));
  for (const PackEntry& entry : pack) {
    const ChecklistEntry* answer = answer_to(checklist, entry.item);
    if (entry.is_blocking && (answer == nullptr || answer->state == EntryState::open))
      lacks.push_back(lack_of(entry.item, "--item " + entry.item + "=done, when it is"));
  }
  return lacks;
}

// What a verifier asks for.
std::vector<Lack> signed_lacks(const CharterOrg& org,
                               const std::vector<ChecklistEntry>& checklist) {
  std::vector<Lack> lacks;
  for (const std::string& name : unanswered_packs(org, checklist))
    lacks.push_back(lack_of(name, "answer at least one item of this checklist"));
  for (const ChecklistEntry& entry : checklist)
    if (entry.state == EntryState::open)
      lacks.push_back(lack_of(entry.item, "--item " + entry.item + "=done, when it is"));
  return lacks;
}

}  // namespace

bool is_item_of(std::string_view item, std::string_view pack) {
  return item.size() > pack.size() + 1 && item.starts_with(pack) && item[pack.size()] == '-';
}

std::vector<std::string> unanswered_packs(const CharterOrg& org,
                                          const std::vector<ChecklistEntry>& checklist) {
  std::vector<std::string> out;
  for (const std::string& pack : org.checklists) {
    const bool is_answered = std::ranges::any_of(
        checklist, [&](const ChecklistEntry& entry) { return is_item_of(entry.item, pack); });
    if (!is_answered) out.push_back(pack);
  }
  return out;
}

bool is_attested(const CharterOrg& org, const std::vector<ChecklistEntry>& checklist) {
  const bool has_open =
      std::ranges::find(checklist, EntryState::open, &ChecklistEntry::state) != checklist.end();
  return !has_open && unanswered_packs(org, checklist).empty();
}

Reply<std::vector<PackEntry>> pack_in(const Row& arguments) {
  std::vector<PackEntry> out;
  for (const Row& row : arguments.rows("pack"))
    out.push_back(PackEntry{row.text("item").value_or(""), row.flag("blocking")});
  std::ranges::sort(out);
  const bool is_twice = std::ranges::adjacent_find(out, {}, &PackEntry::item) != out.end();
  if (out.size() > limits::checklist_items_max || is_twice)
    return refuse(Exit::usage, "E_USAGE", "a checklist has at most 64 items, each once");
  return out;
}

Reply<std::vector<ChecklistEntry>> checklist_in(const Row& arguments) {
  std::vector<ChecklistEntry> out;
  for (const Row& row : arguments.rows("checklist")) {
    const auto state = state_of(row.text("state").value_or(""));
    const std::string item = row.text("item").value_or("");
    if (!state || item.empty())
      return refuse(
          Exit::usage, "E_USAGE", "a checklist item is done, not_applicable, waived or open");
    out.push_back(ChecklistEntry{item, *state});
  }
  std::ranges::sort(out);
  const bool is_twice = std::ranges::adjacent_find(out, {}, &ChecklistEntry::item) != out.end();
  if (out.size() > limits::checklist_items_max || is_twice)
    return refuse(Exit::usage, "E_USAGE", "at most 64 items are answered, each once");
  return out;
}

Reply<std::vector<ChecklistEntry>> attest(const CharterOrg& org,
                                          std::vector<ChecklistEntry> checklist,
                                          const std::vector<PackEntry>& pack) {
  std::erase_if(checklist, [&](const ChecklistEntry& entry) {
    return entry.state == EntryState::open &&
           std::ranges::find(pack, PackEntry{entry.item, false}) != pack.end();
  });
  std::vector<Lack> lacks = pack_lacks(checklist, pack);
  if (lacks.empty()) lacks = signed_lacks(org, checklist);
  if (lacks.empty()) return checklist;
  Verdict verdict{Outcome::not_met, {Reason::checklist}, std::move(lacks), false};
  return refuse_not_met(
      verdict, "your org's checklist is not answered", "read it: tocsin review CALL");
}

}  // namespace tocsin::coalition
