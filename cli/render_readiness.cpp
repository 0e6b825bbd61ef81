// The wall chart, and rows of the group readiness.
#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "cli/render.h"
#include "cli/time_text.h"
#include "core/base/text.h"

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;
using Table = std::vector<std::vector<std::string>>;

constexpr std::size_t bar_max = 20;
constexpr std::size_t bar_min = 5;  // with its brackets as wide as its heading

// What stands beside the bar, so that the bar itself says nothing new.
std::string share_text(const Row& row) {
  return (row.flag("topped") ? ">" : "") + fmt::format("{}%", number(row, "share_bp") / 100);
}

std::string bar(const Row& row, std::size_t width) {
  const auto parts = static_cast<std::int64_t>(width);
  const auto full = static_cast<std::size_t>(
      std::clamp<std::int64_t>(number(row, "share_bp") * parts / 10'000, 0, parts));
  return "[" + std::string(full, '#') + std::string(width - full, '-') + "]";
}

enum Column : std::size_t { cell, org, eligible, share, tests, vote, lead, age, columns_count };

using Cells = std::array<std::string, columns_count>;

Cells cells_of(const Row& row) {
  Cells cells;
  cells[cell] = fmt::format("{}/{}", shown(row, "sector"), shown(row, "region"));
  cells[org] = or_else(shown(row, "slug"), "--");
  if (row.flag("uncovered")) {
    cells[org] = "--";
    cells[eligible] = "UNCOVERED";
    return cells;
  }
  const bool is_hidden = row.flag("hidden");
  cells[eligible] = is_hidden ? "hidden" : shown(row, "eligible");
  cells[share] = is_hidden ? "" : share_text(row);
  cells[tests] = or_else(shown(row, "tests"), "--");
  cells[vote] = row.has("vote_bp") ? basis_points(number(row, "vote_bp")) : "--";
  cells[lead] =
      row.text("lead_ratio")
          .value_or(number(row, "lead_ratio") > 0 ? fmt::format("1:{}", number(row, "lead_ratio"))
                                                  : "--");
  cells[age] = row.has("age_days")
                   ? fmt::format("{}d{}", number(row, "age_days"), row.flag("stale") ? "*" : "")
                   : "--";
  return cells;
}

// UNCOVERED ends its line, and must not widen a column for all the others.
std::array<std::size_t, columns_count> widths_of(const std::vector<Cells>& all) {
  std::array<std::size_t, columns_count> widths{};
  for (const Cells& cells : all) {
    for (std::size_t i = 0; i < columns_count; ++i) {
      if (cells[i] != "UNCOVERED")
        widths[i] = std::max(widths[i], columns(escape_for_terminal(cells[i])));
    }
  }
  return widths;
}

// "20 Apr", with its year where that is not the year in which it is read.
std::string short_day(const std::string& day, WallTime now) {
  constexpr std::array<std::string_view, 12> months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (day.size() != 10) return day;
  const std::string month_digits = day.substr(5, 2);
  const auto month = static_cast<std::size_t>((month_digits[0] - '0') * 10 + month_digits[1] - '0');
  if (month < 1 || month > months.size()) return day;
  const std::string date = (day[8] == '0' ? day.substr(9, 1) : day.substr(8, 2));
  const std::string year = day.substr(0, 4);
  const bool is_this_year = time_rfc3339(now).starts_with(year);
  return fmt::format("{} {}{}", date, months[month - 1], is_this_year ? "" : " " + year);
}

// "tests  petition  12 Mar 41%  2 Apr 55%  20 Apr 63%  rising": below its workplace.
void draw_series(Lines& lines, const Row& row) {
  for (const Row& series : row.rows("series")) {
    std::string text = fmt::format("  tests  {}", shown(series, "test"));
    for (const Row& point : series.rows("points")) {
      const std::string share = point.has("share_bp")
                                    ? fmt::format("{}%", number(point, "share_bp") / 100)
                                    : shown(point, "took_part");
      text += fmt::format("  {} {}", short_day(point.text("day").value_or(""), lines.now()), share);
    }
    const std::string trend = series.text("trend").value_or("");
    if (!trend.empty()) text += "  " + (trend == "mixed" ? "up and down" : trend);
    lines.line(text, 9);
  }
}

std::size_t draw_chart(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "chart");
  std::vector<Cells> all{Cells{"CELL", "ORG", "ELIGIBLE", "", "TESTS", "YES", "LEAD", "AGE"}};
  bool has_stale = false;
  for (std::size_t i = at; i < at + count; ++i) {
    all.push_back(cells_of(rows[i]));
    has_stale = has_stale || rows[i].flag("stale");
  }
  auto widths = widths_of(all);
  const std::size_t others =
      std::accumulate(widths.begin(), widths.end(), std::size_t{columns_count});
  const std::size_t room = lines.width() > others + 2 ? lines.width() - others - 2 : 0;
  const std::size_t bar_width = room < bar_min ? 0 : std::min(room, bar_max);
  if (bar_width == 0) {
    all.front()[share] = "SHARE";
    widths[share] = std::max(widths[share], columns("SHARE"));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string line;
    for (std::size_t column = 0; column < columns_count; ++column) {
      const std::string text = escape_for_terminal(all[i][column]);
      if (column == share && bar_width > 0) {
        const bool has_bar = i > 0 && !text.empty();
        line += padded(i == 0    ? "PLEDGED"
                       : has_bar ? bar(rows[at + i - 1], bar_width)
                                 : "",
                       bar_width + 2) +
                " ";
      }
      const bool is_number = column == eligible || column == share || column == vote;
      line += (is_number ? padded_left(text, widths[column]) : padded(text, widths[column])) + " ";
    }
    lines.line(line);
    if (i > 0) draw_series(lines, rows[at + i - 1]);
  }
  if (has_stale) lines.line("* too old to count toward a mandate -> tocsin draft report");
  return count;
}

// One line for all that went well; a line for each that did not.
std::size_t draw_pledges(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "pledge");
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    if (row.has("revoked"))
      lines.line(fmt::format("Pledge of {} taken back.", shown(row, "worker")));
    else if (!row.flag("ok"))
      lines.line(fmt::format("not recorded: {}{}  {} {}",
                             row.has("line") ? "line " + shown(row, "line") + "  " : "",
                             or_else(shown(row, "worker"), "(no worker)"),
                             shown(row, "code"),
                             shown(row, "reason")));
  }
  return count;
}

std::size_t draw_recorded(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::int64_t refused = number(row, "refused");
  lines.line(fmt::format("{} pledges recorded{}.",
                         shown(row, "count"),
                         refused == 0 ? "" : fmt::format(", {} refused", grouped(refused))));
  return 1;
}

std::size_t draw_test(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("{} in {} on {}: {} took part{}",
                         shown(row, "test"),
                         shown(row, "cell"),
                         shown(row, "day"),
                         shown(row, "took_part"),
                         row.has("unknown") && shown(row, "unknown") != "0"
                             ? ", not in your list: " + shown(row, "unknown")
                             : ""));
  return 1;
}

std::size_t draw_report_cells(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "report_cell");
  Table table{{"CELL", "ELIGIBLE", "PLEDGED"}};
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    const bool is_hidden = row.flag("hidden");
    table.push_back({shown(row, "cell"),
                     is_hidden ? "hidden" : shown(row, "eligible"),
                     is_hidden            ? ""
                     : row.flag("topped") ? "nearly all"
                                          : shown(row, "pledged")});
  }
  lines.table(table);
  return count;
}

// Before cells and tests, vote and contracts: core/readiness tells all that the report holds.
std::size_t draw_report_head(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(
      "This is all that leaves your organization, with the signatures of the delegates who confirm "
      "it: pledged rounded down, eligible up, small cells hidden.");
  lines.pair("Period", fmt::format("{}, as of {}", shown(row, "period"), shown(row, "as_of")));
  lines.pair("Root",
             shown(row, "root") + ", a fingerprint of the rows counted; it shows none of them");
  return 1;
}

std::string vote_text(const Row& row) {
  const std::string method = shown(row, "method");
  return fmt::format("turnout {}, yes {}; {}on {}, valid until {}",
                     basis_points(number(row, "turnout_bp")),
                     basis_points(number(row, "yes_bp")),
                     method.empty() ? "" : method + " ",
                     shown(row, "day"),
                     shown(row, "valid_until"));
}

std::string contract_text(const Row& row) {
  const std::string notice = shown(row, "notice_by");
  return fmt::format("{} ends on {}{}{}",
                     shown(row, "cell"),
                     shown(row, "ends"),
                     notice.empty() ? "" : ", notice by " + notice,
                     row.flag("sure") ? ", read in the contract" : ", not sure");
}

std::size_t draw_vote(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line("Recorded: " + vote_text(rows[at]) + ".");
  lines.line(
      "Compare it with your count before tocsin draft report: once drafted with it, the report "
      "stays as it is until the next period.");
  return 1;
}

std::size_t draw_contract(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line("Recorded: " + contract_text(rows[at]) + ".");
  return 1;
}

std::size_t draw_report_vote(Lines& lines, const Rows& rows, std::size_t at) {
  lines.pair("Vote", vote_text(rows[at]));
  return 1;
}

std::size_t draw_report_contract(Lines& lines, const Rows& rows, std::size_t at) {
  lines.pair("Contract", contract_text(rows[at]));
  return 1;
}

std::size_t draw_report_tests(Lines& lines, const Rows& rows, std::size_t at) {
  return draw_columns(
      lines,
      rows,
      at,
      {{"TEST", "test"}, {"CELL", "cell"}, {"DAY", "day"}, {"TOOK PART", "took_part"}});
}

// Sentences: a window has more to tell than columns have room for.
std::size_t draw_windows(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(
      fmt::format("Contracts end from {} until {}", shown(row, "from"), shown(row, "until")));
  if (row.has("notice_by")) lines.pair("Notice by", shown(row, "notice_by"));
  lines.pair("Orgs", shown(row, "orgs"));
  lines.pair("Cells", shown(row, "cells"));
  return 1;
}

std::size_t draw_cells(Lines& lines, const Rows& rows, std::size_t at) {
  return draw_columns(lines,
                      rows,
                      at,
                      {{"CELL", "cell"},
                       {"ELIGIBLE", "eligible"},
                       {"PLEDGED", "pledged"},
                       {"ASSESSED", "assessed"},
                       {"STEWARDS", "stewards"}});
}

std::size_t draw_campaigns(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "campaign");
  Table table{{"CAMPAIGN", "STATE", "OPENED", "PLEDGES", "NAMES"}};
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    const std::string until = row.has("shred_at")   ? "until " + shown(row, "shred_at")
                              : row.has("shredded") ? "destroyed " + shown(row, "shredded")
                                                    : "kept";
    table.push_back({shown(row, "campaign"),
                     shown(row, "state"),
                     shown(row, "opened"),
                     shown(row, "pledges"),
                     until});
  }
  lines.table(table);
  return count;
}

std::size_t draw_list(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const auto campaigns = row.texts("campaigns");
  lines.line(campaigns.empty() ? std::string{"No list is kept."}
                               : fmt::format("Your list: {} workers, {} tests; kept for {}.",
                                             shown(row, "workers"),
                                             shown(row, "tests"),
                                             joined(campaigns, ", ")));
  return 1;
}

}  // namespace

const Drawers& readiness_drawers() {
  static const Drawers drawers{
      {"chart", draw_chart},
      {"pledge", draw_pledges},
      {"recorded", draw_recorded},
      {"test", draw_test},
      {"vote", draw_vote},
      {"contract", draw_contract},
      {"report_head", draw_report_head},
      {"report_cell", draw_report_cells},
      {"report_test", draw_report_tests},
      {"report_vote", draw_report_vote},
      {"report_contract", draw_report_contract},
      {"window", draw_windows},
      {"cell", draw_cells},
      {"campaign", draw_campaigns},
      {"list", draw_list},
  };
  return drawers;
}

}  // namespace tocsin::cli
