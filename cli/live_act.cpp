#include "cli/live_act.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cli/checklists.h"
#include "cli/founding_file.h"
#include "cli/share_folder.h"
#include "core/coalition/rows.h"
#include "core/model/proof.h"

namespace tocsin::cli {
namespace {

bool is_founding(const Row& object, const Row& request) {
  const std::string type = object.text("type").value_or("");
  return request.has("draft") && (type == "charter" || type == "manifest");
}

// A founding draft is all there is of its object; a file of anything else only names what is
// posted.
Reply<Row> object_in(ByteView draft, Row& request) {
  const auto proof = proof_in(draft);
  if (!proof) return tl::unexpected{proof.error()};
  if (proof->kind == ProofKind::charter) return Row{}.set("type", "charter");
  if (proof->kind == ProofKind::manifest) return Row{}.set("type", "manifest");
  std::optional<Row> object;
  for (const Statement& statement : proof->statements) {
    const bool is_subject =
        statement.type == StatementType::report || statement.type == StatementType::stop ||
        statement.type == StatementType::debrief ||
        (statement.type == StatementType::call && proof->kind == ProofKind::call) ||
        (statement.type == StatementType::proposal && proof->kind == ProofKind::mandate);
    if (!is_subject) continue;
    if (object)
      return refuse(Exit::usage,
                    "E_PREFIX",
                    "this file holds more than one thing to sign",
                    "name it by its id");
    object = Row{}
                 .set("type", type_name(statement.type))
                 .set("mode", coalition::word(statement.domain.mode));
    Row by_id;
    for (const auto& [name, value] : request.fields()) {
      if (name != "draft") by_id.set(name, value);
    }
    request = by_id.set("subject", statement.id().hex());
  }
  if (!object) return refuse(Exit::usage, "E_NOT_FOUND", "this file holds nothing to sign");
  return *object;
}

std::string banner(const Errand& errand, const Row& object) {
  const std::string mode = object.text("mode").value_or("");
  const bool is_drill = mode == "exercise" || mode == "rehearsal_exercise";
  std::string text =
      errand.is_rehearsal.value_or(false) || mode.starts_with("rehearsal") ? "REHEARSAL " : "";
  return is_drill ? text + "EXERCISE " : text;
}

}  // namespace

Reply<Row> object_of(Errand& errand, Row& request) {
  if (const auto draft = request.bytes("draft")) {
    auto object = object_in(*draft, request);
    if (!object || request.has("draft")) return object;
  }
  auto answer = ask(errand, "show", Row{}.set("subject", request.text("subject").value_or("")));
  if (!answer) return tl::unexpected{answer.error()};
  if (answer->rows.empty())
    return refuse(Exit::usage, "E_NOT_FOUND", "nothing of that id is here", "tocsin status");
  return std::move(answer->rows.front());
}

Reply<void> name_posted(Row& request) {
  const auto draft = request.bytes("draft");
  if (!draft) return {};
  const auto object = object_in(*draft, request);
  if (!object) return tl::unexpected{object.error()};
  return {};
}

Reply<void> ask_words(Errand& errand, const Row& object, Row& request) {
  const std::string before = banner(errand, object);
  const bool is_first = is_founding(object, request);
  const auto words =
      errand.prompt.line(before + (is_first ? "All six words:" : "Last three words:"));
  if (!words) return tl::unexpected{words.error()};
  request.set("words", *words);
  if (is_first || object.text("type").value_or("") == "report") return {};
  const auto spoken = errand.prompt.line(before + "Organization and action:");
  if (!spoken) return tl::unexpected{spoken.error()};
  request.set("spoken", *spoken);
  return {};
}

Reply<void> ask_reason(Errand& errand, bool is_needed, Row& request) {
  if (!is_needed && !errand.arguments.has("--reason")) return {};
  const auto reason = errand.prompt.line("Reason:");
  if (!reason) return tl::unexpected{reason.error()};
  request.set("reason", *reason);
  return {};
}

Reply<void> add_checklist(const Errand& errand, Row& request) {
  std::vector<Row> rows;
  for (const std::string& typed : errand.arguments.texts("--item")) {
    const auto equals = typed.find('=');
    const std::string state = equals == std::string::npos ? "" : typed.substr(equals + 1);
    if (state != "done" && state != "not_applicable" && state != "waived" && state != "open")
      return refuse(Exit::usage, "E_USAGE", "--item is ITEM=done, not_applicable, waived or open");
    rows.push_back(Row{}.set("item", typed.substr(0, equals)).set("state", state));
  }
  if (!rows.empty()) request.set("checklist", Value{std::move(rows)});
  return {};
}

Reply<void> add_pack(const Errand& errand, const Row& object, Row& request) {
  const auto packs = object.texts("checklists");
  if (packs.empty()) return {};
  const auto lines = read_checklists(folder_of_checklists(errand), packs);
  if (!lines) return tl::unexpected{lines.error()};
  request.set("pack", Value{pack_rows(*lines)});
  return {};
}

std::string folder_of_checklists(const Errand& errand) {
  const std::string typed = errand.arguments.text("--checklists");
  return typed.empty() ? share_folder(own_program(), "checklists") : typed;
}

Reply<std::string> chosen(const Errand& errand,
                          const std::vector<Choice>& choices,
                          std::string_view otherwise) {
  std::string text;
  std::string names;
  for (const Choice& choice : choices) {
    names += fmt::format("{}{}", names.empty() ? "" : " or ", choice.flag);
    if (!errand.arguments.has(choice.flag)) continue;
    if (!text.empty()) return refuse(Exit::usage, "E_USAGE", "one of these, not two", names);
    text = choice.text;
  }
  if (text.empty()) text = otherwise;
  if (text.empty()) return refuse(Exit::usage, "E_USAGE", fmt::format("say {}", names));
  return text;
}

}  // namespace tocsin::cli
