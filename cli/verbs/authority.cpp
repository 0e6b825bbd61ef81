#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/card_files.h"
#include "cli/charter_files.h"
#include "cli/charter_toml.h"
#include "cli/copied_text.h"
#include "cli/errand.h"
#include "cli/input.h"
#include "cli/verbs/verbs.h"
#include "core/base/checked.h"
#include "core/base/codes.h"
#include "core/coalition/lint.h"
#include "core/coalition/rows.h"
#include "core/crypto/hash.h"
#include "core/model/words.h"
#include "core/wire/charter_codec.h"
#include "core/wire/manifest_codec.h"
#include "core/wire/proof_codec.h"

namespace tocsin::cli {
namespace {

Reply<void> show_findings(Errand& errand, const std::vector<coalition::Finding>& findings) {
  auto rows = coalition::lint_rows(findings);
  const auto notes =
      narrow<std::size_t>(std::ranges::count_if(findings, &coalition::Finding::is_note));
  rows.push_back(Row{"summary"}.set("errors", findings.size() - notes).set("notes", notes));
  show(errand, rows);
  if (!coalition::has_error(findings)) return {};
  return refuse(
      Exit::invalid, "E_LINT", "every node would refuse this charter", "mend the errors above");
}

std::string file_stem(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  return name.substr(0, name.find('.'));
}

Reply<std::vector<Row>> relay_rows(const Errand& errand) {
  std::vector<Row> rows;
  for (const std::string& path : errand.arguments.texts("--relay")) {
    const auto bytes = read_file(path);
    if (!bytes) return tl::unexpected{bytes.error()};
    std::string card = to_text(*bytes);
    std::erase_if(card, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
    rows.push_back(Row{}.set("card", std::move(card)).set("label", file_stem(path).substr(0, 16)));
  }
  return rows;
}

// The charter in force is the one just founded: its proof is what outsiders verify by.
Reply<std::vector<Row>> with_charter(Errand& errand, std::vector<Row> rows) {
  auto charter = charter_in_force(errand);
  if (!charter) return tl::unexpected{charter.error()};
  rows.push_back(*std::move(charter));
  return rows;
}

// The bundle goes to -o, the charter beside it or where --charter says; grants are printed.
Reply<std::vector<Row>> saved_founding(const Errand& errand, const std::vector<Row>& rows) {
  const std::string bundle = errand.arguments.text("-o");
  const std::string charter =
      errand.arguments.has("--charter") ? errand.arguments.text("--charter") : bundle + ".charter";
  std::vector<Row> saved;
  for (const Row& row : rows) {
    const auto bytes = row.bytes("bytes");
    if (!bytes) {
      saved.push_back(row);
      continue;
    }
    const std::string& path = row.kind() == "bundle" ? bundle : charter;
    if (auto written = write_file(path, *bytes); !written) return tl::unexpected{written.error()};
    saved.push_back(saved_as(row, path));
  }
  return saved;
}

// A grant stands on a line of its own without a banner, to be copied or piped to the relay.
void show_founding(Errand& errand, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    if (row.kind() == "grant")
      show_copied_text(errand,
                       row,
                       fmt::format("Give this grant to the operator of relay {}: tocsin relay "
                                   "grant\n",
                                   row.text("label").value_or("")));
    else
      show(errand, {row});
  }
}

}  // namespace

Reply<void> run_charter_lint(Errand& errand) {
  const std::string path = errand.arguments.text("F");
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected{bytes.error()};
  if (wire::decode<Proof>(*bytes)) {
    const auto written = charter_in(*bytes);
    if (!written) return tl::unexpected{written.error()};
    errand.is_rehearsal = written->charter.is_rehearsal;
    return show_findings(errand, coalition::lint(written->charter, written->manifests));
  }
  ManifestCards cards{folder_of(path)};
  bool is_whole = true;
  const CharterSources sources{[&](const std::string& slug) -> Reply<OrgCard> {
                                 auto card = cards.take(slug);
                                 if (card) return card;
                                 // While it is being written, an organization without a card is
                                 // only a name.
                                 is_whole = false;
                                 return OrgCard{
                                     OrgId{crypto::blake2b_256(as_bytes(slug))}, slug, 3};
                               },
                               errand.now};
  const auto charter = charter_from_toml(to_text(*bytes), sources);
  if (!charter) return tl::unexpected{charter.error()};
  errand.is_rehearsal = charter->is_rehearsal;
  if (!is_whole) return show_findings(errand, coalition::lint(*charter));
  std::map<OrgId, Manifest> manifests;
  for (const ManifestCards::Taken& card : cards.taken())
    manifests.emplace(card.carded.org, card.carded.manifest);
  return show_findings(errand, coalition::lint(*charter, manifests));
}

Reply<void> run_charter_finish(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto draft = read_file(errand.arguments.text("F"));
  if (!draft) return tl::unexpected{draft.error()};
  auto relays = relay_rows(errand);
  if (!relays) return tl::unexpected{relays.error()};
  const std::string words = fmt::format("{}", fmt::join(generated_words(errand.random), " "));
  const auto salt = errand.random.array<32>();
  const auto key = bundle_key(words, salt, is_rehearsal(errand));
  if (!key) return tl::unexpected{key.error()};
  Row request;
  request.set("draft", Value{*std::move(draft)})
      .set("file_key", Value{to_bytes(key->reveal())})
      .set("salt", Value{to_bytes(ByteView{salt})})
      .set("relays", Value{*std::move(relays)});
  const auto answer = ask(errand, std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  auto told = with_charter(errand, answer->rows);
  if (!told) return tl::unexpected{told.error()};
  auto rows = saved_founding(errand, *told);
  if (!rows) return tl::unexpected{rows.error()};
  rows->push_back(Row{"bundle_words"}.set("words", words));
  show_founding(errand, *rows);
  return {};
}

}  // namespace tocsin::cli
