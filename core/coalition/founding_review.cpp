// review and confirm of drafts in a file: before there is a mesh, a signature travels back in the
// file itself.
#include <algorithm>

#include "core/coalition/founding_draft.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/wording.h"
#include "core/model/limits/statements.h"
#include "core/wire/proof_codec.h"

namespace tocsin::coalition {
namespace {

Wording wording_of(const FoundingDraft& draft) {
  if (draft.previous)
    return wording(Signed<Charter>{draft.subject, draft.mode, *draft.charter}, *draft.previous);
  if (draft.charter) return wording(Signed<Charter>{draft.subject, draft.mode, *draft.charter});
  return wording(Signed<Manifest>{draft.subject, draft.mode, draft.manifests.begin()->second});
}

}  // namespace

Reply<void> Coalition::State::review_draft(ByteView bytes, Step& step) {
  auto draft = read_founding(bytes, identity.mode);
  if (!draft) return tl::unexpected<Refusal>{draft.error()};
  OrgId org = OrgId::zero();
  if (manifest_of(*draft, identity.keys->id, org) == nullptr)
    return refuse(Reason::delegate, Exit::permission, "this device is not listed in it");
  const Wording shown = wording_of(*draft);
  const WallTime opens =
      is_rehearsal(identity.mode) ? step.now.wall : step.now.wall + limits::review_wait;
  const Review& window =
      reviews.open(draft->subject,
                   Review{opens, opens + limits::review_window, "en", wording_version, shown.shown},
                   step.now.wall,
                   step.outbox);
  Row row{"review"};
  row.set("id", Value{draft->subject.bytes()})
      .set("type", type_name(draft->type))
      .set("mode", word(identity.mode));
  row.set("words", words_of(draft->subject, draft->type, identity.mode))
      .set("list", "drill")
      .set("language", window.language);
  row.set("opens_at", Value{window.opens_at})
      .set("closes_at", Value{window.closes_at})
      .set("text", shown.text);
  row.set("wording", wording_version)
      .set("shown", Value{to_bytes(ByteView{shown.shown})})
      .set("complete", draft->is_complete);
  step.rows.push_back(std::move(row));
  std::ranges::move(lack_rows(draft->lacks), std::back_inserter(step.rows));
  return {};
}

Reply<void> Coalition::State::confirm_draft(const Row& arguments, Step& step) {
  auto draft = read_founding(arguments.bytes("draft").value_or(Bytes{}), identity.mode);
  if (!draft) return tl::unexpected<Refusal>{draft.error()};
  if (arguments.text("stance").value_or("approve") != "approve")
    return refuse(Exit::usage, "E_USAGE", "a founding draft is approved or left alone");
  OrgId org = OrgId::zero();
  const Manifest* manifest = manifest_of(*draft, identity.keys->id, org);
  if (manifest == nullptr)
    return refuse(Reason::delegate, Exit::permission, "this device is not listed in it");
  const auto window = reviews.need(draft->subject, step.now.wall);
  if (!window) return tl::unexpected<Refusal>{window.error()};
  if (!are_words_of(arguments.text("words").value_or(""),
                    {draft->subject, draft->type, identity.mode},
                    Typed::all_six))
    return refuse(Exit::usage,
                  "E_WORDS",
                  "these are not the six words of this draft",
                  "compare them by voice, then again");
  std::vector<Statement> parts = draft->proof.statements;
  if (const auto card = arguments.bytes("card")) {
    auto statements_of_card = read_card(*card, identity.mode);
    if (!statements_of_card) return tl::unexpected<Refusal>{statements_of_card.error()};
    std::ranges::move(*statements_of_card, std::back_inserter(parts));
  }
  const std::uint32_t version = draft->charter ? draft->charter->version : 1;
  const StatementId chain = version == 1 ? draft->subject : StatementId{draft->coalition.array()};
  const ChainSlot slot{draft->type, chain, version};
  if (const auto kept = slots.promise(slot, draft->subject, step.outbox); !kept)
    return refuse(kept.error());
  Signoff signoff;
  signoff.head = head(org, step);
  signoff.subject = draft->subject;
  signoff.subject_type = draft->type;
  signoff.number = version;
  signoff.stance = Stance::approve;
  const Seconds life =
      draft->charter ? draft->charter->params.fresh.signoff : default_params().fresh.signoff;
  signoff.valid_until = std::min(step.now.wall + life, manifest->valid_until);
  signoff.language = window->language;
  signoff.wording = window->wording;
  signoff.shown = window->shown;
  const bool is_manifest = draft->type == StatementType::manifest;
  const CoalitionId coalition = is_manifest ? CoalitionId::zero() : draft->coalition;
  parts.push_back(sign(StatementType::signoff, Domain{coalition, identity.mode}, Body{signoff}));
  const auto proof = assemble(draft->proof.kind, std::move(parts));
  if (!proof) return refuse(proof.error());
  auto again = read_founding(wire::encode(*proof), identity.mode);
  if (!again) return tl::unexpected<Refusal>{again.error()};
  reviews.close(draft->subject, step.outbox);
  Row row{"signed"};
  row.set("id", Value{draft->subject.bytes()})
      .set("type", type_name(draft->type))
      .set("mode", word(identity.mode));
  row.set("as", identity.handle)
      .set("stance", "approve")
      .set("valid_until", Value{signoff.valid_until});
  step.rows.push_back(std::move(row));
  step.rows.push_back(draft_row({again->subject,
                                 again->type,
                                 identity.mode,
                                 wire::encode(again->proof),
                                 again->is_complete}));
  std::ranges::move(lack_rows(again->lacks), std::back_inserter(step.rows));
  return {};
}

}  // namespace tocsin::coalition
