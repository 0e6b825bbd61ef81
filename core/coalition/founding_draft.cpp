#include "core/coalition/founding_draft.h"

#include <algorithm>

#include "core/coalition/lint.h"
#include "core/coalition/roll.h"
#include "core/coalition/rows.h"
#include "core/coalition/successor.h"
#include "core/coalition/verify.h"
#include "core/coalition/verify_steps.h"
#include "core/wire/channel_codec.h"
#include "core/wire/charter_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

constexpr std::size_t card_statements_max = 2;

Reply<void> add_statement(FoundingDraft& draft, Papers& papers, const Statement& statement) {
  const StatementId id = statement.id();
  if (statement.type == StatementType::charter) {
    auto charter = wire::decode_signed<Charter>(statement.body);
    if (!charter) return refuse(charter.error());
    if (statement.domain.coalition.is_zero()) draft.coalition = CoalitionId{id.array()};
    papers.charters.push_back(Signed<Charter>{id, draft.mode, *std::move(charter)});
  } else if (statement.type == StatementType::manifest) {
    auto manifest = wire::decode_signed<Manifest>(statement.body);
    if (!manifest) return refuse(manifest.error());
    if (draft.type == StatementType::manifest) {
      draft.subject = id;
      draft.manifests.emplace(OrgId{id.array()}, *manifest);
    }
    papers.manifests.push_back(Signed<Manifest>{id, draft.mode, *std::move(manifest)});
  } else if (statement.type == StatementType::signoff) {
    auto signoff = wire::decode_signed<Signoff>(statement.body);
    if (!signoff) return refuse(signoff.error());
    draft.ballots.signoffs.push_back(
        Signed<Signoff>{id, statement.domain.mode, *std::move(signoff)});
  }
  return {};
}

Reply<void> weigh_manifest(FoundingDraft& draft) {
  if (draft.manifests.size() != 1)
    return refuse(Reason::missing, Exit::invalid, "a manifest draft holds one manifest");
  const Manifest& manifest = draft.manifests.begin()->second;
  if (manifest.version != 1)
    return refuse(Reason::type,
                  Exit::usage,
                  "a later manifest is signed in the coalition, not in a file",
                  "tocsin status");
  draft.lacks =
      manifest_lacks(Signed<Manifest>{draft.subject, draft.mode, manifest}, draft.ballots);
  return {};
}

// The manifests that stand for the charter that is drafted.
Reply<void> weigh_charter(FoundingDraft& draft, Papers papers) {
  papers.anchor = StatementId{draft.coalition.array()};
  papers.signoffs = draft.ballots.signoffs;
  const Lineage lineage{papers};
  const Signed<Charter>& newest = newest_charter(papers);
  draft.charter = newest.value;
  draft.subject = newest.id;
  for (const CharterOrg& org : newest.value.orgs) {
    const auto line = lineage.manifests().find(org.id);
    if (line != lineage.manifests().end())
      draft.manifests.emplace(org.id, line->second.last().value);
  }
  if (newest.value.version == 1) {
    const Electorate electorate{newest, draft.manifests};
    draft.lacks = charter_lacks(electorate, draft.ballots);
    return {};
  }
  const auto previous = std::ranges::find(papers.charters, newest.value.prev, &Signed<Charter>::id);
  if (previous == papers.charters.end())
    return refuse(Reason::missing, Exit::invalid, "the charter it follows is not in this file");
  draft.previous = previous->value;
  if (lineage.place_of(newest.id)) return {};
  const auto times = approval_times(newest.id, papers.signoffs);
  draft.lacks = successor_lacks(
      lineage, newest, papers.signoffs, times.empty() ? newest.value.head.at : times.back());
  return {};
}

Reply<void> weigh(FoundingDraft& draft, Papers papers) {
  if (draft.type == StatementType::charter && draft.coalition.is_zero())
    return refuse(Reason::missing, Exit::invalid, "a charter draft holds a charter");
  auto done = draft.type == StatementType::manifest ? weigh_manifest(draft)
                                                    : weigh_charter(draft, std::move(papers));
  if (!done) return done;
  draft.is_complete = draft.lacks.empty();
  return {};
}

bool is_signed_by_itself(const Statement& statement) {
  const auto device = wire::decode_signed<DeviceStatement>(statement.body);
  return device && device->author == statement.author &&
         device_id(device->keys) == statement.author && statement.is_signed_by(device->keys.idk);
}

}  // namespace

Reply<FoundingDraft> read_founding(ByteView bytes, Mode mode) {
  const auto proof = wire::decode<Proof>(bytes);
  if (!proof) return refuse(proof.error());
  if (proof->kind != ProofKind::manifest && proof->kind != ProofKind::charter)
    return refuse(Reason::type, Exit::invalid, "this file is no manifest and no charter");
  const bool is_manifest = proof->kind == ProofKind::manifest;
  FoundingDraft draft{*proof,
                      StatementId::zero(),
                      is_manifest ? StatementType::manifest : StatementType::charter,
                      mode,
                      std::nullopt,
                      std::nullopt,
                      CoalitionId::zero(),
                      {},
                      {},
                      false,
                      {}};
  Papers papers;
  for (const Statement& statement : proof->statements) {
    if (statement.domain.mode != mode)
      return refuse(
          Reason::mode, Exit::invalid, "made for another mode: a rehearsal never becomes actual");
    if (auto done = add_statement(draft, papers, statement); !done)
      return tl::unexpected<Refusal>{done.error()};
  }
  if (auto done = weigh(draft, std::move(papers)); !done)
    return tl::unexpected<Refusal>{done.error()};
  const Verdict verdict = verify(bytes, Anchor{draft.coalition, mode});
  if (verdict.outcome == Outcome::invalid)
    return refuse_not_met(
        verdict, "this draft is not valid, and no signature can mend it", "draft it again");
  draft.is_complete = draft.is_complete && verdict.is_valid();
  return draft;
}

Reply<std::vector<Statement>> read_card(ByteView bytes, Mode mode) {
  Reader in{bytes};
  std::vector<Statement> out;
  const std::uint16_t count = in.u16();
  if (count == 0 || count > card_statements_max)
    return refuse(Reason::decode, Exit::invalid, "this file is no card");
  for (std::uint16_t i = 0; i < count; ++i) {
    const std::uint32_t length = in.u32();
    const auto statement = wire::decode<Statement>(in.take(length));
    if (!statement) return refuse(Reason::decode, Exit::invalid, "this file is no card");
    out.push_back(*statement);
  }
  if (!in.finished()) return refuse(Reason::decode, Exit::invalid, "this file is no card");
  const auto device = std::ranges::find(out, StatementType::device, &Statement::type);
  if (device == out.end() || !is_signed_by_itself(*device))
    return refuse(Reason::sig, Exit::invalid, "this card is not signed by its device");
  const auto keys = wire::decode_signed<DeviceStatement>(device->body);
  for (const Statement& statement : out) {
    if (statement.domain != Domain{CoalitionId::zero(), mode})
      return refuse(Reason::mode, Exit::invalid, "a card made for another mode");
    const bool is_type =
        statement.type == StatementType::device || statement.type == StatementType::keys;
    if (!is_type || statement.author != device->author || !statement.is_signed_by(keys->keys.idk))
      return refuse(Reason::sig, Exit::invalid, "this card is not signed by its device");
  }
  return out;
}

std::map<DeviceId, Bytes> newest_keys(const FoundingDraft& draft) {
  std::map<DeviceId, crypto::SignPublicKey> known;
  for (const auto& [org, manifest] : draft.manifests) {
    for (const Delegate& delegate : manifest.delegates) {
      for (const DeviceKeys& keys : delegate.devices) known.emplace(device_id(keys), keys.idk);
    }
  }
  std::map<DeviceId, std::pair<std::uint16_t, Bytes>> newest;
  for (const Statement& statement : draft.proof.statements) {
    if (statement.type != StatementType::keys) continue;
    const auto key = known.find(statement.author);
    if (key == known.end() || !statement.is_signed_by(key->second)) continue;
    const auto keys = wire::decode_signed<KeysStatement>(statement.body);
    if (!keys || keys->author != statement.author) continue;
    const auto [found, is_first] =
        newest.emplace(statement.author, std::pair{keys->gen, wire::encode(statement)});
    if (!is_first && keys->gen > found->second.first)
      found->second = {keys->gen, wire::encode(statement)};
  }
  std::map<DeviceId, Bytes> out;
  for (auto& [device, keys] : newest) out.emplace(device, std::move(keys.second));
  return out;
}

const Manifest* manifest_of(const FoundingDraft& draft, const DeviceId& device, OrgId& org) {
  for (const auto& [id, manifest] : draft.manifests) {
    if (!is_delegate_device(manifest, device)) continue;
    org = id;
    return &manifest;
  }
  return nullptr;
}

tl::unexpected<Refusal> refuse_lint(const std::vector<Finding>& findings) {
  auto refusal = refuse(Reason::lint,
                        Exit::invalid,
                        "this draft breaks a rule that every device enforces",
                        "mend the draft, then again");
  refusal.value().rows = lint_rows(findings);
  return refusal;
}

}  // namespace tocsin::coalition
