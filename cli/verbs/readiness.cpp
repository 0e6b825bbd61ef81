#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/errand.h"
#include "cli/input.h"
#include "cli/live_act.h"
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

// Options that stand beside --lines are meant for each line that does not say otherwise.
Row with_defaults(Row line, const Row& request) {
  for (const auto& [name, value] : request.fields())
    if (!line.has(name)) line.set(name, value);
  return line;
}

Reply<std::vector<Row>> pledge_lines(Errand& errand, const Row& request) {
  const auto lines = input_lines(errand);
  if (!lines) return tl::unexpected{lines.error()};
  if (lines->empty())
    return refuse(Exit::usage, "E_INPUT", "no line came in, nothing was recorded");
  std::vector<Row> rows;
  for (const std::string& line : *lines) {
    auto row = row_from_json(line);
    if (!row)
      return refuse(Exit::invalid,
                    "E_DECODE",
                    fmt::format("line {}: {}", rows.size() + 1, row.error().what.view()),
                    "nothing was recorded; mend the line");
    rows.push_back(with_defaults(*std::move(row), request));
  }
  return rows;
}

// What went well stays; who only looks at the exit code hears of the rest too.
Reply<void> show_recorded(Errand& errand, const std::vector<Row>& rows) {
  show(errand, rows);
  const std::int64_t refused = rows.empty() ? 0 : rows.back().integer("refused").value_or(0);
  if (refused == 0) return {};
  return refuse(Exit::invalid,
                "E_LINES",
                fmt::format("{} of {} lines were refused, the others are recorded",
                            refused,
                            refused + rows.back().integer("count").value_or(0)),
                "mend those lines and send them again; a line sent twice counts once");
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

// One person reads names here; a file of them takes two (docs/decisions, 0050).
Reply<void> run_roster_list(Errand& errand) {
  if (errand.arguments.is_json || !errand.output.is_screen())
    return refuse(Exit::second_person,
                  "E_SECOND",
                  "names are shown on a terminal only: in a file, two delegates answer for them",
                  "tocsin roster export; for counts, tocsin roster show");
  return run_plain(errand);
}

// Without X it only asks. With X the list comes back and goes into a file that was not there, so
// that no older list is lost and no other file is taken for it.
Reply<void> run_roster_export(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  const std::string path = errand.arguments.text("-o");
  const bool is_ask = !request->has("subject");
  if (is_ask && !path.empty())
    return refuse(Exit::second_person,
                  "E_SECOND",
                  "the list is written out only after another delegate has agreed",
                  "ask first: tocsin roster export; then with its digits and -o");
  if (is_ask) return ask_and_show(errand, *std::move(request));
  if (path.empty() || request->has("cell"))
    return refuse(Exit::usage, "E_USAGE", "what was agreed to is written to -o FILE");
  if (exists(path))
    return refuse(Exit::usage, "E_INPUT", "there is such a file already", "name another");
  const auto object = object_of(errand, *request);
  if (!object) return tl::unexpected{object.error()};
  if (auto typed = ask_words(errand, *object, *request); !typed) return typed;
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  return save_and_show(errand, std::move(answer->rows), path);
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
  if (request->has("worker"))
    return refuse(Exit::usage,
                  "E_USAGE",
                  "with --lines each line names its worker",
                  "leave REF out, or --lines");
  auto rows = pledge_lines(errand, *request);
  if (!rows) return tl::unexpected{rows.error()};
  const auto answer = ask(errand, Row{}.set("lines", Value{*std::move(rows)}));
  if (!answer) return tl::unexpected{answer.error()};
  return show_recorded(errand, answer->rows);
}

Reply<void> run_test_record(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (errand.arguments.has("--lines")) {
    auto lines = input_lines(errand);
    if (!lines) return tl::unexpected{lines.error()};
    for (std::string& named : request->texts("took_part")) lines->push_back(std::move(named));
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
