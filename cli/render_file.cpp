#include "cli/render_file.h"

#include <fmt/format.h>

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;

// "812 bytes", "3.1 MB": as file managers say it.
std::string shown_size(std::int64_t bytes) {
  if (bytes < 1'000) return counted(bytes, "byte");
  if (bytes < 1'000'000) return fmt::format("{} kB", (bytes + 500) / 1'000);
  const std::int64_t tenths = (bytes + 50'000) / 100'000;
  return fmt::format("{}.{} MB", tenths / 10, tenths % 10);
}

std::string state_of_file(const Row& row) {
  const std::string state = shown(row, "state");
  if (state == "complete")
    return fmt::format("complete -> tocsin read CHANNEL --save {} -o PATH", number(row, "cursor"));
  if (state == "broken") return "BROKEN: its parts do not make the file that its author named";
  if (state == "gone") return "not kept any more";
  return fmt::format("{} of {} parts have come", number(row, "have"), number(row, "chunks"));
}

std::size_t draw_file_message(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::string org = shown(row, "org_slug");
  lines.line(fmt::format("{}  {}{}{}  {}",
                         number(row, "cursor"),
                         or_else(shown(row, "author_handle"), "somebody"),
                         org.empty() ? "" : " of " + org,
                         row.flag("has_left") ? " (NOT IN THIS CHANNEL ANY MORE)" : "",
                         shown(row, "at")),
             4);
  // The name stands last on its line: whatever it says, nothing of ours follows it there.
  lines.quote(fmt::format("file of {}: {}",
                          shown_size(number(row, "size")),
                          or_else(shown(row, "file_name"), "without a name")),
              4);
  lines.quote(state_of_file(row), 4);
  return 1;
}

std::size_t draw_file_sent(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::int64_t before = number(row, "chunks") - number(row, "sent_now");
  lines.line(fmt::format("Sent to {}: {} ({}, {}{}).",
                         or_else(shown(row, "name"), shown(row, "channel")),
                         shown(row, "file_name"),
                         shown_size(number(row, "size")),
                         counted(number(row, "chunks"), "part"),
                         before == 0 ? "" : fmt::format(", {} of them before", grouped(before))));
  if (row.has("receipts"))
    lines.line(fmt::format("Each part is on {}, {} of them relays.",
                           counted(number(row, "receipts"), "other"),
                           grouped(number(row, "relays"))));
  if (const std::int64_t absent = number(row, "absent"); absent > 0)
    lines.line(
        fmt::format("{} cannot read it: no keys of this channel have reached them yet. "
                    "tocsin who {} names them.",
                    counted(absent, "device"),
                    shown(row, "name")));
  return 1;
}

std::size_t draw_file_saved(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format(
      "Saved as {}: {}.", shown(rows[at], "saved_as"), shown_size(number(rows[at], "size"))));
  return 1;
}

}  // namespace

const Drawers& file_drawers() {
  static const Drawers drawers{
      {"file", draw_file_message},
      {"file_sent", draw_file_sent},
      {"file_saved", draw_file_saved},
  };
  return drawers;
}

}  // namespace tocsin::cli
