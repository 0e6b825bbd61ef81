// One thing on the screen, as a picture for a camera, or as a page for a wall.
#include <optional>
#include <string>
#include <utility>

#include "cli/charter_files.h"
#include "cli/errand.h"
#include "cli/founding_file.h"
#include "cli/input.h"
#include "cli/live_act.h"
#include "cli/qr.h"
#include "cli/sheet.h"
#include "cli/verbs/verbs.h"
#include "cli/verify_rows.h"
#include "core/wire/decision_codec.h"
#include "core/wire/proof_codec.h"

namespace tocsin::cli {
namespace {

// What is printed was checked: the file itself, or what this device holds the proof of.
Reply<Bytes> proof_to_print(Errand& errand) {
  const std::string typed = errand.arguments.text("X");
  if (is_file(typed)) return read_file(typed);
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  const auto answer = ask(errand, "export", *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  for (const Row& row : answer->rows)
    if (const auto bytes = row.bytes("bytes")) return *bytes;
  return refuse(Exit::bug,
                "E_PROTOCOL",
                "the daemon told no proof",
                "install the same version of both programs");
}

// A page may not rest on what a file says of itself.
Reply<std::optional<Bytes>> charter_to_go_by(Errand& errand, ByteView proof) {
  if (errand.arguments.has("--charter")) {
    auto bytes = read_file(errand.arguments.text("--charter"));
    if (!bytes) return tl::unexpected{bytes.error()};
    return std::optional{*std::move(bytes)};
  }
  if (coalition::founded_by(proof)) return std::optional<Bytes>{to_bytes(proof)};
  if (is_file(errand.arguments.text("X")))
    return refuse(Exit::usage,
                  "E_USAGE",
                  "what is printed must be checked by a charter",
                  "add --charter FILE");
  const auto charter = charter_in_force(errand);
  if (!charter) return tl::unexpected{charter.error()};
  return std::optional{charter->bytes("bytes").value_or(Bytes{})};
}

std::optional<WallTime> public_after(ByteView proof, const StatementId& subject) {
  const auto decoded = wire::decode<Proof>(proof);
  if (!decoded) return std::nullopt;
  for (const Statement& statement : decoded->statements) {
    if (statement.type != StatementType::call || statement.id() != subject) continue;
    const auto call = wire::decode_signed<Call>(statement.body);
    if (call) return call->public_after;
  }
  return std::nullopt;
}

Reply<void> print_sheet(Errand& errand) {
  const auto proof = proof_to_print(errand);
  if (!proof) return tl::unexpected{proof.error()};
  const auto charter = charter_to_go_by(errand, *proof);
  if (!charter) return tl::unexpected{charter.error()};
  const auto anchor = anchor_of(*proof, *charter, false);
  if (!anchor) return tl::unexpected{anchor.error()};
  const coalition::Verification found = coalition::examine(*proof, anchor->anchor);
  if (auto refused = refusal_of(found); !refused) return refused;
  const std::string page = sheet(
      found,
      SheetNotes{
          errand.now, public_after(*proof, found.verified.subject), errand.arguments.has("--qr")});
  if (errand.arguments.is_json)
    show(errand, {Row{"sheet"}.set("text", page)});
  else
    errand.output.out(page);
  return {};
}

Row without_bytes(const Row& row) {
  Row kept;
  for (const auto& [name, value] : row.fields())
    if (name != "bytes") kept.set(name, value);
  return kept;
}

void show_picture(Errand& errand, std::string_view type, const Row& row) {
  const auto id = row.bytes("id");
  if (!id) return;
  const std::string text = picture_text(type, *id, row.text("words").value_or(""));
  if (errand.arguments.is_json)
    show(errand, {Row{"picture"}.set("text", text)});
  else
    errand.output.out(qr_picture(text));
}

// The words come from the daemon, which knows the list that serves this thing.
Reply<void> show_picture_of(Errand& errand, const Row& statement, Row request) {
  const auto told = ask(errand, "words", std::move(request));
  if (!told) return tl::unexpected{told.error()};
  for (const Row& row : told->rows) show_picture(errand, statement.text("type").value_or(""), row);
  return {};
}

// Nothing of a founding draft is posted: it is read from its file.
Reply<void> show_founding_file(Errand& errand, ByteView draft) {
  const auto row = founding_text(draft);
  if (!row) return tl::unexpected{row.error()};
  show(errand, {*row});
  if (errand.arguments.has("--qr")) show_picture(errand, row->text("type").value_or(""), *row);
  return {};
}

}  // namespace

Reply<void> run_show(Errand& errand) {
  if (errand.arguments.has("--print")) return print_sheet(errand);
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (auto named = name_posted(*request); !named) return named;
  if (const auto draft = request->bytes("draft")) return show_founding_file(errand, *draft);
  const auto answer = ask(errand, *request);
  if (!answer) return tl::unexpected{answer.error()};
  const bool wants_bytes = errand.arguments.has("--bytes");
  std::vector<Row> rows;
  for (const Row& row : answer->rows) rows.push_back(wants_bytes ? row : without_bytes(row));
  show(errand, rows);
  if (!errand.arguments.has("--qr") || rows.empty()) return {};
  return show_picture_of(errand, rows.front(), *std::move(request));
}

}  // namespace tocsin::cli
