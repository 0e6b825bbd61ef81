#include "cli/render_after.h"

#include <algorithm>

#include <fmt/format.h>

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;
using Table = std::vector<std::vector<std::string>>;

std::size_t draw_debriefs(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("CALL {}  {}  {} of {} debriefs",
                         shown(row, "call"),
                         shown(row, "state"),
                         shown(row, "filed"),
                         shown(row, "orgs")));
  lines.pair("Ended", shown(row, "ended_at"));
  if (row.has("closed_at"))
    lines.pair("Closed", shown(row, "closed_at"));
  else
    lines.pair("Due", shown(row, "due") + ", then it is closed without the rest");
  return 1;
}

void draw_debrief(Lines& lines, const Row& row) {
  std::string text = fmt::format("{}  {}", shown(row, "slug"), shown(row, "state"));
  if (row.has("id")) text += "  " + shown(row, "id");
  if (row.has("since")) text += "  " + shown(row, "since");
  lines.blank();
  lines.line(text);
  pair_if(lines, "Planned", row, "planned");
  pair_if(lines, "Happened", row, "happened");
  pair_if(lines, "Why", row, "why");
  pair_if(lines, "Keep", row, "keep");
  pair_if(lines, "Change", row, "change");
  const auto outcomes = row.texts("outcomes");
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    lines.pair(i == 0 ? "Demands" : "", fmt::format("{}: {}", i + 1, outcomes[i]));
  const auto turnout = row.texts("turnout");
  for (std::size_t i = 0; i < turnout.size(); ++i) {
    std::string spoken = turnout[i];
    for (char& c : spoken) c = c == '=' || c == '_' ? ' ' : c;
    lines.pair(i == 0 ? "Turnout" : "", spoken);
  }
}

std::size_t draw_debriefs_of(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "debrief_of");
  for (const Row& row : by_name(rows, at, count)) draw_debrief(lines, row);
  return count;
}

std::size_t draw_next_steps(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "next_step");
  Table table{{"ORG", "SAID BY", "WHAT NEXT"}};
  for (const Row& row : by_name(rows, at, count))
    table.push_back({shown(row, "slug"), shown(row, "from"), shown(row, "text")});
  lines.blank();
  lines.table(table);
  return count;
}

// Due days count back from the first T0 of one's own targets.
std::size_t draw_checklist(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "checklist_line");
  lines.blank();
  lines.line("Your checklist, answered with --item ITEM=done, not_applicable or waived:");
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    lines.line(fmt::format("{}  due {}{}{}",
                           shown(row, "item"),
                           shown(row, "due"),
                           row.flag("blocking") ? "  BLOCKS" : "",
                           row.flag("notice") ? "  NOTICE" : ""));
    lines.quote(shown(row, "text"), 4);
  }
  return count;
}

std::size_t draw_checklist_missing(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format(
      "Checklist not shown: {} -> {}", shown(rows[at], "reason"), shown(rows[at], "remedy")));
  return 1;
}

std::size_t draw_matrix(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t demands = run_of(rows, at + 1, "matrix_demand");
  const std::size_t orgs = run_of(rows, at + 1 + demands, "matrix_org");
  lines.line(fmt::format("DEMANDS OF PROPOSAL {}", shown(rows[at], "id")));
  std::vector<std::string> head{"ORG", "STANDS"};
  for (std::size_t i = at + 1; i <= at + demands; ++i) {
    const Row& row = rows[i];
    const std::string name = shown(row, "number");
    lines.line(fmt::format("{}. {} {}: {}",
                           name,
                           shown(row, "demand"),
                           shown(row, "addressee"),
                           shown(row, "text")),
               3);
    lines.line(fmt::format("   ratified by {} of {} orgs{}",
                           shown(row, "ratified"),
                           shown(rows[at], "full"),
                           row.flag("diverges") ? fmt::format("; DIVERGES: {} approve the whole",
                                                              shown(row, "approving"))
                                                : ""),
               3);
    head.push_back(name);
  }
  Table table{head};
  for (const Row& row : by_name(rows, at + 1 + demands, orgs)) {
    std::vector<std::string> line{shown(row, "slug"),
                                  row.flag("approves")  ? "approves"
                                  : row.flag("objects") ? "OBJECTS"
                                                        : "--"};
    const auto ratified = row.texts("ratified");
    const auto counts = row.texts("counts");
    for (std::size_t demand = 0; demand < counts.size(); ++demand) {
      const bool is_yes = std::ranges::find(ratified, std::to_string(demand + 1)) != ratified.end();
      line.push_back(fmt::format("{}/{}{}", counts[demand], shown(row, "k"), is_yes ? "" : " no"));
    }
    table.push_back(std::move(line));
  }
  lines.blank();
  lines.table(table);
  return 1 + demands + orgs;
}

}  // namespace

const Drawers& after_drawers() {
  static const Drawers drawers{
      {"debriefs", draw_debriefs},
      {"matrix", draw_matrix},
      {"checklist_line", draw_checklist},
      {"checklist_missing", draw_checklist_missing},
      {"debrief_of", draw_debriefs_of},
      {"next_step", draw_next_steps},
  };
  return drawers;
}

}  // namespace tocsin::cli
