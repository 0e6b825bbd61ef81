// Rows of the group decide; those of activate, after and exchange are taken in.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/render.h"
#include "cli/render_after.h"
#include "cli/render_agenda.h"
#include "cli/render_call.h"
#include "cli/render_exchange.h"
#include "cli/render_governance.h"
#include "cli/time_text.h"

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;
using Table = std::vector<std::vector<std::string>>;

// "live" words are for live acts, and nothing else sounds like them.
std::string list_name(const Row& row) {
  return row.text("list").value_or("") == "live" ? "LIVE" : "DRILL LIST";
}

void draw_heading(Lines& lines, const Row& row) {
  lines.line(fmt::format("{} {}  {}  words: {}",
                         capitals(shown(row, "type")),
                         shown(row, "id"),
                         list_name(row),
                         shown(row, "words")));
}

std::size_t draw_draft(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  draw_heading(lines, row);
  if (row.has("file")) lines.line(fmt::format("Written to {}.", shown(row, "file")));
  if (!row.has("complete")) return 1;
  lines.line(row.flag("complete") ? "Complete: it counts."
                                  : "Not complete yet: more people must confirm it.");
  return 1;
}

std::string lack_line(const Row& row) {
  std::string text = fmt::format("{} {}", shown(row, "code"), shown(row, "node"));
  if (row.has("need"))
    text += fmt::format(": have {}, need {}", shown(row, "have"), shown(row, "need"));
  const std::string hint = shown(row, "hint");
  return hint.empty() ? text : text + " -> " + hint;
}

// In the order of the rule; several of one node, one for each organization, by name.
std::vector<std::string> lack_lines(const Rows& rows, std::size_t at, std::size_t count) {
  std::vector<std::string> out;
  std::size_t first = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Row& row = rows[at + i];
    const Row& before = rows[at + (i == 0 ? 0 : i - 1)];
    if (shown(row, "code") != shown(before, "code") || shown(row, "node") != shown(before, "node"))
      first = i;
    std::string line = lack_line(row);
    const auto run = out.begin() + static_cast<std::ptrdiff_t>(first);
    out.insert(std::ranges::upper_bound(run, out.end(), line), std::move(line));
  }
  return out;
}

std::size_t draw_lacks(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "lack");
  std::string lead = "NOT MET   ";
  for (const std::string& line : lack_lines(rows, at, count))
    lines.line(std::exchange(lead, "          ") + line, 10);
  return count;
}

std::string signed_as(const Row& row) {
  const std::string who = shown(row, "as");
  if (row.flag("withdrawn")) return "Withdrawn as " + who;
  const std::string stance = row.text("stance").value_or("approve");
  if (stance == "object") return "Objection signed as " + who;
  if (stance == "abstain") return "Abstention signed as " + who;
  return "Signed as " + who;
}

// Approvals; of an objection how many of the org object.
std::string signed_count(const Row& row) {
  const bool is_objection = row.text("stance").value_or("") == "object";
  return fmt::format(" ({} of {} for {})",
                     shown(row, is_objection ? "objections" : "have"),
                     shown(row, "need"),
                     shown(row, "org"));
}

std::size_t draw_objections(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "objection");
  std::string label = "Against";
  for (const Row& row : by_name(rows, at, count)) {
    const std::string who = fmt::format("{} of {}: ", shown(row, "handle"), shown(row, "slug"));
    lines.pair(std::exchange(label, ""), who + shown(row, "reason"));
  }
  return count;
}

// A founding draft is signed for no organization yet, and taken back by throwing the file away.
std::size_t draw_signed(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const bool is_posted = row.has("need");
  std::string text = signed_as(row);
  if (is_posted) text += signed_count(row);
  if (row.flag("withdrawn")) {
    lines.line(text + ": your earlier decision counts no more.");
    return 1;
  }
  if (row.flag("join")) text += ", with your organization's join";
  if (row.has("valid_until")) text += fmt::format(", valid until {}", shown(row, "valid_until"));
  lines.line(text + ".");
  for (const Row& demand : row.rows("ratifies"))
    lines.line(fmt::format("Ratifies demand {}, {}: {}",
                           shown(demand, "number"),
                           shown(demand, "demand"),
                           shown(demand, "text")));
  if (is_posted && row.has("id"))
    lines.line(fmt::format("Take back: tocsin withdraw {}", shown(row, "id")));
  return 1;
}

// What an act brought about, in its answer. That somebody is frozen is told by the freeze itself.
void draw_outcome(Lines& lines, const Row& row) {
  if (!row.has("to")) return;
  std::string text = fmt::format("Now {} {}", shown(row, "type"), shown(row, "id"));
  if (row.has("cell")) text += ", " + shown(row, "cell") + ",";
  lines.line(fmt::format("{} is {}{}", text, shown(row, "to"), codes_of(row)), 4);
}

std::size_t draw_event(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  if (!row.has("cursor") && row.has("event")) {
    draw_outcome(lines, row);
    return 1;
  }
  std::string text = row.has("cursor") ? fmt::format("{}  ", number(row, "cursor")) : "";
  if (row.has("at")) text += shown(row, "at") + "  ";
  text += or_else(shown(row, "event"), row.kind());
  for (const char* const name : {"type", "id", "call", "org", "cell", "level"}) {
    if (row.has(name)) text += " " + shown(row, name);
  }
  if (row.has("to"))
    text += fmt::format(": {} -> {}", or_else(shown(row, "from"), "--"), shown(row, "to"));
  lines.line(text + codes_of(row), 4);
  return 1;
}

// The command by which one acts on what was read. A founding draft is named by its file.
std::string what_follows(const Row& row, const std::string& id) {
  if (row.text("act").value_or("confirm") == "thaw") return "thaw " + id;
  const bool is_join = row.text("type").value_or("") == "call" && row.flag("is_target");
  return fmt::format(
      "confirm {} --approve{}", or_else(shown(row, "named"), id), is_join ? " --join" : "");
}

// A charter or manifest read from its file.
std::size_t draw_founding(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  draw_heading(lines, row);
  lines.quote(row.text("text").value_or(""));
  return 1;
}

std::size_t draw_review(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::string id = shown(row, "id");
  lines.line(fmt::format("{} {}  {}  words: {}",
                         capitals(shown(row, "type")),
                         id,
                         list_name(row),
                         shown(row, "words")));
  lines.quote(row.text("text").value_or(""));
  const std::string type = row.text("type").value_or("");
  const bool is_target = row.flag("is_target");
  if (row.has("is_target") && (type == "proposal" || type == "call"))
    lines.pair(
        "Your org",
        fmt::format("{} {}",
                    shown(row, "org"),
                    is_target ? "is a TARGET. Your members are called only after your own join."
                              : "is not a target."));
  lines.pair("Language", shown(row, "language"));
  const std::size_t orgs = run_of(rows, at + 1, "org");
  const std::size_t objections = run_of(rows, at + 1 + orgs, "objection");
  if (objections > 0) draw_objections(lines, rows, at + 1 + orgs);
  const std::size_t before = 1 + orgs + objections;
  const std::size_t lacks = run_of(rows, at + before, "lack");
  lines.pair("Rule now", lacks == 0 ? "met" : "not met");
  for (const std::string& line : lack_lines(rows, at + before, lacks)) lines.pair("", line);
  if (row.has("opens_at"))
    lines.pair(
        "Window",
        fmt::format("confirm from {} until {}", shown(row, "opens_at"), shown(row, "closes_at")));
  lines.line(fmt::format("Compare the six words by voice with another delegate, then: tocsin {}",
                         what_follows(row, id)));
  return before + lacks;
}

std::size_t draw_coalition(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("{}  charter {}  {}",
                         or_else(shown(row, "name"), "Coalition " + shown(row, "coalition")),
                         shown(row, "charter"),
                         row.has("org") ? "you: " + shown(row, "org") : ""));
  if (row.text("clock").value_or("ok") != "ok")
    lines.line(
        "CLOCK SUSPECT: nothing can be started, stopping still works -> set this laptop's clock");
  if (const auto orgs = row.texts("listed_by"); !orgs.empty())
    lines.line(
        fmt::format("LISTED TWICE: {} list this device, so it signs for none of them -> "
                    "all but one draft a manifest without it",
                    joined(orgs, " and ")));
  lines.line(fmt::format("{} proposals, {} calls.",
                         or_else(shown(row, "proposals"), "0"),
                         or_else(shown(row, "calls"), "0")));
  return 1;
}

std::size_t draw_proposal(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("PROPOSAL {}  {}{}  {}",
                         shown(row, "id"),
                         shown(row, "state"),
                         row.flag("blocked") ? "  BLOCKED" : "",
                         shown(row, "title")));
  pair_if(lines, "Action", row, "action");
  if (row.has("full"))
    lines.pair("Orgs",
               fmt::format("{} of {} approve, {} object, {} silent",
                           shown(row, "approve"),
                           shown(row, "full"),
                           shown(row, "object"),
                           shown(row, "silent")));
  if (const auto orgs = row.texts("blocked_by"); !orgs.empty())
    lines.pair("Blocked",
               fmt::format("by {}; nobody signs for it while {}",
                           joined(orgs, ", "),
                           orgs.size() == 1 ? "this one objects" : "these object"));
  pair_if(lines, "Vote by", row, "vote_by");
  pair_if(lines, "Earliest", row, "not_before");
  pair_if(lines, "Latest", row, "not_after");
  if (row.has("mandate"))
    lines.pair("Mandate",
               fmt::format("{} of {}", shown(row, "mandate"), shown(row, "mandate_time")));
  pair_if(lines, "Hold until", row, "hold_until");
  return 1;
}

std::size_t draw_subject(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format(
      "{} {}  {}", capitals(rows[at].kind()), shown(rows[at], "id"), shown(rows[at], "state")));
  return 1;
}

std::size_t draw_words(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format(
      "{}  {}  {}", shown(rows[at], "id"), list_name(rows[at]), shown(rows[at], "words")));
  return 1;
}

std::string missed(const Rows& rows, std::size_t at, std::size_t count) {
  std::vector<std::string> slugs;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!rows[i].flag("reached") && number(rows[i], "reached") == 0)
      slugs.push_back(shown(rows[i], "slug"));
  }
  return slugs.empty() ? "" : "; not reached: " + joined(slugs, ", ");
}

std::size_t draw_drill(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::size_t orgs = run_of(rows, at + 1, "org");
  std::string text = fmt::format("reached {} orgs", out_of(row, "reached", "orgs"));
  if (row.has("median_s")) text += ", median " + span_for_people(Seconds{number(row, "median_s")});
  if (row.has("slowest_s"))
    text += ", slowest " + span_for_people(Seconds{number(row, "slowest_s")});
  lines.line(text + missed(rows, at + 1, orgs));
  return 1 + orgs;
}

}  // namespace

const Drawers& decision_drawers() {
  static const Drawers drawers = [] {
    Drawers all{
        {"draft", draw_draft},
        {"lack", draw_lacks},
        {"objection", draw_objections},
        {"signed", draw_signed},
        {"event", draw_event},
        {"review", draw_review},
        {"founding", draw_founding},
        {"words", draw_words},
        {"coalition", draw_coalition},
        {"proposal", draw_proposal},
        {"drill", draw_drill},
        {"report", draw_subject},
        {"debrief", draw_subject},
        {"stop", draw_subject},
    };
    all.insert(governance_drawers().begin(), governance_drawers().end());
    all.insert(call_drawers().begin(), call_drawers().end());
    all.insert(after_drawers().begin(), after_drawers().end());
    all.insert(agenda_drawers().begin(), agenda_drawers().end());
    all.insert(exchange_drawers().begin(), exchange_drawers().end());
    return all;
  }();
  return drawers;
}

}  // namespace tocsin::cli
