#include "core/wire/proof_codec.h"

#include <optional>

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/wire/statement_codec.h"

namespace tocsin::wire {
namespace {

constexpr std::size_t mode_at = 1;
constexpr std::size_t type_at = 2;
constexpr std::size_t length_at = 3 + 32 + 32;

// Step 1: where each statement begins and ends, without looking into any.
struct Layout {
  std::uint8_t kind = 0;
  std::vector<StatementId> left_out;
  std::vector<ByteView> statements;
};

tl::expected<ByteView, Reason> take_statement(Reader& in) {
  Reader ahead{in.rest()};
  ahead.take(length_at);
  const std::uint32_t length = ahead.u32();
  if (ahead.failed()) return tl::unexpected{Reason::decode};
  if (length > statement_body_bytes_max) return tl::unexpected{Reason::size};
  const ByteView statement = in.take(statement_frame_bytes + length);
  if (in.failed()) return tl::unexpected{Reason::decode};
  return statement;
}

tl::expected<Layout, Reason> lay_out(ByteView bytes) {
  if (bytes.size() > proof_bytes_max) return tl::unexpected{Reason::size};
  Reader in{bytes};
  Layout layout;
  layout.kind = in.u8();
  const std::uint16_t left_out = in.u16();
  if (left_out > proof_left_out_max) return tl::unexpected{Reason::size};
  for (std::uint16_t i = 0; i < left_out && !in.failed(); ++i)
    layout.left_out.emplace_back(in.array<32>());
  const std::uint16_t statements = in.u16();
  if (in.failed()) return tl::unexpected{Reason::decode};
  if (statements > proof_statements_max) return tl::unexpected{Reason::size};
  for (std::uint16_t i = 0; i < statements; ++i) {
    const auto statement = take_statement(in);
    if (!statement) return tl::unexpected{statement.error()};
    layout.statements.push_back(*statement);
  }
  if (!in.finished()) return tl::unexpected{Reason::decode};
  return layout;
}

bool is_sorted_set(const std::vector<StatementId>& ids) {
  return std::ranges::adjacent_find(ids, [](const auto& a, const auto& b) { return !(a < b); }) ==
         ids.end();
}

std::optional<Reason> unknown_in(ByteView statement) {
  if (statement[0] != suite_1) return Reason::type;
  if (!statement_type(statement[type_at])) return Reason::type;
  const auto mode = statement[mode_at];
  const bool is_known = mode >= static_cast<std::uint8_t>(Mode::actual) &&
                        mode <= static_cast<std::uint8_t>(Mode::rehearsal_exercise);
  return is_known ? std::nullopt : std::optional{Reason::mode};
}

Error error_of(Reason reason) {
  if (reason == Reason::size) return Error{Errc::limit_exceeded, "a proof above its limits"};
  if (reason == Reason::decode) return Error{Errc::malformed, "not the layout of a proof"};
  return Error{Errc::not_allowed, "a kind, suite, mode or type that is not known"};
}

}  // namespace

tl::expected<ScannedProof, Reason> scan_proof(ByteView bytes) {
  auto layout = lay_out(bytes);
  if (!layout) return tl::unexpected{layout.error()};
  if (!is_sorted_set(layout->left_out)) return tl::unexpected{Reason::decode};
  if (layout->kind < static_cast<std::uint8_t>(ProofKind::charter) ||
      layout->kind > static_cast<std::uint8_t>(ProofKind::state))
    return tl::unexpected{Reason::type};
  ScannedProof scanned;
  scanned.proof.kind = static_cast<ProofKind>(layout->kind);
  scanned.proof.left_out = std::move(layout->left_out);
  for (const ByteView bytes_of_one : layout->statements) {
    if (const auto reason = unknown_in(bytes_of_one)) return tl::unexpected{*reason};
    auto statement = decode<Statement>(bytes_of_one);
    if (!statement) return tl::unexpected{Reason::decode};
    scanned.ids.push_back(statement->id());
    scanned.proof.statements.push_back(std::move(*statement));
  }
  if (!is_sorted_set(scanned.ids)) return tl::unexpected{Reason::decode};
  return scanned;
}

template <>
Bytes encode<Proof>(const Proof& proof) {
  ENSURE(proof.left_out.size() <= proof_left_out_max);
  ENSURE(proof.statements.size() <= proof_statements_max);
  Writer out;
  out.u8(static_cast<std::uint8_t>(proof.kind));
  out.u16(narrow<std::uint16_t>(proof.left_out.size()));
  for (const StatementId& id : proof.left_out) out.bytes(id.view());
  out.u16(narrow<std::uint16_t>(proof.statements.size()));
  for (const Statement& statement : proof.statements) out.bytes(encode(statement));
  return out.take();
}

template <>
Result<Proof> decode<Proof>(ByteView bytes) {
  auto scanned = scan_proof(bytes);
  if (!scanned) return fail(error_of(scanned.error()));
  return std::move(scanned->proof);
}

}  // namespace tocsin::wire
