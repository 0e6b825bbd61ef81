// What every live act asks, in this order, from a terminal or a pipe: words of the object,
// organization and action, a reason where one is wanted; the passphrase comes last (errand.h). They
// guard against mistakes and mixed-up screens; k persons guard against the rest (decisions.md §2).
#pragma once

#include <string>
#include <vector>

#include "cli/errand.h"
#include "core/model/row.h"

namespace tocsin::cli {

// {type, mode ...} of what `request` names by `subject` or `draft`; a draft that is posted becomes
// its subject. A file of a posted thing names it; its id takes the file's place. A founding draft
// stays.
Reply<void> name_posted(Row& request);
Reply<Row> object_of(Errand& errand, Row& request);

// Adds words, and spoken where it is asked for: all six words and nothing spoken for founding
// drafts.
Reply<void> ask_words(Errand& errand, const Row& object, Row& request);
// Adds reason, if --reason was given or the act needs one.
Reply<void> ask_reason(Errand& errand, bool is_needed, Row& request);
// Adds checklist rows from --item.
Reply<void> add_checklist(const Errand& errand, Row& request);

// Adds pack rows: the items of the checklists that `object` asks the own org to answer.
Reply<void> add_pack(const Errand& errand, const Row& object, Row& request);
std::string folder_of_checklists(const Errand& errand);

// Exactly one of these flags, as the text behind it; `otherwise` if none was given, refused if that
// is empty.
struct Choice {
  std::string_view flag;
  std::string_view text;
};

Reply<std::string> chosen(const Errand& errand,
                          const std::vector<Choice>& choices,
                          std::string_view otherwise);

}  // namespace tocsin::cli
