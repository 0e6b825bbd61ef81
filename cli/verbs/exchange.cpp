#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/errand.h"
#include "cli/founding_file.h"
#include "cli/input.h"
#include "cli/verbs/verbs.h"
#include "cli/verify_rows.h"
#include "core/coalition/verify.h"
#include "core/model/proof.h"
#include "core/wire/proof_codec.h"

namespace tocsin::cli {
namespace {

bool is_proof(ByteView bytes) {
  return wire::decode<Proof>(bytes).has_value();
}

// What `export --draft` writes.
bool is_draft(ByteView bytes) {
  const auto proof = wire::decode<Proof>(bytes);
  return proof && proof->kind == ProofKind::state;
}

Reply<Row> draft_row(const std::string& path) {
  auto bytes = read_file(path);
  if (!bytes) return tl::unexpected{bytes.error()};
  if (const auto proof = proof_in(*bytes); !proof) return tl::unexpected{proof.error()};
  return Row{}.set("bytes", Value{*std::move(bytes)});
}

// A founding bundle is sealed under six words that its maker says over another way.
Reply<void> add_bundle_key(Errand& errand, ByteView bundle, Row& request) {
  const auto typed = errand.prompt.line("The six words of the founding bundle:\n");
  if (!typed) return tl::unexpected{typed.error()};
  std::string words;
  for (const char c : *typed) {
    if (c == ' ' && (words.empty() || words.back() == ' ')) continue;
    words.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  const auto key = bundle_key(
      words, bundle.first(std::min<std::size_t>(32, bundle.size())), is_rehearsal(errand));
  if (!key) return tl::unexpected{key.error()};
  request.set("file_key", Value{to_bytes(key->reveal())});
  return {};
}

}  // namespace

Reply<void> run_export(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  return save_and_show(errand, std::move(answer->rows), errand.arguments.text("-o"));
}

Reply<void> run_import(Errand& errand) {
  auto bytes = read_file(errand.arguments.text("F"));
  if (!bytes) return tl::unexpected{bytes.error()};
  Row request;
  if (!is_proof(*bytes)) {
    if (auto added = add_bundle_key(errand, *bytes, request); !added) return added;
  }
  request.set("bytes", Value{*std::move(bytes)});
  return ask_and_show(errand, std::move(request));
}

Reply<void> run_merge(Errand& errand) {
  const auto paths = errand.arguments.texts("F");
  if (paths.size() < 2)
    return refuse(Exit::usage, "E_USAGE", "it takes two files to merge", "tocsin merge --help");
  std::vector<Row> drafts;
  for (const std::string& path : paths) {
    auto row = draft_row(path);
    if (!row) return tl::unexpected{row.error()};
    drafts.push_back(*std::move(row));
  }
  auto answer = ask(errand, Row{}.set("drafts", Value{std::move(drafts)}));
  if (!answer) return tl::unexpected{answer.error()};
  const std::string path = errand.arguments.has("-o") ? errand.arguments.text("-o") : paths.front();
  return save_and_show(errand, std::move(answer->rows), path);
}

Reply<void> run_verify(Errand& errand) {
  const auto proof = read_file(errand.arguments.text("FILE"));
  if (!proof) return tl::unexpected{proof.error()};
  if (is_draft(*proof))
    return refuse(Exit::invalid,
                  "E_TYPE",
                  "a draft, which proves nothing yet: it holds what was signed so far",
                  fmt::format("tocsin import {}, then review and confirm what it holds; when the "
                              "rule is met, tocsin export without --draft writes the proof",
                              shell_name(errand.arguments.text("FILE"))));
  std::optional<Bytes> charter;
  if (errand.arguments.has("--charter")) {
    auto bytes = read_file(errand.arguments.text("--charter"));
    if (!bytes) return tl::unexpected{bytes.error()};
    charter = *std::move(bytes);
  }
  const auto anchor = anchor_of(*proof, charter, errand.arguments.has("--live"));
  if (!anchor) return tl::unexpected{anchor.error()};
  const coalition::Verification found = coalition::examine(*proof, anchor->anchor);
  show(errand, verify_rows(found, *anchor));
  return refusal_of(found);
}

}  // namespace tocsin::cli
