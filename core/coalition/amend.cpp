// draft charter and draft manifest in a coalition that exists: successors (decisions.md §6). The
// draft is posted; a copy goes to the orgs that would enter as a file.
#include <algorithm>
#include <iterator>
#include <set>

#include "core/coalition/chain.h"
#include "core/coalition/founding_draft.h"
#include "core/coalition/lint.h"
#include "core/coalition/roll.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/model/words.h"
#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

// What stays as it was unless the draft says otherwise: since when an org is a member.
void keep_membership(Charter& next, const Charter& prev) {
  for (CharterOrg& org : next.orgs) {
    const auto before = std::ranges::find(prev.orgs, org.id, &CharterOrg::id);
    const bool enters = before == prev.orgs.end() || (before->standing == Standing::observer &&
                                                      org.standing == Standing::provisional);
    org.since = enters ? next.effective_at : before->since;
  }
}

// A person keeps the id, whatever laptops come and go.
void keep_persons(Manifest& next, const Manifest& prev) {
  for (Delegate& delegate : next.delegates) {
    const auto before = std::ranges::find(prev.delegates, delegate.handle, &Delegate::handle);
    if (before != prev.delegates.end()) delegate.id = before->id;
  }
  std::ranges::sort(next.delegates);
}

std::set<DeviceId> stewards_of(const Manifest& manifest) {
  std::set<DeviceId> out;
  for (const Delegate& delegate : manifest.delegates)
    for (const DeviceKeys& keys : delegate.devices) out.insert(device_id(keys));
  for (const Steward& steward : manifest.stewards)
    out.insert(steward.devices.begin(), steward.devices.end());
  return out;
}

// Whoever is dropped keeps what he added until now, and adds nothing more.
void keep_cutoffs(Manifest& next, const Manifest& prev, const Statements& statements) {
  next.dropped = prev.dropped;
  const std::set<DeviceId> stay = stewards_of(next);
  for (const DeviceId& device : stewards_of(prev)) {
    const bool is_known =
        std::ranges::find(next.dropped, device, &Cutoff::device) != next.dropped.end();
    if (!stay.contains(device) && !is_known)
      next.dropped.push_back(Cutoff{device, statements.seq_max(device)});
  }
  std::ranges::sort(next.dropped);
}

struct Newcomer {
  OrgId org;
  FoundingDraft card;
};

Reply<std::vector<Newcomer>> newcomers_in(const Row& arguments, Mode mode) {
  std::vector<Newcomer> out;
  for (const Row& row : arguments.rows("cards")) {
    auto card = read_founding(row.bytes("bytes").value_or(Bytes{}), mode);
    if (!card) return tl::unexpected<Refusal>{card.error()};
    if (card->type != StatementType::manifest || !card->is_complete)
      return refuse(Reason::count,
                    Exit::not_met,
                    "a manifest card that not all of its devices have confirmed",
                    "tocsin confirm, on each device");
    const auto& [org, manifest] = *card->manifests.begin();
    if (!typed_words_match(
            row.text("words").value_or(""), WordList::drill, org.view(), 0, six_words_count))
      return refuse(Exit::usage,
                    "E_WORDS",
                    "the six words of " + manifest.name + " do not match what was typed",
                    "ask that org again, by voice");
    out.push_back(Newcomer{org, *std::move(card)});
  }
  return out;
}

}  // namespace

Reply<void> Reading::check_skips(const std::vector<StatementId>& skips,
                                 StatementType type,
                                 const StatementId& prev) const {
  for (const StatementId& skip : skips) {
    const Accepted* found = statements.find(skip);
    const bool is_rival = found != nullptr && found->statement.type == type &&
                          (type == StatementType::charter ? found->as<Charter>().prev
                                                          : found->as<Manifest>().prev) == prev;
    if (!is_rival)
      return refuse(Exit::usage,
                    "E_NOT_FOUND",
                    "only drafts that follow the version that stands are skipped",
                    "tocsin status");
  }
  return {};
}

Reply<void> Coalition::State::succeed_manifest(const Row& arguments, Step& step) {
  if (auto may = need_delegate(); !may) return may;
  auto body = wire::decode<Manifest>(arguments.bytes("body").value_or(Bytes{}));
  if (!body) return refuse(body.error());
  const Signed<Manifest>& prev = lineage->manifests().at(own_org()).last();
  if (auto done = check_skips(body->skips, StatementType::manifest, prev.id); !done) return done;
  body->prev = prev.id;
  body->version = prev.value.version + 1 + static_cast<std::uint32_t>(body->skips.size());
  body->head = Head{identity.keys->id, own_org(), step.now.wall, 1};
  keep_persons(*body, prev.value);
  keep_cutoffs(*body, prev.value, statements);
  if (const auto findings = lint_successor(*body, prev.value); has_error(findings))
    return refuse_lint(findings);
  if (auto may = may_list(*body); !may) return may;
  if (wire::encode(*body).size() > statement_body_bytes_max)
    return refuse(Reason::size, Exit::invalid, "this manifest is longer than a statement may be");
  const StatementId id =
      issue(StatementType::manifest, identity.mode, Body{*std::move(body)}, step);
  const auto proof = assemble(ProofKind::state, {statements.find(id)->statement});
  step.rows.push_back(draft_row(
      {id, StatementType::manifest, identity.mode, proof ? wire::encode(*proof) : Bytes{}, false}));
  return {};
}

Reply<void> Coalition::State::succeed_charter(const Row& arguments, Step& step) {
  if (auto may = need_delegate(); !may) return may;
  auto body = wire::decode<Charter>(arguments.bytes("body").value_or(Bytes{}));
  if (!body) return refuse(body.error());
  auto newcomers = newcomers_in(arguments, identity.mode);
  if (!newcomers) return tl::unexpected<Refusal>{newcomers.error()};
  const Signed<Charter>& prev = lineage->charters().last();
  if (auto done = check_skips(body->skips, StatementType::charter, prev.id); !done) return done;
  body->prev = prev.id;
  body->version = prev.value.version + 1 + static_cast<std::uint32_t>(body->skips.size());
  body->head = Head{identity.keys->id, own_org(), step.now.wall, 1};
  keep_membership(*body, prev.value);
  std::map<OrgId, Manifest> manifests = lineage->first_manifests(*body);
  for (const Newcomer& newcomer : *newcomers) {
    const auto& orgs = body->orgs;
    if (std::ranges::find(orgs, newcomer.org, &CharterOrg::id) != orgs.end())
      manifests.insert_or_assign(newcomer.org, newcomer.card.manifests.begin()->second);
  }
  const auto findings = lint_successor(*body, prev.value, manifests);
  if (has_error(findings)) return refuse_lint(findings);
  if (body->effective_at < step.now.wall + prev.value.params.start.hold)
    return refuse(Reason::hold,
                  Exit::usage,
                  "it would take effect before anybody could sign it in time",
                  "effective_at: later than now plus the hold of the charter in force");
  if (wire::encode(*body).size() > statement_body_bytes_max)
    return refuse(Reason::size, Exit::invalid, "this charter is longer than a statement may be");
  const StatementId id = issue(StatementType::charter, identity.mode, Body{*std::move(body)}, step);
  std::vector<Statement> cards;
  for (const Newcomer& newcomer : *newcomers) {
    if (auto done = introduce(newcomer.card.proof, step); !done) return done;
    std::ranges::copy(newcomer.card.proof.statements, std::back_inserter(cards));
  }
  const auto draft = draft_of_amendment(id, std::move(cards));
  if (!draft) return refuse(draft.error());
  step.rows.push_back(
      draft_row({id, StatementType::charter, identity.mode, wire::encode(*draft), false}));
  std::ranges::move(lint_rows(findings), std::back_inserter(step.rows));
  return {};
}

// The card of an org that would enter, so that everybody can count its sign-offs.
Reply<void> Coalition::State::introduce(const Proof& card, Step& step) {
  for (const StatementType type : {StatementType::manifest, StatementType::signoff}) {
    for (const Statement& statement : card.statements) {
      if (statement.type != type) continue;
      const Bytes bytes = wire::encode(statement);
      if (const auto taken = arrive(bytes, step); !taken) return refuse(taken.error());
      step.out.posts.push_back(Post{bytes, Reach::all, false});
    }
  }
  return {};
}

// With all that a reader outside needs to check it: who enters signs in the file. The cards hold
// the prekeys to which the Welcomes will be sealed.
Result<Proof> Reading::draft_of_amendment(const StatementId& id,
                                          std::vector<Statement> cards) const {
  const Accepted* draft = statements.find(id);
  TRY(const Proof standing, proof_of_charter(draft->as<Charter>().prev));
  std::vector<Statement> parts = std::move(cards);
  std::ranges::copy(standing.statements, std::back_inserter(parts));
  parts.push_back(draft->statement);
  for (const Accepted* signoff : statements.about(id, StatementType::signoff))
    parts.push_back(signoff->statement);
  return assemble(ProofKind::charter, std::move(parts));
}

}  // namespace tocsin::coalition
