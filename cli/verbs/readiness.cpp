#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/errand.h"
#include "cli/input.h"
#include "cli/render_json.h"
#include "cli/verbs/verbs.h"
#include "core/model/limits/cli.h"

namespace tocsin::cli {
namespace {

// Every line of standard input that is not empty.
Reply<std::vector<std::string>> input_lines(Errand& errand) {
  std::vector<std::string> lines;
  for (;;) {
    auto line = errand.prompt.next_line();
    if (!line) return tl::unexpected{line.error()};
    if (!line->has_value()) return lines;
    if ((*line)->empty()) continue;
    if (lines.size() == limits::lines_per_file_max)
      return refuse(
          Exit::invalid, "E_SIZE", "too many lines at once", "split them into several runs");
    lines.push_back(**std::move(line));
  }
}

}  // namespace

Reply<void> run_roster_import(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  auto csv = read_file(errand.arguments.text("F"));
  if (!csv) return tl::unexpected{csv.error()};
  request->set("csv", Value{*std::move(csv)});
  return ask_and_show(errand, *std::move(request));
}

Reply<void> run_pledge_record(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (!errand.arguments.has("--lines")) {
    if (!request->has("worker") || !request->has("ask") || !request->has("text_id"))
      return refuse(Exit::usage,
                    "E_USAGE",
                    "a pledge needs REF, --ask and --text-id; or --lines",
                    "tocsin pledge record --help");
    return ask_and_show(errand, *std::move(request));
  }
  const auto lines = input_lines(errand);
  if (!lines) return tl::unexpected{lines.error()};
  std::vector<Row> rows;
  for (const std::string& line : *lines) {
    auto row = row_from_json(line);
    if (!row)
      return refuse(Exit::invalid,
                    "E_DECODE",
                    fmt::format("line {}: {}", rows.size() + 1, row.error().what.view()),
                    "nothing was recorded; mend the line");
    rows.push_back(*std::move(row));
  }
  request->set("lines", Value{std::move(rows)});
  return ask_and_show(errand, *std::move(request));
}

Reply<void> run_test_record(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (errand.arguments.has("--lines")) {
    auto lines = input_lines(errand);
    if (!lines) return tl::unexpected{lines.error()};
    request->set("took_part", Value{*std::move(lines)});
  }
  return ask_and_show(errand, *std::move(request));
}

Reply<void> run_draft_report(Errand& errand) {
  auto answer = ask(errand, Row{});
  if (!answer) return tl::unexpected{answer.error()};
  return save_and_show(errand, std::move(answer->rows), errand.arguments.text("-o"));
}

}  // namespace tocsin::cli
