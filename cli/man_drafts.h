// tocsin-drafts(5): the files people write for manifest, proposal, call and debrief, and the lines
// of `pledge record --lines`. A test holds it to what their readers take.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::cli {

struct DraftKey {
  std::string_view file;   // "proposal"; "pledge" for a line of --lines
  std::string_view table;  // "demands": of each entry of that list; empty: of the file itself
  std::string_view name;
  std::string_view type;
  std::string means;        // with unit and bounds
  std::string otherwise{};  // of one that may be left out; empty: it must be there
};

const std::vector<DraftKey>& draft_keys();

std::string drafts_man_page();

}  // namespace tocsin::cli
