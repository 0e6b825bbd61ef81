#include "cli/render_relay.h"

#include <fmt/format.h>

#include "cli/size_text.h"

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;
using Table = std::vector<std::vector<std::string>>;

// What it takes now, and why not more.
void draw_taking(Lines& lines, const Row& row) {
  const std::string takes = row.text("takes").value_or("");
  if (takes == "all") return;
  const std::string what = takes == "no_bulk" ? "Large messages are refused now"
                                              : "Nothing but calls and stops is taken now";
  lines.line(fmt::format("{}: {} is nearly full -> tocsin relay quota, or make room",
                         what,
                         row.has("disk_bytes") ? "the quota or the disk" : "the disk"));
}

void draw_room(Lines& lines, const Row& row) {
  const std::string holds = or_else(shown(row, "holds"), "none");
  const std::string bound =
      row.has("disk_bytes")
          ? fmt::format(
                "quota {}, {}", size_for_people(number(row, "disk_bytes")), shown(row, "of_quota"))
          : "no quota, the disk alone is the bound";
  lines.line(fmt::format(
      "Holds: {}; {}.", holds == "none" ? "nothing yet" : holds + " of sealed messages", bound));
}

std::size_t draw_relay_status(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::string state = row.text("state").value_or("");
  const bool is_draining = state == "draining";
  if (state == "ungranted")
    lines.line("Carries for nobody yet -> tocsin relay card, then tocsin relay grant");
  else if (is_draining)
    lines.line(fmt::format("Draining since {}: its links are told to choose others.",
                           shown(row, "since")));
  else
    lines.line("Carrying.");
  lines.line(fmt::format("Links: {} to other relays; laptops: {}; guests: {}. List {}.{} names {}.",
                         number(row, "relay_links"),
                         shown(row, "laptops"),
                         shown(row, "guests"),
                         number(row, "list_number"),
                         number(row, "list_seq"),
                         counted(number(row, "relays_listed"), "relay")));
  draw_room(lines, row);
  lines.line(fmt::format("Calls among them: {}.", shown(row, "calls")));
  draw_taking(lines, row);
  if (is_draining) {
    const std::int64_t relays = number(row, "held_by_relays");
    const std::string laptops = or_else(shown(row, "held_by_laptops"), "none");
    const bool is_alone = relays == 0 && laptops == "none";
    lines.line(fmt::format("All that it holds lies also with {}; laptops: {}.",
                           counted(relays, "other relay"),
                           laptops));
    lines.line(is_alone ? "Leave it on until others have it: what it alone holds would be lost."
                        : "It may be switched off.");
  }
  const std::string rotation = row.text("rotation").value_or("");
  if (rotation == "card")
    lines.line("A new key waits for a delegate to take its card -> tocsin relay rotate-key");
  if (rotation == "both")
    lines.line(
        "Serves under two keys until a delegate drops the old one -> tocsin relay rotate-key");
  if (number(row, "blocked") > 0)
    lines.line(fmt::format("Shut out: {} -> tocsin relay block --list",
                           counted(number(row, "blocked"), "peer")));
  if (row.flag("clock_suspect")) lines.line("This box's clock has jumped -> set it");
  return 1;
}

std::size_t draw_loud_links(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "loud_link");
  lines.line("Loudest in the last hour:");
  Table table{{"LINK", "OF A", "SENT", "REFUSED", "OVER BUDGET", "UP"}};
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    table.push_back({std::to_string(number(row, "number")),
                     shown(row, "role"),
                     shown(row, "sent"),
                     shown(row, "refused"),
                     shown(row, "over_budget"),
                     shown(row, "up")});
  }
  lines.table(table);
  return count;
}

std::size_t draw_drain(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  if (!row.flag("draining")) {
    lines.line("Carrying: this relay stays, and its links are told.");
    return 1;
  }
  lines.line(fmt::format("Draining since {}. Links are told that this relay goes away.",
                         shown(row, "since")));
  lines.line(
      "Laptops choose other relays. It carries for those that have none, and turns guests away; "
      "also after a restart.");
  lines.line("When it may be switched off -> tocsin relay status. To stay -> relay drain --off");
  return 1;
}

std::size_t draw_quota(Lines& lines, const Rows& rows, std::size_t at) {
  draw_room(lines, rows[at]);
  draw_taking(lines, rows[at]);
  lines.line("Near the quota large messages are refused first, then all but calls and stops.");
  return 1;
}

std::size_t draw_blocks(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "block");
  Table table{{"SHUT OUT", "UNTIL"}};
  for (std::size_t i = at; i < at + count; ++i)
    table.push_back({fmt::format("link {}", number(rows[i], "number")), shown(rows[i], "until")});
  lines.table(table);
  lines.line(
      "A laptop shows relays another key each day and then comes in again. If it goes on, "
      "tell a delegate: only they can remove somebody.");
  lines.line("To let one in -> tocsin relay block NUMBER --off");
  return count;
}

std::size_t draw_unblocked(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("What was link {} may come in again.", number(rows[at], "number")));
  return 1;
}

std::size_t draw_rotation_ended(Lines& lines, const Rows&, std::size_t) {
  lines.line("The new key is forgotten; its card is worth nothing.");
  return 1;
}

}  // namespace

const Drawers& relay_drawers() {
  static const Drawers drawers{{"relay_status", draw_relay_status},
                               {"loud_link", draw_loud_links},
                               {"drain", draw_drain},
                               {"quota", draw_quota},
                               {"block", draw_blocks},
                               {"unblocked", draw_unblocked},
                               {"rotation_ended", draw_rotation_ended}};
  return drawers;
}

}  // namespace tocsin::cli
