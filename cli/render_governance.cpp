#include "cli/render_governance.h"

#include <algorithm>

#include <fmt/format.h>

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;
using Table = std::vector<std::vector<std::string>>;

std::size_t draw_charter(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  if (row.has("file")) {
    lines.line(fmt::format(
        "Charter {} written to {}, to keep and show.", shown(row, "id"), shown(row, "file")));
    return 1;
  }
  if (!row.has("name")) {  // of its status
    lines.line(fmt::format("CHARTER {}  {}", shown(row, "id"), shown(row, "state")));
    return 1;
  }
  lines.line(fmt::format("{}  charter version {}  {}",
                         shown(row, "name"),
                         or_else(shown(row, "version"), "1"),
                         shown(row, "state")));
  pair_if(lines, "Id", row, "id");
  pair_if(lines, "Languages", row, "languages");
  pair_if(lines, "Regions", row, "regions");
  pair_if(lines, "Sectors", row, "sectors");
  pair_if(lines, "Kinds", row, "kinds");
  pair_if(lines, "Lists", row, "checklists");
  if (row.has("assumed_faulty"))
    lines.pair("May lie",
               fmt::format("{} organization{} at once",
                           shown(row, "assumed_faulty"),
                           number(row, "assumed_faulty") == 1 ? "" : "s"));
  pair_if(lines, "In force", row, "effective_at");
  pair_if(lines, "Review by", row, "review_by");
  return 1;
}

// What binds an organization besides the rules; nothing for most.
void draw_ties(Lines& lines, const Row& row) {
  std::string text;
  const auto add = [&](std::string_view label, const std::string& says) {
    if (!says.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : "; ", label, says);
  };
  add("checklists", shown(row, "checklists"));
  add("sponsors", shown(row, "sponsors"));
  if (row.text("standing").value_or("full") != "full") add("since", shown(row, "since"));
  if (!text.empty()) lines.line(fmt::format("{}: {}", shown(row, "slug"), text));
}

// Of a charter, or of a proposal's or call's status, by what the rows hold.
std::size_t draw_orgs(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "org");
  const bool is_status = rows[at].has("approvals") || rows[at].has("need");
  Table table;
  if (is_status)
    table.push_back({"ORG", "KIND", "SIGNED", "STANCE", "PART"});
  else
    table.push_back({"ORG", "KIND", "STANDING", "CLAIMS"});
  for (const Row& row : by_name(rows, at, count)) {
    const std::string slug = or_else(shown(row, "slug"), shown(row, "org"));
    if (!is_status) {
      table.push_back({slug,
                       shown(row, "org_kind"),
                       shown(row, "standing") + (row.flag("solo") ? " (solo)" : ""),
                       or_else(shown(row, "claims"), "--")});
      continue;
    }
    const std::int64_t against = number(row, "objections");
    const std::string stance = row.flag("approves")           ? "approves"
                               : row.flag("objects")          ? "OBJECTS"
                               : against > 0                  ? fmt::format("{} against", against)
                               : number(row, "approvals") > 0 ? "not yet"
                                                              : "silent";
    std::string notes = row.flag("is_target") ? "target" : "";
    if (row.flag("joined")) notes += notes.empty() ? "joined" : ", joined";
    table.push_back({slug,
                     shown(row, "org_kind"),
                     fmt::format("{}/{}", shown(row, "approvals"), shown(row, "need")),
                     stance,
                     notes});
  }
  lines.table(table);
  for (const Row& row : by_name(rows, at, is_status ? 0 : count)) draw_ties(lines, row);
  return count;
}

std::size_t draw_action(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(
      fmt::format("Action {}{}", shown(row, "name"), row.flag("stops_work") ? ", stops work" : ""));
  pair_if(lines, "Asks", row, "asks");
  for (const auto& [label, name] :
       {std::pair{"A mandate needs", "mandate"}, std::pair{"A call needs", "call"}}) {
    if (!row.has(name)) continue;
    lines.line(fmt::format("{}:", label));
    lines.quote(row.text(name).value_or(""));
  }
  return 1;
}

std::size_t draw_charter_rule(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("{}:", shown(rows[at], "lead")));
  lines.quote(rows[at].text("text").value_or(""));
  return 1;
}

std::size_t draw_params(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "param");
  Table table{{"PARAMETER", "IS", "WHAT IT IS"}};
  for (std::size_t i = at; i < at + count; ++i)
    table.push_back({shown(rows[i], "name"), shown(rows[i], "text"), shown(rows[i], "says")});
  lines.table(table);
  return count;
}

std::size_t draw_charter_diff(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("{}  charter version {} compared with version {}: {} differences.",
                         shown(row, "name"),
                         shown(row, "after_version"),
                         shown(row, "before_version"),
                         shown(row, "differences")));
  return 1;
}

// A rule's lines keep the indent of their depth behind the word that says what becomes of them.
std::size_t draw_difference(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(shown(row, "text"));
  for (const Row& line : row.rows("rule"))
    lines.line("  " + padded(shown(line, "fate"), 7) + shown(line, "text"), 13);
  return 1;
}

std::string if_silent(const Row& row) {
  const std::vector<std::string> silent = row.texts("silent");
  if (silent.empty()) return "";
  return fmt::format(
      ", if {} {} silent", joined(silent, " and "), silent.size() == 1 ? "is" : "are");
}

// Sentences, because somebody may hear them instead of seeing a table.
std::size_t draw_what_if(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::string rule = row.text("rule").value_or("");
  const std::string given = row.text("basis").value_or("") == "known"
                                ? "by the reports and drills known here"
                                : "by the charter's shape alone";
  const std::string subject = fmt::format("A {}{}, {}", rule, if_silent(row), given);
  if (!row.flag("can_be_met")) {
    lines.line(fmt::format(
        "{}: CANNOT BE MET, not even if all {} others approve.", subject, shown(row, "left")));
    for (const Row& lack : row.rows("lacks"))
      lines.line(fmt::format("  {} {} {} of {} needed: {}",
                             shown(lack, "code"),
                             shown(lack, "node"),
                             shown(lack, "have"),
                             shown(lack, "need"),
                             shown(lack, "hint")),
                 4);
    return 1;
  }
  lines.line(
      fmt::format("{}: can be met. {}{} of {} organizations are enough, if they are the "
                  "right ones.",
                  subject,
                  row.flag("exact") ? "" : "At most ",
                  shown(row, "enough"),
                  shown(row, "left")));
  const std::vector<std::string> needed = row.texts("indispensable");
  lines.line(needed.empty() ? "  Any one more may be silent too."
                            : fmt::format("  Not without: {}.", joined(needed, ", ")),
             4);
  return 1;
}

std::size_t draw_lint(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(
      fmt::format("{}, rule {}  {}", shown(row, "level"), shown(row, "rule"), shown(row, "text")),
      10);
  return 1;
}

std::size_t draw_summary(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("{} errors, {} notes.",
                         or_else(shown(row, "errors"), "0"),
                         or_else(shown(row, "notes"), "0")));
  return 1;
}

std::size_t draw_manifest(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  if (!row.has("name")) {  // of its status
    lines.line(fmt::format("MANIFEST {}  {}", shown(row, "id"), shown(row, "state")));
    return 1;
  }
  lines.line(fmt::format("{} ({})  manifest version {}{}",
                         or_else(shown(row, "slug"), shown(row, "org")),
                         shown(row, "name"),
                         shown(row, "version"),
                         row.flag("closed") ? "  CLOSED" : ""));
  lines.pair("Signs by", fmt::format("{} delegates", shown(row, "k")));
  pair_if(lines, "Until", row, "valid_until");
  return 1;
}

std::size_t draw_delegates(Lines& lines, const Rows& rows, std::size_t at) {
  const std::string kind = rows[at].kind();
  const std::size_t count = run_of(rows, at, kind);
  Table table;
  for (std::size_t i = at; i < at + count; ++i) {
    std::vector<std::string> devices = rows[i].texts("devices");
    for (std::string& device : devices) device = device.substr(0, 8);
    table.push_back({shown(rows[i], "handle"), joined(devices, " ")});
  }
  std::ranges::sort(table);
  table.insert(table.begin(), {kind == "delegate" ? "DELEGATE" : "STEWARD", "DEVICES"});
  lines.table(table);
  return count;
}

std::size_t draw_statement(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("{} {}  by {} of {}  {}",
                         shown(row, "type"),
                         shown(row, "id"),
                         or_else(shown(row, "by"), shown(row, "author")),
                         shown(row, "org"),
                         shown(row, "at")));
  for (const auto& [name, value] : row.fields()) {
    constexpr std::string_view told[] = {"kind", "type", "id", "by", "author", "org", "at", "mode"};
    if (std::ranges::find(told, std::string_view{name}) != std::end(told)) continue;
    std::string label = name;
    std::ranges::replace(label, '_', ' ');
    if (!shown(value).empty()) lines.pair(label, shown(value));
  }
  return 1;
}

}  // namespace

const Drawers& governance_drawers() {
  static const Drawers drawers{
      {"charter", draw_charter},
      {"org", draw_orgs},
      {"action", draw_action},
      {"charter_rule", draw_charter_rule},
      {"param", draw_params},
      {"charter_diff", draw_charter_diff},
      {"difference", draw_difference},
      {"what_if", draw_what_if},
      {"lint", draw_lint},
      {"summary", draw_summary},
      {"manifest", draw_manifest},
      {"delegate", draw_delegates},
      {"steward", draw_delegates},
      {"statement", draw_statement},
  };
  return drawers;
}

}  // namespace tocsin::cli
