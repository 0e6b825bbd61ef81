// How a freeze, a thaw, evidence and removals read: who is out, since when, and what would mend it.
#include <fmt/format.h>

#include "cli/render_governance.h"

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;

std::string person_of(const Row& row) {
  const std::string org = row.has("slug") ? shown(row, "slug") : shown(row, "org");
  const std::string person = row.has("person") ? shown(row, "person") : "";
  return fmt::format("{} of {}", person.empty() ? "somebody" : person, org);
}

void add_reason(Lines& lines, const Row& row) {
  if (!shown(row, "reason").empty()) lines.pair("Reason", shown(row, "reason"));
}

std::size_t draw_freeze(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::string id = shown(row, "id");
  if (row.text("state").value_or("") != "STANDS") {
    lines.line(
        fmt::format("Freeze {} of {}: lifted, or another took its place.", id, person_of(row)));
    return 1;
  }
  lines.line(
      fmt::format("FROZEN  {}, by {}, {}", person_of(row), shown(row, "by"), shown(row, "at")));
  add_reason(lines, row);
  lines.line("Reads nothing new and counts nowhere until others lift it:");
  lines.line(fmt::format("tocsin review {}, then tocsin thaw {}", id, id));
  return 1;
}

std::size_t draw_thaw(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const bool is_complete = row.text("state").value_or("") == "COMPLETE";
  lines.line(fmt::format("Thaw {} of {}: {} of {} have signed{}",
                         shown(row, "id"),
                         person_of(row),
                         shown(row, "have"),
                         shown(row, "need"),
                         is_complete ? ". It counts." : ""));
  add_reason(lines, row);
  if (!is_complete)
    lines.line(fmt::format("Others of the organization: tocsin review {}, then confirm it.",
                           shown(row, "id")));
  return 1;
}

std::size_t draw_evidence(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("EVIDENCE  device {} of {} signed two things in one place: {}",
                         shown(row, "device"),
                         person_of(row),
                         shown(row, "types")));
  if (row.has("file")) {
    lines.line(fmt::format("The proof is in {}; anyone with the charter can check it.",
                           shown(row, "file")));
    return 1;
  }
  lines.line(row.text("state").value_or("") == "REPLACED"
                 ? "The organization has replaced it."
                 : "It counts nowhere until the organization's manifest replaces it.");
  return 1;
}

std::size_t draw_removed(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("{} is off the roll; device {} never comes back.",
                         shown(rows[at], "person"),
                         shown(rows[at], "device")));
  return 1;
}

std::size_t draw_relay_dropped(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("Relay {} ({}) is dropped: the next mesh list leaves it out.",
                         shown(rows[at], "label"),
                         shown(rows[at], "link_key")));
  return 1;
}

}  // namespace

const Drawers& exclusion_drawers() {
  static const Drawers drawers{
      {"freeze", draw_freeze},
      {"thaw", draw_thaw},
      {"evidence", draw_evidence},
      {"removed", draw_removed},
      {"relay_dropped", draw_relay_dropped},
  };
  return drawers;
}

}  // namespace tocsin::cli
