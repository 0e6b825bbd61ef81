#include "cli/render_agenda.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/time_text.h"

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;

bool is_agenda(const Row& row) {
  return row.kind() == "to_sign" || row.kind() == "to_sign_more";
}

std::string how_far(const Lines& lines, const Row& row) {
  std::string text = fmt::format("{} of {}", shown(row, "have"), shown(row, "need"));
  if (row.has("org"))
    text += fmt::format("{} for {}", row.flag("join") ? " join" : "", shown(row, "org"));
  if (row.has("until")) return text + "; until " + shown(row, "until");
  const auto at = row.time("at");
  if (!at) return text;
  const auto age = std::chrono::duration_cast<Seconds>(lines.now() - *at);
  return text + fmt::format("; posted {} ago", span_for_people(std::max(age, Seconds{0})));
}

// One at a time: a drill among them says on its own lines what it is.
std::size_t draw_to_sign(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  if (at == 0 || !is_agenda(rows[at - 1])) lines.line("WAITING FOR YOUR SIGNATURE:");
  const bool is_stop = row.has("stop");
  std::string text =
      fmt::format("{} {}", capitals(shown(row, is_stop ? "stop" : "type")), shown(row, "id"));
  if (is_stop) text += " of " + shown(row, "subject");
  lines.line(fmt::format("  {}  {}", text, shown(row, "title")), 4);
  const std::string far = "    " + how_far(lines, row);
  const std::string next = " -> " + shown(row, "next");
  // What is to be typed stays in one piece.
  if (far.size() + next.size() <= lines.width()) {
    lines.line(far + next, 4);
  } else {
    lines.line(far, 4);
    lines.line("   " + next, 4);
  }
  return 1;
}

std::size_t draw_to_sign_more(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("  and {} more that have more time", shown(rows[at], "left_out")), 4);
  return 1;
}

}  // namespace

const Drawers& agenda_drawers() {
  static const Drawers drawers{{"to_sign", draw_to_sign}, {"to_sign_more", draw_to_sign_more}};
  return drawers;
}

}  // namespace tocsin::cli
