#include "cli/errand.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "cli/input.h"
#include "cli/percent.h"
#include "cli/render.h"
#include "cli/render_json.h"
#include "cli/size_text.h"
#include "cli/time_text.h"
#include "core/crypto/secret.h"
#include "core/model/limits/cli.h"

namespace tocsin::cli {
namespace {

constexpr std::size_t idempotency_bytes = 16;

std::int64_t integer_of(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);  // checked when it was parsed
  return value;
}

Reply<void> put(Row& row, const Parameter& parameter, const std::vector<std::string>& values) {
  const std::string& first = values.front();
  switch (parameter.takes) {
    case Takes::flag:
      break;
    case Takes::integer:
      row.set(parameter.field, integer_of(first));
      break;
    case Takes::percent:
      row.set(parameter.field, *parse_percent(first));
      break;
    case Takes::time:
      row.set(parameter.field, Value{*parse_time(first)});
      break;
    case Takes::span:
      row.set(parameter.field, parse_span(first)->count());
      break;
    case Takes::size:
      row.set(parameter.field, *parse_size(first));
      break;
    case Takes::subject:
      return set_subject(row, first);
    case Takes::file: {
      auto bytes = read_file(first);
      if (!bytes) return tl::unexpected{bytes.error()};
      row.set(parameter.field, Value{*std::move(bytes)});
      break;
    }
    case Takes::hex:
    case Takes::text:
    case Takes::choice:
    case Takes::path:
      if (parameter.is_repeated)
        row.set(parameter.field, Value{values});
      else
        row.set(parameter.field, first);
      break;
  }
  return {};
}

bool is_id_prefix(std::string_view text) {
  return text.size() >= 4 && text.size() <= 64 &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Bytes idempotency_of(Errand& errand) {
  Bytes name(idempotency_bytes);
  errand.random.fill(name);
  return name;
}

Reply<Answer> send_request(Errand& errand, ControlRequest request) {
  Seconds wait = limits::answer_wait;
  if (errand.arguments.has("--timeout")) wait = *parse_span(errand.arguments.text("--timeout"));
  auto answer = errand.daemon.ask(std::move(request), wait);
  if (!answer) return answer;
  if (answer->exit == Exit::ok) return answer;
  return tl::unexpected{
      Refusal{answer->exit, answer->code, answer->reason, answer->remedy, answer->rows}};
}

}  // namespace

Reply<void> set_subject(Row& row, const std::string& typed) {
  if (!is_id_prefix(typed) && !is_file(typed))
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "neither a file nor the first digits of an id (4 or more)",
                  "tocsin status");
  if (is_file(typed)) {
    auto bytes = read_file(typed);
    if (!bytes) return tl::unexpected{bytes.error()};
    row.set("draft", Value{*std::move(bytes)});
    return {};
  }
  row.set("subject", typed);
  return {};
}

Reply<Row> request_row(const Errand& errand) {
  Row row;
  for (const Parameter& parameter : errand.verb().parameters) {
    if (!errand.arguments.has(parameter.name)) continue;
    const bool is_subject = parameter.takes == Takes::subject;
    if (parameter.field.empty() && !is_subject) continue;
    if (parameter.takes == Takes::flag) {
      row.set(parameter.field, true);
      continue;
    }
    if (auto set = put(row, parameter, errand.arguments.texts(parameter.name)); !set)
      return tl::unexpected{set.error()};
  }
  return row;
}

Reply<void> refuse_batch(const Errand& errand) {
  if (!errand.prompt.is_batch()) return {};
  return refuse(Exit::usage,
                "E_BATCH",
                "a live act asks for words and passphrase, and --batch forbids it",
                "leave --batch out; a script pipes the lines in");
}

Reply<UnlockParameters> parameters(Errand& errand) {
  auto answer = ask(errand, "unlock parameters", Row{});
  if (!answer) return tl::unexpected{answer.error()};
  if (answer->rows.empty())
    return refuse(Exit::bug,
                  "E_PROTOCOL",
                  "the daemon told no parameters",
                  "install the same version of both programs");
  auto read = unlock_parameters(answer->rows.front());
  if (read) errand.is_rehearsal = read->is_rehearsal;
  return read;
}

bool is_rehearsal(Errand& errand) {
  // A profile that cannot tell has not been made yet.
  if (!errand.is_rehearsal && !parameters(errand)) errand.is_rehearsal = false;
  return *errand.is_rehearsal;
}

Reply<Answer> ask(Errand& errand, std::string_view verb, Row request) {
  ControlRequest asked;
  asked.verb = verb;
  asked.arguments = std::move(request);
  return send_request(errand, std::move(asked));
}

Reply<Answer> ask(Errand& errand, Row request) {
  ControlRequest asked;
  asked.verb = errand.verb().words;
  asked.arguments = std::move(request);
  if (errand.verb().act == Act::act || errand.verb().act == Act::live)
    asked.idempotency = idempotency_of(errand);
  if (errand.verb().act == Act::live) {
    auto key = step_up(errand);
    if (!key) return tl::unexpected{key.error()};
    asked.unlock_key = *std::move(key);
  }
  return send_request(errand, std::move(asked));
}

Reply<Answer> ask_as_written(Errand& errand, ControlRequest request) {
  if (request.idempotency.empty()) request.idempotency = idempotency_of(errand);
  return send_request(errand, std::move(request));
}

Reply<Bytes> step_up(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return tl::unexpected{refused.error()};
  const auto told = parameters(errand);
  if (!told) return tl::unexpected{told.error()};
  const auto typed = errand.prompt.passphrase("Passphrase:");
  if (!typed) return tl::unexpected{typed.error()};
  const auto key = unlock_key(*typed, *told);
  if (!key) return tl::unexpected{key.error()};
  return to_bytes(key->reveal());
}

void show(Errand& errand, const std::vector<Row>& rows) {
  if (errand.arguments.is_json) {
    for (const Row& row : rows) errand.output.out(json_line(row));
    return;
  }
  const bool is_offline = errand.verb().act == Act::offline;
  errand.output.out(render(rows, Look{!is_offline && is_rehearsal(errand), errand.now}));
}

Row saved_as(const Row& row, std::string_view path) {
  Row saved;
  for (const auto& [name, value] : row.fields()) {
    if (name != "bytes") saved.set(name, value);
  }
  saved.set("file", path);
  return saved;
}

Reply<void> save_and_show(Errand& errand, std::vector<Row> rows, const std::string& path) {
  for (Row& row : rows) {
    const auto bytes = row.bytes("bytes");
    if (!bytes || path.empty()) continue;
    if (auto written = write_file(path, *bytes); !written) return written;
    row = saved_as(row, path);
    break;
  }
  show(errand, rows);
  return {};
}

void show_or_nothing(Errand& errand, std::vector<Row> rows) {
  if (rows.empty() && !errand.arguments.is_json) rows.emplace_back("nothing");
  show(errand, rows);
}

Reply<void> ask_and_show(Errand& errand, Row request) {
  auto answer = ask(errand, std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  // The list with names is no reading, for it is kept from scripts that may only read.
  if (errand.verb().act == Act::read || errand.verb().words == "roster list")
    show_or_nothing(errand, std::move(answer->rows));
  else
    show(errand, answer->rows);
  return {};
}

Reply<void> run_plain(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  return ask_and_show(errand, *std::move(request));
}

}  // namespace tocsin::cli
