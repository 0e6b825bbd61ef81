#include "cli/render_call.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "cli/time_text.h"

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;
using Table = std::vector<std::vector<std::string>>;

// "in 59 h", "3 min ago".
std::string from_now(const Lines& lines, WallTime time) {
  const auto gap = std::chrono::duration_cast<Seconds>(time - lines.now());
  return gap.count() > 0 ? "in " + span_for_people(gap) : span_for_people(-gap) + " ago";
}

std::size_t draw_call(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  std::string text = fmt::format("CALL {}  {}", shown(row, "id"), shown(row, "state"));
  if (row.has("joined"))
    text +=
        fmt::format("  {} of {} called orgs joined", shown(row, "joined"), shown(row, "targets"));
  lines.line(text);
  if (row.has("verdict"))
    lines.line(
        fmt::format("VALID BUT {}: {}", shown(row, "verdict"), joined(row.texts("codes"), " ")));
  if (row.flag("cut_off"))
    lines.line(
        "CUT OFF: nothing was heard from the others for longer than a stop needs -> phone tree");
  pair_if(lines, "Proposal", row, "proposal");
  if (number(row, "wave") > 1) pair_if(lines, "Wave", row, "wave");
  pair_if(lines, "Called", row, "call_time");
  const std::string state = row.text("state").value_or("");
  if (state == "OPEN" || state == "CALLED") pair_if(lines, "Abort by", row, "last_safe_abort");
  if (row.has("public_after"))
    lines.pair("Public", "members first; public after " + shown(row, "public_after"));
  if (row.has("instruction")) lines.pair("You", shown(row, "instruction"));
  return 1;
}

// What becomes of a pause, and when, without anybody doing anything.
std::string pause_text(const Row& row) {
  if (!row.has("paused_until")) return "";
  const std::string where = fmt::format("{} {}", shown(row, "slug"), shown(row, "cell"));
  if (row.has("vote_by"))
    return fmt::format("{} is paused for a vote; it ends {} unless most called orgs resume it.",
                       where,
                       shown(row, "vote_by"));
  return fmt::format("{} is paused and goes on by itself {}.", where, shown(row, "paused_until"));
}

std::size_t draw_targets(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "target");
  Table table{{"ORG", "TARGET", "STATE", "T0"}};
  std::optional<WallTime> first;
  std::vector<std::string> pauses;
  bool is_late = false;
  for (const Row& row : by_name(rows, at, count)) {
    table.push_back({or_else(shown(row, "slug"), shown(row, "org")),
                     shown(row, "cell"),
                     shown(row, "state") + codes_of(row),
                     shown(row, "t0")});
    is_late = is_late || row.flag("late_abort");
    if (const std::string goes_on = pause_text(row); !goes_on.empty()) pauses.push_back(goes_on);
    if (const auto t0 = row.time("t0")) first = first ? std::min(*first, *t0) : *t0;
  }
  lines.table(table);
  if (first)
    lines.line(fmt::format(
        "The first T0 {} {}.", *first >= lines.now() ? "is" : "was", from_now(lines, *first)));
  for (const std::string& text : pauses) lines.line(text);
  if (is_late)
    lines.line(
        "LATE ABORT: it came after the start and changes nothing. Who runs, goes on running.");
  return count;
}

std::string answered(const Row& row, std::string_view name, std::string text) {
  return number(row, name) == 0 && !row.flag(name) ? "no answer" : text;
}

std::string cascaded(const Row& row) {
  if (!row.has("cascaded_of")) return "no answer";
  return out_of(row, "cascaded_reached", "cascaded_of") + " stew.";
}

// Rounded, hidden or topped: "610 (>90%)".
std::string committed(const Row& row) {
  if (row.flag("committed_hidden")) return "hidden";
  if (!row.has("committed")) return "no answer";
  const std::string count = shown(row, "committed");
  if (!row.flag("committed_topped")) return count;
  return fmt::format("{} (>{}%)", count, number(row, "top_code_bp") / 100);
}

// Silence is never shown as "no".
std::size_t draw_acks(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "ack");
  if (count == 1 && rows[at].has("level")) {
    lines.line(fmt::format(
        "Told the others: {} for call {}.", shown(rows[at], "level"), shown(rows[at], "call")));
    return 1;
  }
  Table table{{"ORG", "RECEIVED", "REVIEWED", "CASCADED", "COMMITTED", "LAST"}};
  std::vector<std::string> phones;
  for (const Row& row : by_name(rows, at, count)) {
    const std::string org = or_else(shown(row, "slug"), shown(row, "org"));
    const auto time = row.time("last");
    // Another's clock may be a little ahead of ours.
    std::string last = time ? from_now(lines, std::min(*time, lines.now())) : "--";
    for (const char* const mark : {"out", "stood_down", "declined"}) {
      if (row.flag(mark) || number(row, mark) > 0) last += fmt::format("  {}", capitals(mark));
    }
    if (row.has("phone"))
      phones.push_back(fmt::format("{}: {}", org, joined(row.texts("phone"), ", ")));
    table.push_back(
        {org,
         answered(row, "received", row.has("devices") ? out_of(row, "received", "devices") : "yes"),
         answered(
             row, "reviewed", row.has("delegates") ? out_of(row, "reviewed", "delegates") : "yes"),
         cascaded(row),
         committed(row),
         last});
  }
  lines.table(table);
  // A list to go through with the phone in one's hand.
  for (std::size_t i = 0; i < phones.size(); ++i) lines.pair(i == 0 ? "Phone" : "", phones[i]);
  return count;
}

}  // namespace

const Drawers& call_drawers() {
  static const Drawers drawers{{"call", draw_call}, {"target", draw_targets}, {"ack", draw_acks}};
  return drawers;
}

}  // namespace tocsin::cli
