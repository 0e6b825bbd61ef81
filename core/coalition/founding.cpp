// Founding by file (decisions.md §5): manifests, then the charter, then everybody's first state.
#include <algorithm>

#include "core/coalition/founding_draft.h"
#include "core/coalition/lint.h"
#include "core/coalition/roll.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/successor.h"
#include "core/model/words.h"
#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

Reply<Proof> assembled(ProofKind kind, std::vector<Statement> statements) {
  auto proof = assemble(kind, std::move(statements));
  if (!proof) return refuse(proof.error());
  return *std::move(proof);
}

std::vector<DeviceId> listed_devices(const Manifest& manifest) {
  std::vector<DeviceId> out;
  for (const Delegate& delegate : manifest.delegates) {
    for (const DeviceKeys& keys : delegate.devices) out.push_back(device_id(keys));
  }
  return out;
}

// The devices of these orgs, with the prekeys that ride along.
Reply<std::vector<Coalition::FounderDevice>> founders_of(
    const FoundingDraft& draft, const std::map<OrgId, Manifest>& manifests) {
  const std::map<DeviceId, Bytes> keys = newest_keys(draft);
  std::vector<Coalition::FounderDevice> out;
  for (const auto& [org, manifest] : manifests) {
    for (const Delegate& delegate : manifest.delegates) {
      for (const DeviceKeys& device_keys : delegate.devices) {
        const DeviceId device = device_id(device_keys);
        const auto found = keys.find(device);
        if (found == keys.end())
          return refuse(Reason::missing,
                        Exit::invalid,
                        "no prekeys of " + delegate.handle + " in this draft",
                        "confirm again on that device");
        out.push_back(Coalition::FounderDevice{
            Member{device, device_keys, org, delegate.handle, true}, found->second});
      }
    }
  }
  return out;
}

}  // namespace

Reply<void> Coalition::State::draft_manifest(const Row& arguments, Step& step) {
  auto body = wire::decode<Manifest>(arguments.bytes("body").value_or(Bytes{}));
  if (!body) return refuse(body.error());
  const std::vector<DeviceId> listed = listed_devices(*body);
  if (std::ranges::find(listed, identity.keys->id) == listed.end())
    return refuse(Reason::delegate,
                  Exit::usage,
                  "the one who drafts a manifest is one of its delegates",
                  "add your own card");
  if (const auto findings = lint(*body); has_error(findings)) return refuse_lint(findings);
  std::vector<Statement> parts;
  std::set<DeviceId> carded;
  for (const Row& row : arguments.rows("cards")) {
    auto card = read_card(row.bytes("bytes").value_or(Bytes{}), identity.mode);
    if (!card) return tl::unexpected<Refusal>{card.error()};
    carded.insert(card->front().author);
    std::ranges::move(*card, std::back_inserter(parts));
  }
  for (const DeviceId& device : listed) {
    if (!carded.contains(device))
      return refuse(Reason::missing,
                    Exit::usage,
                    "a listed device has no card: " + device.short_hex(),
                    "tocsin card, on that device");
  }
  body->version = 1;
  body->prev = StatementId::zero();
  body->head = head(OrgId::zero(), step);
  const Statement manifest =
      sign(StatementType::manifest, Domain{CoalitionId::zero(), identity.mode}, Body{*body});
  parts.push_back(manifest);
  auto proof = assembled(ProofKind::manifest, std::move(parts));
  if (!proof) return tl::unexpected<Refusal>{proof.error()};
  step.rows.push_back(draft_row(
      {manifest.id(), StatementType::manifest, identity.mode, wire::encode(*proof), false}));
  return {};
}

Reply<void> Coalition::State::draft_charter(const Row& arguments, Step& step) {
  auto body = wire::decode<Charter>(arguments.bytes("body").value_or(Bytes{}));
  if (!body) return refuse(body.error());
  if (body->is_rehearsal != is_rehearsal(identity.mode))
    return refuse(Reason::mode,
                  Exit::invalid,
                  "charter and profile differ: rehearsal or not is fixed at init");
  std::vector<Statement> parts;
  std::map<OrgId, Manifest> manifests;
  OrgId own = OrgId::zero();
  for (const Row& row : arguments.rows("cards")) {
    auto card = read_founding(row.bytes("bytes").value_or(Bytes{}), identity.mode);
    if (!card) return tl::unexpected<Refusal>{card.error()};
    if (card->type != StatementType::manifest || !card->is_complete) {
      auto refusal = refuse(Reason::count,
                            Exit::not_met,
                            "a manifest card that not all of its devices have confirmed",
                            "tocsin confirm, on each device");
      refusal.value().rows = lack_rows(card->lacks);
      return refusal;
    }
    const auto& [org, manifest] = *card->manifests.begin();
    if (!typed_words_match(
            row.text("words").value_or(""), WordList::drill, org.view(), 0, six_words_count))
      return refuse(Exit::usage,
                    "E_WORDS",
                    "the six words of " + manifest.name + " do not match what was typed",
                    "ask that org again, by voice");
    manifests.emplace(org, manifest);
    manifest_of(*card, identity.keys->id, own);
    std::ranges::move(card->proof.statements, std::back_inserter(parts));
  }
  if (own.is_zero())
    return refuse(Reason::delegate,
                  Exit::permission,
                  "the one who drafts a charter is a delegate of a founding org");
  if (const auto findings = lint(*body, manifests); has_error(findings))
    return refuse_lint(findings);
  body->version = 1;
  body->prev = StatementId::zero();
  body->head = head(own, step);
  const Statement charter =
      sign(StatementType::charter, Domain{CoalitionId::zero(), identity.mode}, Body{*body});
  parts.push_back(charter);
  auto proof = assembled(ProofKind::charter, std::move(parts));
  if (!proof) return tl::unexpected<Refusal>{proof.error()};
  step.rows.push_back(draft_row(
      {charter.id(), StatementType::charter, identity.mode, wire::encode(*proof), false}));
  std::ranges::move(lint_rows(lint(*body, manifests)), std::back_inserter(step.rows));
  return {};
}

Reply<void> Coalition::State::merge(const Row& arguments, Step& step) {
  std::optional<FoundingDraft> all;
  for (const Row& row : arguments.rows("drafts")) {
    auto next = read_founding(row.bytes("bytes").value_or(Bytes{}), identity.mode);
    if (!next) return tl::unexpected<Refusal>{next.error()};
    if (!all) {
      all = *std::move(next);
      continue;
    }
    if (next->subject != all->subject)
      return refuse(Exit::usage, "E_CONFLICT", "these are drafts of different things");
    const auto both = coalition::merge(all->proof, next->proof);
    if (!both) return refuse(both.error());
    auto read = read_founding(wire::encode(*both), identity.mode);
    if (!read) return tl::unexpected<Refusal>{read.error()};
    all = *std::move(read);
  }
  if (!all) return refuse(Exit::usage, "E_USAGE", "merge two or more drafts of one thing");
  step.rows.push_back(
      draft_row({all->subject, all->type, all->mode, wire::encode(all->proof), all->is_complete}));
  std::ranges::move(lack_rows(all->lacks), std::back_inserter(step.rows));
  return {};
}

Reply<void> Coalition::State::charter_lint(const Row& arguments, Step& step) {
  std::vector<Finding> findings;
  if (const auto draft = arguments.bytes("draft")) {
    auto read = read_founding(*draft, identity.mode);
    if (!read) return tl::unexpected<Refusal>{read.error()};
    if (!read->charter) return refuse(Exit::usage, "E_TYPE", "this is a manifest, not a charter");
    findings = lint(*read->charter, read->manifests);
  } else if (const auto body = arguments.bytes("body")) {
    const auto charter = wire::decode<Charter>(*body);
    if (!charter) return refuse(charter.error());
    findings = lint(*charter);
  } else if (electorate) {
    findings = lint(electorate->charter().value, electorate->manifests());
  } else {
    return refuse(Exit::usage, "E_USAGE", "lint which charter?", "tocsin charter lint FILE");
  }
  std::ranges::move(lint_rows(findings), std::back_inserter(step.rows));
  const auto notes = std::ranges::count_if(findings, &Finding::is_note);
  Row row{"summary"};
  row.set("errors", findings.size() - static_cast<std::size_t>(notes)).set("notes", notes);
  step.rows.push_back(std::move(row));
  return {};
}

Reply<Coalition::Founding> Coalition::State::finish(ByteView bytes, Step& step) {
  if (!identity.keys)
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile has no keys yet", "tocsin init");
  auto draft = read_founding(bytes, identity.mode);
  if (!draft) return tl::unexpected<Refusal>{draft.error()};
  if (!draft->charter) return refuse(Exit::usage, "E_TYPE", "this is a manifest, not a charter");
  if (electorate && draft->previous) return welcome_newcomers(*draft, step);
  if (electorate)
    return refuse(Exit::usage, "E_CONFLICT", "this profile belongs to a coalition already");
  if (draft->previous)
    return refuse(Exit::usage,
                  "E_TYPE",
                  "an amendment is finished by a delegate of the coalition",
                  "send the file back to whoever gave it to you");
  if (!draft->is_complete) {
    auto refusal = refuse(Reason::count,
                          Exit::not_met,
                          "not everybody has confirmed this charter yet",
                          "pass the draft on; merge what comes back");
    refusal.value().rows = lack_rows(draft->lacks);
    return refusal;
  }
  if (!slots.has_promised(StatementType::charter, draft->subject))
    return refuse(Reason::delegate,
                  Exit::permission,
                  "only a charter that this device confirmed is taken",
                  "tocsin review, confirm");
  auto devices = founders_of(*draft, draft->manifests);
  if (!devices) return tl::unexpected<Refusal>{devices.error()};
  Founding founding{CoalitionId{draft->subject.array()}, *std::move(devices), {}};
  for (const StatementType type :
       {StatementType::charter, StatementType::manifest, StatementType::signoff}) {
    for (const Statement& statement : draft->proof.statements) {
      if (statement.type != type) continue;
      if (const auto taken = arrive(wire::encode(statement), step); !taken)
        return refuse(taken.error());
    }
  }
  if (!electorate) return refuse(Reason::lint, Exit::invalid, "this charter cannot be in force");
  founding.state = state_proof();
  return founding;
}

// Who enters by an amendment is welcomed like a founder: by a file, to what stands now.
Reply<Coalition::Founding> Coalition::State::welcome_newcomers(const FoundingDraft& draft,
                                                               Step& step) {
  if (auto may = need_delegate(); !may) return tl::unexpected<Refusal>{may.error()};
  take_chain_papers(draft.proof, step);
  if (!lineage->place_of(draft.subject))
    return refuse(Reason::count,
                  Exit::not_met,
                  "this amendment is not complete here",
                  "tocsin status " + draft.subject.short_hex());
  std::map<OrgId, Manifest> entering;
  for (const OrgId& org : new_orgs(*draft.previous, *draft.charter))
    entering.emplace(org, draft.manifests.at(org));
  if (entering.empty())
    return refuse(Exit::usage, "E_NOT_FOUND", "no organization enters by this amendment");
  auto devices = founders_of(draft, entering);
  if (!devices) return tl::unexpected<Refusal>{devices.error()};
  return Founding{anchor(), *std::move(devices), state_proof()};
}

// Sign-offs that come back in a file are passed on: nobody else may have been sent them.
void Coalition::State::take_chain_papers(const Proof& proof, Step& step) {
  for (const Statement& statement : proof.statements) {
    const bool is_signoff = statement.type == StatementType::signoff;
    const Bytes bytes = wire::encode(statement);
    if (!is_signoff || statements.find(statement.id()) != nullptr) continue;
    if (arrive(bytes, step)) step.out.posts.push_back(Post{bytes, Reach::all, false});
  }
}

}  // namespace tocsin::coalition
