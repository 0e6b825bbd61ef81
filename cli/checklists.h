// Checklist packs as people write them (packaging/share/checklists): which items a called
// organization answers before it joins, until when, and which of them block. The program reads and
// shows them; whether one is done, people say.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/instant.h"
#include "core/model/command.h"

namespace tocsin::cli {

struct ChecklistLine {
  std::string pack;
  std::string id;  // begins with the pack's name and a dash
  Seconds due{0};  // before T0
  bool is_blocking = false;
  bool is_notice = false;
  std::vector<std::pair<std::string, std::string>> texts;  // by language
};

// format = 1, item = [{id, due, blocking, notice, text = {en = ...}}]. A mistake: E_TOML.
Reply<std::vector<ChecklistLine>> checklist_from_toml(std::string_view text,
                                                      const std::string& pack);
// folder/NAME.toml of each. usage: no folder (empty), or no such file in it.
Reply<std::vector<ChecklistLine>> read_checklists(const std::string& folder,
                                                  const std::vector<std::string>& packs);

// For the daemon: {item, blocking}.
std::vector<Row> pack_rows(const std::vector<ChecklistLine>& lines);
// For people: checklist_line{pack, item, due, blocking, notice, text}.
std::vector<Row> checklist_rows(const std::vector<ChecklistLine>& lines,
                                WallTime first_t0,
                                std::string_view language);

}  // namespace tocsin::cli
