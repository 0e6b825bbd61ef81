// freeze and thaw: one delegate takes another out at once, several bring them back. A freeze waits
// for nobody: no review, no words.
#include <algorithm>

#include "core/base/text.h"
#include "core/coalition/freeze.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/wording.h"
#include "core/model/limits/coalition.h"
#include "core/wire/proof_codec.h"

namespace tocsin::coalition {
namespace {

constexpr std::size_t prefix_digits_min = 4;

// By handle, by the person's id, or by the first digits of one of their devices.
Reply<const Delegate*> delegate_meant(const Manifest& manifest, const std::string& who) {
  std::vector<const Delegate*> meant;
  for (const Delegate& delegate : manifest.delegates) {
    const bool is_prefix = who.size() >= prefix_digits_min;
    const bool is_device =
        is_prefix && std::ranges::any_of(delegate.devices, [&](const auto& keys) {
          return device_id(keys).hex().starts_with(who);
        });
    if (delegate.handle == who || is_device || (is_prefix && delegate.id.hex().starts_with(who)))
      meant.push_back(&delegate);
  }
  if (meant.size() == 1) return meant.front();
  return refuse(Exit::usage,
                meant.empty() ? "E_NOT_FOUND" : "E_CONFLICT",
                "name one delegate of your own org by handle or id",
                "tocsin manifest show");
}

Reply<std::string> reason_in(const Row& arguments) {
  std::string reason = arguments.text("reason").value_or("");
  if (check_text(reason, limits::short_reason_bytes_max, Newlines::refused)) return reason;
  return refuse(Exit::usage, "E_SIZE", "a reason is one line of at most 200 bytes");
}

}  // namespace

Row Reading::freeze_row(const Accepted& accepted) const {
  const Freeze& freeze = accepted.as<Freeze>();
  const Resident* author = directory.find(freeze.head.author, freeze.head.org);
  const CharterOrg* org = electorate->org(freeze.head.org);
  const bool is_thaw = !freeze.thaw.is_zero();
  const auto holds = [&](const auto& entry) { return entry.second == accepted.id; };
  std::string state = std::ranges::any_of(exclusions.frozen, holds) ? "STANDS" : "LIFTED";
  Row row{is_thaw ? "thaw" : "freeze"};
  row.set("id", Value{accepted.id.bytes()}).set("mode", word(accepted.statement.domain.mode));
  row.set("org", org == nullptr ? std::string{} : org->slug)
      .set("person", handle_of(*electorate, freeze.head.org, freeze.delegate))
      .set("delegate", Value{freeze.delegate.bytes()});
  row.set("by", author == nullptr ? std::string{} : author->person)
      .set("at", Value{freeze.head.at})
      .set("reason", freeze.reason);
  const Manifest* manifest = electorate->manifest(freeze.head.org);
  if (is_thaw && manifest != nullptr) {
    const ThawCount count = count_thaw(statements, *manifest, accepted);
    row.set("freeze", Value{freeze.thaw.bytes()}).set("have", count.have).set("need", count.need);
    state = count.is_complete() ? "COMPLETE" : "DRAFT";
  }
  row.set("state", std::move(state));
  return row;
}

Reply<void> Coalition::State::freeze(const Row& arguments, Step& step) {
  const Resident* self = own_residence();
  if (self == nullptr || !self->is_delegate)
    return refuse(Reason::delegate,
                  Exit::permission,
                  "only a delegate freezes another delegate of their org",
                  "of a member's device: tocsin roll remove");
  const Manifest& manifest = *electorate->manifest(own_org());
  auto person = delegate_meant(manifest, arguments.text("who").value_or(""));
  if (!person) return tl::unexpected<Refusal>{person.error()};
  auto reason = reason_in(arguments);
  if (!reason) return tl::unexpected<Refusal>{reason.error()};
  const Delegate* own = delegate_of(manifest, identity.keys->id);
  if (own->id == (*person)->id)
    return refuse(Reason::second,
                  Exit::second_person,
                  "nobody freezes themselves",
                  "call another delegate of your org");
  for (const auto& [device, id] : exclusions.frozen) {
    const Accepted& standing = *statements.find(id);
    if (standing.as<Freeze>().delegate == (*person)->id)
      return refuse(Reason::frozen,
                    Exit::held,
                    (*person)->handle + " is frozen already",
                    "tocsin status " + id.short_hex());
    const Delegate* by = delegate_of(manifest, standing.statement.author);
    // A second one would let the first person in again.
    if (by != nullptr && by->id == own->id)
      return refuse(Reason::second,
                    Exit::second_person,
                    "you hold a freeze already, and one person holds one at a time",
                    "another delegate of your org freezes " + (*person)->handle);
  }
  Freeze freeze{Head{}, (*person)->id, StatementId::zero(), *std::move(reason)};
  const StatementId id = issue(StatementType::freeze, identity.mode, Body{std::move(freeze)}, step);
  const Accepted& kept = *statements.find(id);
  const auto proof = assemble(ProofKind::state, {kept.statement});
  step.rows.push_back(draft_row(
      {id, StatementType::freeze, identity.mode, proof ? wire::encode(*proof) : Bytes{}, true}));
  step.rows.push_back(freeze_row(kept));
  return {};
}

Reply<void> Reading::may_approve_thaw(const Accepted& thaw) const {
  const Freeze& value = thaw.as<Freeze>();
  if (value.thaw.is_zero())
    return refuse(Reason::type,
                  Exit::usage,
                  "a freeze counts by itself; what others sign is its thaw",
                  "tocsin thaw " + thaw.id.short_hex());
  if (value.head.org != own_org())
    return refuse(Reason::delegate, Exit::permission, "an org's own delegates lift its freezes");
  const Delegate* self = delegate_of(*electorate->manifest(own_org()), identity.keys->id);
  if (self != nullptr && self->id == value.delegate)
    return refuse(Reason::second,
                  Exit::second_person,
                  "nobody counts toward their own thaw",
                  "other delegates of your org confirm it");
  return {};
}

Reply<void> Coalition::State::thaw(const Row& arguments, Step& step) {
  if (auto may = need_delegate(StatementType::freeze); !may) return may;
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& about = **found;
  const Freeze* lifted = std::get_if<Freeze>(&about.body);
  if (lifted == nullptr || !lifted->thaw.is_zero())
    return refuse(Reason::type, Exit::usage, "a thaw lifts a freeze", "tocsin status");
  const StatementId freeze_id = about.id;
  const Manifest& manifest = *electorate->manifest(own_org());
  Freeze thaw{Head{}, lifted->delegate, freeze_id, ""};
  thaw.head.org = lifted->head.org;
  const Accepted candidate{StatementId::zero(), about.statement, Body{thaw}, step.now.wall};
  if (auto may = may_approve_thaw(candidate); !may) return may;
  for (const Accepted* other : statements.about(freeze_id, StatementType::freeze)) {
    return refuse(Exit::usage,
                  "E_CONFLICT",
                  "somebody asked for this thaw already",
                  "tocsin review " + other->id.short_hex() + ", then confirm it");
  }
  auto reason = reason_in(arguments);
  if (!reason) return tl::unexpected<Refusal>{reason.error()};
  const auto window = ready_to_sign(about, arguments, step.now);
  if (!window) return tl::unexpected<Refusal>{window.error()};
  thaw.reason = *std::move(reason);
  reviews.close(freeze_id, step.outbox);
  const StatementId id = issue(StatementType::freeze, identity.mode, Body{std::move(thaw)}, step);
  const Accepted& kept = *statements.find(id);
  const auto shown = wording(electorate->charter().value,
                             signed_of<Freeze>(kept),
                             freeze_row(kept).text("person").value_or(""),
                             window->language);
  if (!shown) return refuse(shown.error());
  Signoff signoff;
  signoff.stance = Stance::approve;
  signoff.language = window->language;
  signoff.wording = wording_version;
  signoff.shown = shown->shown;
  if (auto done = sign_off(kept, std::move(signoff), step); !done) return done;
  const auto proof = proof_of(kept, step.now.wall);
  const bool is_complete = count_thaw(statements, manifest, kept).is_complete();
  step.rows.push_back(draft_row({id,
                                 StatementType::freeze,
                                 identity.mode,
                                 proof ? wire::encode(*proof) : Bytes{},
                                 is_complete}));
  return {};
}

}  // namespace tocsin::coalition
