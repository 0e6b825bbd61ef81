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
  sources.subject = [&errand](const std::string& typed) -> Reply<StatementId> {
    const auto answer_to_id = ask(errand, "show", Row{}.set("subject", typed));
    if (!answer_to_id) return tl::unexpected{answer_to_id.error()};
    for (const Row& row : answer_to_id->rows) {
      const auto id = StatementId::from(row.bytes("id").value_or(Bytes{}));
      if (id) return *id;
    }
    return refuse(Exit::usage, "E_NOT_FOUND", "nothing of that id is here", "tocsin status");
  };
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
  const ManifestSources sources{[&](const std::string& card) { return cards.take(card); },
                                errand.now};
  const auto manifest = manifest_from_toml(*text, sources);
  if (!manifest) return tl::unexpected{manifest.error()};
  Row request;
  request.set("body", Value{wire::encode(*manifest)}).set("cards", Value{cards.rows()});
  return ask_for_draft(errand, std::move(request), draft_path(errand));
}

Reply<void> run_draft_charter(Errand& errand) {
  const auto text = toml_text(errand);
  if (!text) return tl::unexpected{text.error()};
  ManifestCards cards{folder_of(errand.arguments.text("F"))};
  const CharterSources sources{[&](const std::string& slug) { return cards.take(slug); },
                               errand.now};
  const auto charter = charter_from_toml(*text, sources);
  if (!charter) return tl::unexpected{charter.error()};
  std::vector<Row> rows;
  for (const ManifestCards::Taken& card : cards.taken()) {
    // From each organization by voice: a card that was swapped on the way has other words.
    const auto words =
        errand.prompt.line(fmt::format("The six words that {} told you:", card.slug));
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
