#include "cli/founding_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/coalition/rows.h"
#include "core/coalition/wording.h"
#include "core/model/words.h"
#include "core/wire/charter_codec.h"
#include "core/wire/manifest_codec.h"
#include "core/wire/proof_codec.h"

namespace tocsin::cli {
namespace {

tl::unexpected<Refusal> no_draft() {
  return refuse(Exit::invalid,
                "E_DECODE",
                "this file is no draft: neither charter, manifest nor anything posted",
                "name a file that tocsin draft, confirm or export wrote");
}

// 0 of what is no charter and no manifest.
std::uint32_t version_in(const Statement& statement) {
  if (statement.type == StatementType::charter) {
    const auto body = wire::decode_signed<Charter>(statement.body);
    return body ? body->version : 0;
  }
  const auto body = wire::decode_signed<Manifest>(statement.body);
  return body ? body->version : 0;
}

// A file holds the whole chain: what is signed is the last of it.
const Statement* newest_in(const Proof& proof) {
  const StatementType wanted =
      proof.kind == ProofKind::charter ? StatementType::charter : StatementType::manifest;
  if (proof.kind != ProofKind::charter && proof.kind != ProofKind::manifest) return nullptr;
  const Statement* newest = nullptr;
  for (const Statement& statement : proof.statements) {
    if (statement.type != wanted) continue;
    if (newest == nullptr || version_in(statement) > version_in(*newest)) newest = &statement;
  }
  return newest;
}

template <class T>
Result<coalition::Signed<T>> signed_in(const Statement& statement) {
  TRY(T body, wire::decode_signed<T>(statement.body));
  return coalition::Signed<T>{statement.id(), statement.domain.mode, std::move(body)};
}

Result<coalition::Wording> wording_in(const Proof& proof, const Statement& newest) {
  if (newest.type == StatementType::manifest) {
    TRY(const coalition::Signed<Manifest> manifest, signed_in<Manifest>(newest));
    return coalition::wording(manifest);
  }
  TRY(const coalition::Signed<Charter> charter, signed_in<Charter>(newest));
  for (const Statement& statement : proof.statements) {
    if (statement.type != StatementType::charter || statement.id() != charter.value.prev) continue;
    TRY(const Charter before, wire::decode_signed<Charter>(statement.body));
    return coalition::wording(charter, before);
  }
  return coalition::wording(charter);
}

Row with_words(Row row, const StatementId& id) {
  return row.set("id", Value{id.bytes()})
      .set("words", six_words_text(WordList::drill, id.view()))
      .set("list", "drill");
}

}  // namespace

Reply<Proof> proof_in(ByteView file) {
  auto proof = wire::decode<Proof>(file);
  if (!proof) return no_draft();
  return *std::move(proof);
}

Reply<Row> founding_words(ByteView draft) {
  const auto proof = proof_in(draft);
  if (!proof) return tl::unexpected{proof.error()};
  const Statement* newest = newest_in(*proof);
  return newest == nullptr ? Reply<Row>{no_draft()} : with_words(Row{"words"}, newest->id());
}

Reply<Row> founding_text(ByteView draft) {
  const auto proof = proof_in(draft);
  if (!proof) return tl::unexpected{proof.error()};
  const Statement* newest = newest_in(*proof);
  if (newest == nullptr) return no_draft();
  const auto shown = wording_in(*proof, *newest);
  if (!shown) return refuse(shown.error());
  return with_words(Row{"founding"}, newest->id())
      .set("type", type_name(newest->type))
      .set("mode", coalition::word(newest->domain.mode))
      .set("text", shown->text);
}

std::string shell_name(const std::string& path) {
  const bool is_plain = std::ranges::all_of(path, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"._/-+,:=@%"}.find(c) != std::string_view::npos;
  });
  if (is_plain && !path.empty()) return path;
  std::string quoted = "'";
  for (const char c : path) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return quoted + "'";
}

}  // namespace tocsin::cli
