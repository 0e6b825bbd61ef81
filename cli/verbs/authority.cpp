#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/card_files.h"
#include "cli/charter_toml.h"
#include "cli/errand.h"
#include "cli/input.h"
#include "cli/verbs/verbs.h"
#include "core/base/codes.h"
#include "core/coalition/lint.h"
#include "core/coalition/rule.h"
#include "core/crypto/hash.h"
#include "core/model/words.h"
#include "core/wire/charter_codec.h"
#include "core/wire/manifest_codec.h"
#include "core/wire/proof_codec.h"

namespace tocsin::cli {
namespace {

// A charter as a proof holds it, with the manifests of its orgs.
struct WrittenCharter {
  Charter charter;
  std::map<OrgId, Manifest> manifests;
};

Reply<WrittenCharter> charter_in(ByteView proof) {
  const auto decoded = wire::decode<Proof>(proof);
  if (!decoded) return refuse(decoded.error());
  std::optional<Charter> charter;
  std::map<OrgId, Manifest> manifests;
  for (const Statement& statement : decoded->statements) {
    if (statement.type == StatementType::charter) {
      auto body = wire::decode_signed<Charter>(statement.body);
      if (!body) return refuse(body.error());
      charter = *std::move(body);
    } else if (statement.type == StatementType::manifest) {
      auto body = wire::decode_signed<Manifest>(statement.body);
      if (!body) return refuse(body.error());
      const OrgId org = body->head.org.is_zero() ? OrgId{statement.id().array()} : body->head.org;
      manifests.insert_or_assign(org, *std::move(body));
    }
  }
  if (!charter) return refuse(Exit::invalid, "E_DECODE", "there is no charter in this file");
  return WrittenCharter{*std::move(charter), std::move(manifests)};
}

std::vector<Row> lint_rows(const std::vector<coalition::Finding>& findings) {
  std::vector<Row> rows;
  std::size_t errors = 0;
  for (const coalition::Finding& finding : findings) {
    errors += finding.is_note ? 0 : 1;
    rows.push_back(Row{"lint"}
                       .set("rule", finding.rule)
                       .set("level", finding.is_note ? "note" : "error")
                       .set("text", finding.text));
  }
  rows.push_back(Row{"summary"}.set("errors", errors).set("notes", findings.size() - errors));
  return rows;
}

Reply<void> show_findings(Errand& errand, const std::vector<coalition::Finding>& findings) {
  show(errand, lint_rows(findings));
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
  const auto in_force = ask(errand, "charter show", Row{});
  if (!in_force) return tl::unexpected{in_force.error()};
  for (const Row& row : in_force->rows) {
    const auto id = row.bytes("id");
    if (row.kind() != "charter" || !id) continue;
    const auto proof = ask(errand, "export", Row{}.set("subject", hex_encode(*id)));
    if (!proof) return tl::unexpected{proof.error()};
    for (const Row& exported : proof->rows) {
      if (const auto bytes = exported.bytes("bytes"))
        rows.push_back(Row{"charter"}.set("id", Value{*id}).set("bytes", Value{*bytes}));
    }
  }
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

}  // namespace

Reply<void> run_charter_lint(Errand& errand) {
  const std::string path = errand.arguments.text("F");
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected{bytes.error()};
  if (wire::decode<Proof>(*bytes)) {
    const auto written = charter_in(*bytes);
    if (!written) return tl::unexpected{written.error()};
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
  show(errand, *rows);
  return {};
}

Reply<void> run_rule_explain(Errand& errand) {
  const std::string wanted = errand.arguments.text("ACTION");
  std::vector<Row> rows;
  if (errand.arguments.has("--charter")) {
    const auto bytes = read_file(errand.arguments.text("--charter"));
    if (!bytes) return tl::unexpected{bytes.error()};
    const auto written = charter_in(*bytes);
    if (!written) return tl::unexpected{written.error()};
    for (const Action& action : written->charter.actions)
      rows.push_back(Row{"action"}
                         .set("name", action.name)
                         .set("stops_work", action.stops_work)
                         .set("mandate", coalition::rule_text(action.mandate))
                         .set("call", coalition::rule_text(action.call)));
  } else {
    auto answer = ask(errand, "charter show", Row{});
    if (!answer) return tl::unexpected{answer.error()};
    rows = std::move(answer->rows);
  }
  std::erase_if(rows, [&](const Row& row) {
    return row.kind() != "action" || row.text("name").value_or("") != wanted;
  });
  if (rows.empty())
    return refuse(
        Exit::usage, "E_NOT_FOUND", "the charter names no such action", "tocsin charter show");
  show(errand, rows);
  return {};
}

}  // namespace tocsin::cli
