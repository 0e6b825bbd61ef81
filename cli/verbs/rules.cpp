// Rules and charters compared and explained, offline or by the daemon.
#include <string>
#include <utility>
#include <vector>

#include "cli/charter_files.h"
#include "cli/errand.h"
#include "cli/verbs/verbs.h"
#include "core/coalition/charter_diff.h"
#include "core/coalition/what_if.h"

namespace tocsin::cli {
namespace {

std::string_view word(coalition::Fate fate) {
  switch (fate) {
    case coalition::Fate::stays:
      return "stays";
    case coalition::Fate::goes:
      return "goes";
    case coalition::Fate::comes:
      return "comes";
  }
  return "";
}

Row difference_row(const coalition::Difference& difference) {
  std::vector<Row> lines;
  for (const coalition::RuleLine& line : difference.rule)
    lines.push_back(Row{}.set("fate", word(line.fate)).set("text", line.text));
  Row row{"difference"};
  row.set("part", difference.part)
      .set("before", difference.before)
      .set("after", difference.after)
      .set("text", coalition::in_words(difference).front());
  if (!lines.empty()) row.set("rule", Value{std::move(lines)});
  return row;
}

Row compared_row(const Charter& before, const Charter& after, std::size_t differences) {
  return Row{"charter_diff"}
      .set("name", before.name)
      .set("before_version", before.version)
      .set("after_version", after.version)
      .set("differences", differences);
}

Reply<Charter> in_force(Errand& errand) {
  const auto row = charter_in_force(errand);
  if (!row) return tl::unexpected{row.error()};
  auto written = charter_in(row->bytes("bytes").value_or(Bytes{}));
  if (!written) return tl::unexpected{written.error()};
  return std::move(written->charter);
}

// What is supposed is written "silent=ORG", so that another kind of supposing has room beside it.
Reply<std::vector<std::string>> silent_of(const std::vector<std::string>& supposed) {
  constexpr std::string_view prefix = "silent=";
  std::vector<std::string> out;
  for (const std::string& text : supposed) {
    if (!text.starts_with(prefix) || text.size() == prefix.size())
      return refuse(Exit::usage,
                    "E_USAGE",
                    "--what-if takes silent=ORG, with an organization's short name",
                    "tocsin rule explain --help");
    out.push_back(text.substr(prefix.size()));
  }
  return out;
}

}  // namespace

// With one file it is compared with the charter in force, which is then the older of the two.
Reply<void> run_charter_diff(Errand& errand) {
  const bool has_both = errand.arguments.has("B");
  const std::string older = errand.arguments.text("A");
  const std::string newer = errand.arguments.text(has_both ? "B" : "A");
  auto before = has_both ? charter_at(older, nullptr, errand.now) : in_force(errand);
  if (!before) return tl::unexpected{before.error()};
  const auto after = successor_at(newer, *before, errand.now);
  if (!after) return tl::unexpected{after.error()};
  // Where the older one is TOML without cards, its organizations are those of the newer.
  if (has_both) before = charter_at(older, &*after, errand.now);
  if (!before) return tl::unexpected{before.error()};
  const auto found = coalition::differences(*before, *after);
  std::vector<Row> rows{compared_row(*before, *after, found.size())};
  for (const coalition::Difference& difference : found) rows.push_back(difference_row(difference));
  errand.is_rehearsal = before->is_rehearsal || after->is_rehearsal;
  show(errand, rows);
  return {};
}

Reply<void> run_rule_explain(Errand& errand) {
  const std::string action = errand.arguments.text("ACTION");
  const auto silent = silent_of(errand.arguments.texts("--what-if"));
  if (!silent) return tl::unexpected{silent.error()};
  if (!errand.arguments.has("--charter")) {
    return ask_and_show(errand, Row{}.set("action", action).set("silent", Value{*silent}));
  }
  const auto charter = charter_at(errand.arguments.text("--charter"), nullptr, errand.now);
  if (!charter) return tl::unexpected{charter.error()};
  const coalition::FactsIf world = coalition::ideal_world(*charter);
  const auto rows =
      coalition::explain(coalition::RuleQuestion{*charter, action, *silent}, {world, world, false});
  if (!rows) return tl::unexpected{rows.error()};
  errand.is_rehearsal = charter->is_rehearsal;
  show(errand, *rows);
  return {};
}

}  // namespace tocsin::cli
