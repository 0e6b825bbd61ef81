// From the TOML files that people write to drafts: the files are read here, the daemon gets encoded
// bodies.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/card_files.h"
#include "cli/charter_toml.h"
#include "cli/errand.h"
#include "cli/input.h"
#include "cli/toml_drafts.h"
#include "cli/verbs/verbs.h"
#include "core/base/codes.h"
#include "core/wire/charter_codec.h"
#include "core/wire/debrief_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/manifest_codec.h"

namespace tocsin::cli {
namespace {

Reply<std::string> toml_text(const Errand& errand) {
  auto bytes = read_file(errand.arguments.text("F"));
  if (!bytes) return tl::unexpected{bytes.error()};
  return to_text(*bytes);
}

// Where the file says nothing of it, the draft lies beside its source.
std::string draft_path(const Errand& errand) {
  if (errand.arguments.has("-o")) return errand.arguments.text("-o");
  std::string path = errand.arguments.text("F");
  if (path.ends_with(".toml")) path.resize(path.size() - 5);
  return path + ".draft";
}

std::function<Reply<StatementId>(const std::string&)> subject_source(Errand& errand) {
  return [&errand](const std::string& typed) -> Reply<StatementId> {
    const auto answer = ask(errand, "show", Row{}.set("subject", typed));
    if (!answer) return tl::unexpected{answer.error()};
    for (const Row& row : answer->rows) {
      const auto id = StatementId::from(row.bytes("id").value_or(Bytes{}));
      if (id) return *id;
    }
    return refuse(Exit::usage, "E_NOT_FOUND", "nothing of that id is here", "tocsin status");
  };
}

// The charter in force; nothing before a founding.
Reply<std::vector<Row>> charter_rows(Errand& errand) {
  auto answer = ask(errand, "charter show", Row{});
  if (answer) return std::move(answer->rows);
  if (answer.error().code == code(Reason::charter_unknown)) return std::vector<Row>{};
  return tl::unexpected{answer.error()};
}

Standing standing_in(const Row& row) {
  const std::string text = row.text("standing").value_or("");
  if (text == "provisional") return Standing::provisional;
  return text == "observer" ? Standing::observer : Standing::full;
}

// An org of the charter in force needs no card.
Reply<OrgCard> card_of(const std::vector<Row>& in_force,
                       ManifestCards& cards,
                       const std::string& slug) {
  for (const Row& row : in_force) {
    if (row.kind() != "org" || row.text("slug").value_or("") != slug) continue;
    const auto id = OrgId::from(row.bytes("org").value_or(Bytes{}));
    if (!id) break;
    return OrgCard{
        *id, row.text("name").value_or(""), row.flag("solo") ? 1U : 2U, standing_in(row)};
  }
  auto card = cards.take(slug);
  if (card && !in_force.empty()) card->standing = Standing::provisional;
  return card;
}

// A card file; else a device that the coalition knows, by the first digits of its id.
Reply<DeviceKeys> device_of(Errand& errand, DeviceCards& cards, const std::string& name) {
  auto card = cards.take(name);
  constexpr std::size_t digits_min = 8;
  const bool is_id =
      name.size() >= digits_min && name.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (card || !is_id) return card;
  const auto members = ask(errand, "roll list", Row{});
  if (!members) return tl::unexpected{members.error()};
  for (const Row& row : members->rows) {
    const auto device = DeviceId::from(row.bytes("device").value_or(Bytes{}));
    if (!device || !device->hex().starts_with(name)) continue;
    const Bytes keys = row.bytes("keys").value_or(Bytes{});
    Reader reader{keys};
    const DeviceKeys out{reader.array<32>(), reader.array<32>()};
    if (reader.finished()) return out;
  }
  return card;
}

// Languages, organizations and ids, as the charter in force and what is posted have them.
Reply<DecisionSources> decision_sources(Errand& errand) {
  auto answer = ask(errand, "charter show", Row{});
  if (!answer) return tl::unexpected{answer.error()};
  DecisionSources sources;
  for (const Row& row : answer->rows) {
    if (row.kind() == "charter") sources.languages = row.texts("languages");
  }
  sources.org = [rows = std::move(answer->rows)](const std::string& slug) -> Reply<OrgId> {
    for (const Row& row : rows) {
      if (row.kind() != "org" || row.text("slug").value_or("") != slug) continue;
      const auto id = OrgId::from(row.bytes("org").value_or(Bytes{}));
      if (id) return *id;
    }
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "the charter has no organization of that short name",
                  "tocsin charter show");
  };
  sources.subject = subject_source(errand);
  return sources;
}

Reply<void> ask_for_draft(Errand& errand, Row request, const std::string& path) {
  auto answer = ask(errand, std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  return save_and_show(errand, std::move(answer->rows), path);
}

}  // namespace

Reply<void> run_draft_manifest(Errand& errand) {
  const auto text = toml_text(errand);
  if (!text) return tl::unexpected{text.error()};
  DeviceCards cards{folder_of(errand.arguments.text("F"))};
  const ManifestSources sources{
      [&](const std::string& name) { return device_of(errand, cards, name); },
      errand.now,
      subject_source(errand)};
  const auto manifest = manifest_from_toml(*text, sources);
  if (!manifest) return tl::unexpected{manifest.error()};
  Row request;
  request.set("body", Value{wire::encode(*manifest)}).set("cards", Value{cards.rows()});
  return ask_for_draft(errand, std::move(request), draft_path(errand));
}

Reply<void> run_draft_charter(Errand& errand) {
  const auto text = toml_text(errand);
  if (!text) return tl::unexpected{text.error()};
  const auto in_force = charter_rows(errand);
  if (!in_force) return tl::unexpected{in_force.error()};
  ManifestCards cards{folder_of(errand.arguments.text("F"))};
  CharterSources sources{[&](const std::string& slug) { return card_of(*in_force, cards, slug); },
                         errand.now};
  if (!in_force->empty()) sources.subject = subject_source(errand);
  const auto charter = charter_from_toml(*text, sources);
  if (!charter) return tl::unexpected{charter.error()};
  std::vector<Row> rows;
  for (const ManifestCards::Taken& card : cards.taken()) {
    // From each organization by voice: a card that was swapped on the way has other words.
    const auto words =
        errand.prompt.line(fmt::format("The six words that {} told you:\n", card.slug));
    if (!words) return tl::unexpected{words.error()};
    rows.push_back(Row{}.set("bytes", Value{card.bytes}).set("words", *words));
  }
  Row request;
  request.set("body", Value{wire::encode(*charter)}).set("cards", Value{std::move(rows)});
  return ask_for_draft(errand, std::move(request), draft_path(errand));
}

Reply<void> run_draft_proposal(Errand& errand) {
  const auto text = toml_text(errand);
  if (!text) return tl::unexpected{text.error()};
  const auto sources = decision_sources(errand);
  if (!sources) return tl::unexpected{sources.error()};
  const auto proposal = proposal_from_toml(*text, *sources);
  if (!proposal) return tl::unexpected{proposal.error()};
  Row request;
  request.set("body", Value{wire::encode(*proposal)});
  if (errand.arguments.has("--drill")) request.set("drill", true);
  return ask_for_draft(errand, std::move(request), errand.arguments.text("-o"));
}

Reply<void> run_draft_call(Errand& errand) {
  const auto text = toml_text(errand);
  if (!text) return tl::unexpected{text.error()};
  const auto sources = decision_sources(errand);
  if (!sources) return tl::unexpected{sources.error()};
  const auto call = call_from_toml(*text, *sources);
  if (!call) return tl::unexpected{call.error()};
  Row request;
  request.set("body", Value{wire::encode(*call)});
  return ask_for_draft(errand, std::move(request), errand.arguments.text("-o"));
}

Reply<void> run_draft_debrief(Errand& errand) {
  const auto text = toml_text(errand);
  if (!text) return tl::unexpected{text.error()};
  const auto sources = decision_sources(errand);
  if (!sources) return tl::unexpected{sources.error()};
  const auto debrief = debrief_from_toml(*text, *sources);
  if (!debrief) return tl::unexpected{debrief.error()};
  Row request;
  request.set("body", Value{wire::encode(*debrief)});
  return ask_for_draft(errand, std::move(request), errand.arguments.text("-o"));
}

}  // namespace tocsin::cli
