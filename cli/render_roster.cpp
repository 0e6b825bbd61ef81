#include "cli/render_roster.h"

#include <fmt/format.h>

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;
using Table = std::vector<std::vector<std::string>>;

std::size_t draw_refused_rows(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("line {}: {} {}",
                         shown(rows[at], "line"),
                         shown(rows[at], "code"),
                         shown(rows[at], "reason")));
  return 1;
}

std::size_t draw_workers(Lines& lines, const Rows& rows, std::size_t at) {
  if (!rows[at].has("name")) {
    lines.line(fmt::format("Recorded: {} keeps in touch with {}.",
                           shown(rows[at], "steward"),
                           shown(rows[at], "ref")));
    return 1;
  }
  return draw_columns(lines,
                      rows,
                      at,
                      {{"REF", "ref"},
                       {"NAME", "name"},
                       {"CELL", "cell"},
                       {"STEWARD", "steward"},
                       {"CONTACT", "contact"}});
}

std::string list_part(const Row& row) {
  const std::string cell = shown(row, "cell");
  return fmt::format("{} workers{}", shown(row, "workers"), cell.empty() ? "" : " of " + cell);
}

std::size_t draw_export_asked(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::string id = shown(row, "id");
  lines.line(fmt::format("Asked: to write out {}. Nothing has left this device.", list_part(row)));
  lines.pair("Ask", id);
  lines.pair("Words", shown(row, "words"));
  lines.line(
      fmt::format("Until {}: another delegate types tocsin review {}, then tocsin confirm {} "
                  "--approve.",
                  shown(row, "until"),
                  id,
                  id));
  lines.line(
      fmt::format("Then here: tocsin review {}, and tocsin roster export {} -o FILE.", id, id));
  return 1;
}

std::size_t draw_export_asks(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "export_ask");
  Table table{{"ASK", "BY", "WORKERS", "AGREED", "CELL"}};
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    table.push_back({shown(row, "id"),
                     or_else(shown(row, "asked_by"), "--"),
                     shown(row, "workers"),
                     or_else(joined(row.texts("agreed"), ", "), "nobody yet"),
                     or_else(shown(row, "cell"), "all")});
  }
  lines.table(table);
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    if (row.has("written"))
      lines.line(fmt::format("{} was written out at {}'s laptop, as heard on {}.",
                             shown(row, "id"),
                             or_else(shown(row, "asked_by"), "a former delegate"),
                             shown(row, "written")));
  }
  return count;
}

std::size_t draw_export_review(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("EXPORT {}  words: {}", shown(row, "id"), shown(row, "words")));
  lines.line(fmt::format("{} asks to write out {}, with names and contacts, into a file in plain.",
                         or_else(shown(row, "asked_by"), "A delegate"),
                         list_part(row)));
  lines.line(
      "Whoever gets that file reads it; nothing here can take it back. Ask by voice what it is "
      "for, where it will lie, and when it will be destroyed.");
  lines.pair("Agreed", or_else(joined(row.texts("agreed"), ", "), "nobody yet"));
  lines.pair("Void", shown(row, "until"));
  lines.line(row.flag("is_own")
                 ? "Once another delegate agreed: tocsin roster export " + shown(row, "id") +
                       " -o FILE"
                 : "If you agree: tocsin confirm " + shown(row, "id") + " --approve");
  return 1;
}

std::size_t draw_export_agreed(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("Agreed: {} may write the list out until the ask is void.",
                         or_else(shown(rows[at], "asked_by"), "who asked")));
  return 1;
}

std::size_t draw_export(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("{} workers, in plain, written to {}; agreed: {}.",
                         shown(row, "workers"),
                         or_else(shown(row, "file"), "no file"),
                         joined(row.texts("agreed"), ", ")));
  lines.line("The other delegates are told. Destroy the file when it has served.");
  return 1;
}

std::size_t draw_shared(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  if (row.flag("off")) {
    lines.line(
        "Your list is this device's alone from now on. What others have of it stays theirs.");
    return 1;
  }
  lines.line(fmt::format("{} and {} are told to the devices of this channel that share it, too.",
                         counted(number(row, "workers"), "worker"),
                         counted(number(row, "pledges"), "pledge")));
  lines.line("Each of them does the same once: tocsin roster share C");
  return 1;
}

std::size_t draw_not_shared(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("NOT SHARED: kept on this device alone: {} {}",
                         shown(rows[at], "code"),
                         shown(rows[at], "reason")));
  lines.line("When that is mended, all of it is told again by: tocsin roster share C");
  return 1;
}

}  // namespace

const Drawers& roster_drawers() {
  static const Drawers drawers{
      {"row_refused", draw_refused_rows},
      {"worker", draw_workers},
      {"shared", draw_shared},
      {"not_shared", draw_not_shared},
      {"export_asked", draw_export_asked},
      {"export_ask", draw_export_asks},
      {"export_review", draw_export_review},
      {"export_agreed", draw_export_agreed},
      {"export", draw_export},
  };
  return drawers;
}

}  // namespace tocsin::cli
