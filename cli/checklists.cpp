#include "cli/checklists.h"

#include <algorithm>
#include <iterator>

#include "cli/charter_toml.h"
#include "cli/input.h"
#include "cli/toml_tree.h"
#include "core/base/text.h"
#include "core/model/limits/coalition.h"

namespace tocsin::cli {
namespace {

constexpr Seconds due_max{366 * 86'400};

ChecklistLine line_from(TomlTable& from, const std::string& pack) {
  ChecklistLine out;
  out.pack = pack;
  out.id = from.text("id");
  out.due = from.duration_or("due", Seconds{0});
  out.is_blocking = from.truth_or("blocking", false);
  out.is_notice = from.truth_or("notice", false);
  if (const TomlNode* node = from.need("text")) {
    TomlTable texts{*node, from.mistakes()};
    for (const std::string& language : node->names)
      out.texts.emplace_back(language, texts.text(language));
  }
  from.finish();
  // Verifiers have no file: whose item it is stands in its name.
  if (!out.id.starts_with(pack + "-") || !check_name(out.id, limits::word_bytes_max))
    from.mistakes().add(from.line(), "`id` begins with \"" + pack + "-\" and has at most 40 bytes");
  if (out.texts.empty()) from.mistakes().add(from.line(), "an item says what it asks");
  if (out.due < Seconds{0} || out.due > due_max)
    from.mistakes().add(from.line(), "`due` is at most 366 days");
  return out;
}

std::string text_in(const ChecklistLine& line, std::string_view language) {
  for (const auto& [spoken, text] : line.texts)
    if (spoken == language) return text;
  return line.texts.front().second;
}

}  // namespace

Reply<std::vector<ChecklistLine>> checklist_from_toml(std::string_view text,
                                                      const std::string& pack) {
  const auto root = parse_toml(text);
  if (!root) return tl::unexpected{root.error()};
  TomlMistakes mistakes;
  TomlTable from{*root, mistakes};
  if (from.number("format") != 1) mistakes.add(from.line(), "`format` is 1");
  std::vector<ChecklistLine> out;
  for (const TomlNode* node : from.list("item")) {
    TomlTable entry{*node, mistakes};
    out.push_back(line_from(entry, pack));
  }
  from.finish();
  if (out.empty()) mistakes.add(from.line(), "a checklist has an item");
  if (out.size() > limits::checklist_items_max)
    mistakes.add(from.line(), "a checklist has at most 64 items");
  return mistakes.unless(std::move(out));
}

Reply<std::vector<ChecklistLine>> read_checklists(const std::string& folder,
                                                  const std::vector<std::string>& packs) {
  std::vector<ChecklistLine> out;
  if (folder.empty() && !packs.empty())
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "no checklists are installed beside this program",
                  "--checklists FOLDER, with NAME.toml for each that your charter names");
  for (const std::string& pack : packs) {
    const bool is_path = pack.find('/') != std::string::npos || pack.starts_with(".");
    const std::string path = folder + "/" + pack + ".toml";
    if (is_path || !is_file(path))
      return refuse(Exit::usage,
                    "E_NOT_FOUND",
                    "no file for the checklist " + pack + " in " + folder,
                    "write it as that folder's other files, or name another: --checklists FOLDER");
    const auto bytes = read_file(path);
    if (!bytes) return tl::unexpected{bytes.error()};
    auto lines = checklist_from_toml(to_text(*bytes), pack);
    if (!lines) return lines;
    std::ranges::move(*lines, std::back_inserter(out));
  }
  return out;
}

std::vector<Row> pack_rows(const std::vector<ChecklistLine>& lines) {
  std::vector<Row> out;
  for (const ChecklistLine& line : lines)
    out.push_back(Row{}.set("item", line.id).set("blocking", line.is_blocking));
  return out;
}

std::vector<Row> checklist_rows(const std::vector<ChecklistLine>& lines,
                                WallTime first_t0,
                                std::string_view language) {
  std::vector<Row> out;
  for (const ChecklistLine& line : lines) {
    Row row{"checklist_line"};
    row.set("pack", line.pack).set("item", line.id).set("due", Value{first_t0 - line.due});
    row.set("blocking", line.is_blocking).set("notice", line.is_notice);
    out.push_back(row.set("text", text_in(line, language)));
  }
  return out;
}

}  // namespace tocsin::cli
