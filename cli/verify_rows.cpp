#include "cli/verify_rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/coalition/rows.h"
#include "core/model/words.h"
#include "core/wire/proof_codec.h"

namespace tocsin::cli {
namespace {

using coalition::Verification;
using coalition::Verified;

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::valid:
      return "VALID";
    case Outcome::not_met:
      return "NOT MET";
    case Outcome::invalid:
      return "INVALID";
    case Outcome::held:
      return "VALID BUT HELD";
  }
  return "";
}

std::string slug_of(const Verified& verified, const OrgId& org) {
  const auto found =
      std::ranges::find(verified.slugs, org, [](const auto& pair) { return pair.first; });
  return found == verified.slugs.end() ? org.short_hex() : found->second;
}

Row verdict_row(const Verification& found, const ChosenAnchor& anchor) {
  const Verified& seen = found.verified;
  Row row{"verified"};
  row.set("outcome", outcome_name(found.verdict.outcome));
  // Of a file that could not even be read, nothing is known.
  if (seen.mode != Mode::none || found.verdict.is_valid()) row.set("proof", proof_name(seen.kind));
  if (seen.mode != Mode::none) row.set("mode", coalition::word(seen.mode));
  if (found.verdict.mandate_attested) row.set("mandate_attested", true);
  if (!seen.coalition.is_zero()) row.set("coalition", Value{seen.coalition.bytes()});
  if (!seen.name.empty()) row.set("name", seen.name);
  if (seen.version != 0) row.set("version", seen.version);
  if (!seen.action.empty()) row.set("action", seen.action);
  if (seen.stop) row.set("stop", coalition::word(*seen.stop));
  if (seen.form != EndForm::none) row.set("form", coalition::word(seen.form));
  if (!seen.outcomes.empty()) row.set("outcomes", Value{outcomes_of(seen)});
  if (seen.device) {
    row.set("device", Value{seen.device->bytes()})
        .set("person", seen.person)
        .set("slug", slug_of(seen, seen.device_org));
    std::vector<std::string> ids;
    for (const StatementId& id : seen.contradicting) ids.push_back(id.hex());
    row.set("contradicting", Value{std::move(ids)});
  }
  if (!seen.subject.is_zero()) {
    row.set("id", Value{seen.subject.bytes()});
    row.set("words", words_of(seen));
  }
  if (seen.mandate_time) row.set("mandate_time", Value{*seen.mandate_time});
  if (seen.call_time) row.set("call_time", Value{*seen.call_time});
  if (has_tally(seen)) row.set("orgs", seen.orgs).set("orgs_of", seen.orgs_of);
  row.set("signatures", seen.signatures).set("anchored", anchor.is_chosen);
  if (!found.verdict.reasons.empty()) {
    std::vector<std::string> codes;
    for (const Reason reason : found.verdict.reasons) codes.emplace_back(code(reason));
    row.set("codes", Value{std::move(codes)});
  }
  return row;
}

// What a proof says of itself; nothing for a manifest card, which is older than any coalition.
CoalitionId named_by(ByteView bytes) {
  const auto proof = wire::decode<Proof>(bytes);
  if (!proof) return CoalitionId::zero();
  for (const Statement& statement : proof->statements) {
    if (!statement.domain.coalition.is_zero()) return statement.domain.coalition;
  }
  return CoalitionId::zero();
}

std::string_view why_invalid(const Verification& found) {
  const Reason first =
      found.verdict.reasons.empty() ? Reason::decode : found.verdict.reasons.front();
  if (first == Reason::mode) return "a drill or a rehearsal, which never counts in earnest";
  if (first == Reason::coalition) return "this file is another coalition's";
  if (first == Reason::sig) return "a signature does not hold: the file was changed";
  return "this file proves nothing";
}

}  // namespace

bool has_tally(const Verified& verified) {
  return verified.orgs_of != 0 &&
         (verified.kind == ProofKind::mandate || verified.kind == ProofKind::call);
}

std::vector<std::string> outcomes_of(const Verified& verified) {
  std::vector<std::string> out;
  for (const DemandOutcome outcome : verified.outcomes) out.emplace_back(coalition::word(outcome));
  return out;
}

std::string_view proof_name(ProofKind kind) {
  switch (kind) {
    case ProofKind::charter:
      return "charter";
    case ProofKind::manifest:
      return "manifest card";
    case ProofKind::mandate:
      return "mandate";
    case ProofKind::call:
      return "call certificate";
    case ProofKind::stop:
      return "stop";
    case ProofKind::evidence:
      return "evidence";
    case ProofKind::state:
      return "state proof";
  }
  return "";
}

std::string words_of(const Verified& verified) {
  const bool is_decision = verified.kind == ProofKind::mandate ||
                           verified.kind == ProofKind::call || verified.kind == ProofKind::stop;
  const bool is_live = is_decision && verified.mode == Mode::actual;
  return six_words_text(is_live ? WordList::live : WordList::drill, verified.subject.view());
}

std::string target_text(const Verified& verified, const CallTarget& target) {
  return fmt::format("{} {}", slug_of(verified, target.org), coalition::cell_text(target.cell));
}

Reply<ChosenAnchor> anchor_of(ByteView proof,
                              const std::optional<Bytes>& charter,
                              bool must_be_live) {
  ChosenAnchor chosen{{CoalitionId::zero(), std::nullopt, must_be_live}, charter.has_value()};
  const auto founded = coalition::founded_by(charter ? ByteView{*charter} : proof);
  if (charter && !founded)
    return refuse(Exit::usage,
                  "E_CHARTER_UNKNOWN",
                  "the file after --charter is no charter",
                  "tocsin export writes one");
  if (!founded) {
    chosen.anchor.coalition = named_by(proof);
    return chosen;
  }
  chosen.anchor.coalition = *founded;
  if (!charter) return chosen;
  const Verification of_charter = coalition::examine(*charter, {*founded});
  if (!of_charter.verdict.is_valid()) {
    const std::string why{
        of_charter.verdict.reasons.empty() ? "E_DECODE" : code(of_charter.verdict.reasons.front())};
    return refuse(
        of_charter.verdict.exit(), why, "the charter after --charter does not verify itself");
  }
  chosen.anchor.mode = of_charter.verified.mode;
  return chosen;
}

std::vector<Row> verify_rows(const Verification& found, const ChosenAnchor& anchor) {
  std::vector<Row> rows{verdict_row(found, anchor)};
  for (const CallTarget& target : found.verified.targets) {
    Row row{"verified_target"};
    row.set("slug", slug_of(found.verified, target.org))
        .set("cell", coalition::cell_text(target.cell));
    row.set("t0", Value{target.t0});
    rows.push_back(std::move(row));
  }
  for (const OrgId& org : found.verified.stopped_by)
    rows.push_back(Row{"stopped_by"}.set("slug", slug_of(found.verified, org)));
  for (const Lack& lack : found.verdict.lacks) {
    Row row{"lack"};
    row.set("code", code(lack.reason))
        .set("node", lack.node)
        .set("have", lack.have)
        .set("need", lack.need);
    if (!lack.hint.empty()) row.set("hint", lack.hint);
    rows.push_back(std::move(row));
  }
  return rows;
}

Reply<void> refusal_of(const Verification& found) {
  if (found.verdict.is_valid()) return {};
  const std::string first{found.verdict.reasons.empty() ? "E_DECODE"
                                                        : code(found.verdict.reasons.front())};
  switch (found.verdict.outcome) {
    case Outcome::not_met:
      return refuse(found.verdict.exit(),
                    first,
                    "the charter's rule is not met",
                    "see what is missing above");
    case Outcome::held:
      return refuse(found.verdict.exit(), first, "valid, but held back");
    case Outcome::valid:
    case Outcome::invalid:
      break;
  }
  return refuse(Exit::invalid,
                first,
                std::string{why_invalid(found)},
                "ask for the file again, from somebody else");
}

}  // namespace tocsin::cli
