#include "cli/render_exchange.h"

#include <fmt/format.h>

#include "cli/time_text.h"

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;

std::size_t draw_proof(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("Proof of {} {}{}",
                         shown(row, "type"),
                         shown(row, "id"),
                         row.has("file") ? ", written to " + shown(row, "file") : ""));
  pair_if(lines, "Words", row, "words");
  lines.line("Anyone with the charter can check it: tocsin verify FILE --charter CHARTER");
  return 1;
}

std::size_t draw_roster(Lines& lines, const Row& row) {
  lines.line(fmt::format("{}{} rows: {} new, {} changed, {} twice in the file, {} refused.",
                         row.flag("dry_run") ? "Dry run, nothing changed. " : "",
                         shown(row, "rows"),
                         shown(row, "added"),
                         shown(row, "changed"),
                         shown(row, "duplicates"),
                         shown(row, "refused")));
  const auto ignored = row.texts("ignored");
  if (ignored.empty()) return 1;
  lines.line(fmt::format("{} {}: {}",
                         ignored.size(),
                         ignored.size() == 1 ? "column is not read, nothing of it is kept"
                                             : "columns are not read, nothing of them is kept",
                         joined(ignored, ", ")));
  lines.line("To read a column as a field: --map COLUMN=FIELD; tocsin roster import --help");
  return 1;
}

std::size_t draw_imported(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  if (row.has("rows")) return draw_roster(lines, row);
  if (row.has("envelopes")) {
    lines.line(fmt::format("Founded: coalition {}, {} envelopes taken in.",
                           shown(row, "coalition"),
                           shown(row, "envelopes")));
    return 1;
  }
  lines.line(fmt::format("Imported {}: {} statements, {} new, {} waiting, {} refused.",
                         shown(row, "type"),
                         shown(row, "statements"),
                         shown(row, "fresh"),
                         shown(row, "waiting"),
                         shown(row, "refused")));
  return 1;
}

std::size_t draw_verified(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  std::string text = shown(row, "outcome");
  if (row.flag("mandate_attested")) text += ", mandate attested";
  for (const char* const name : {"proof", "action", "stop"}) {
    if (row.has(name)) text += "   " + shown(row, name);
  }
  lines.line(
      fmt::format("{}   signatures {} good{}", text, shown(row, "signatures"), codes_of(row)));
  if (row.has("name"))
    lines.pair("Of",
               fmt::format("{}{}",
                           shown(row, "name"),
                           row.has("version") ? ", version " + shown(row, "version") : ""));
  pair_if(lines, "Coalition", row, "coalition");
  if (row.has("device"))
    lines.pair("Against",
               fmt::format("device {} of {} of {}: it signed two things in one place",
                           shown(row, "device"),
                           shown(row, "person"),
                           shown(row, "slug")));
  pair_if(lines, "Words", row, "words");
  pair_if(lines, "Form", row, "form");
  if (const auto outcomes = row.texts("outcomes"); !outcomes.empty())
    lines.pair("Demands", numbered(outcomes));
  if (row.has("orgs_of"))
    lines.pair("Orgs", fmt::format("{} approve", out_of(row, "orgs", "orgs_of")));
  pair_if(lines, "Mandate", row, "mandate_time");
  pair_if(lines, "Called", row, "call_time");
  const std::size_t targets = run_of(rows, at + 1, "verified_target");
  for (const Row& target : by_name(rows, at + 1, targets)) {
    std::string when = shown(target, "t0");
    if (const auto called = row.time("call_time"), t0 = target.time("t0"); called && t0)
      when += fmt::format(" ({} after the call)",
                          span_for_people(std::chrono::duration_cast<Seconds>(*t0 - *called)));
    lines.pair("Target",
               fmt::format("{} {}  T0 {}", shown(target, "slug"), shown(target, "cell"), when));
  }
  const std::size_t stoppers = run_of(rows, at + 1 + targets, "stopped_by");
  for (const Row& org : by_name(rows, at + 1 + targets, stoppers))
    lines.pair("Stopped by", shown(org, "slug"));
  if (!row.flag("anchored") && row.has("coalition"))
    lines.line(
        "By its own charter only: compare the coalition with one you trust, or give --charter "
        "FILE.");
  return 1 + targets + stoppers;
}

}  // namespace

const Drawers& exchange_drawers() {
  static const Drawers drawers{
      {"proof", draw_proof},
      {"imported", draw_imported},
      {"verified", draw_verified},
  };
  return drawers;
}

}  // namespace tocsin::cli
