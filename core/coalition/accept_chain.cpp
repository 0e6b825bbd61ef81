// Arrivals of charters and manifests (decisions.md §6): a first one is known by its id, a successor
// follows a version that is here. Which of them stands is lineage.h.
#include <algorithm>

#include "core/coalition/chain.h"
#include "core/coalition/lint.h"
#include "core/coalition/state.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {

Result<void> Reading::check_charter(const Accepted& accepted, const Charter& charter) const {
  if (charter.is_rehearsal != is_rehearsal(identity.mode))
    return fail(Errc::not_allowed, "another mode");
  if (accepted.statement.domain.coalition.is_zero()) {
    const bool is_anchor = CoalitionId{accepted.id.array()} == anchor();
    if (!is_anchor && !slots.has_promised(StatementType::charter, accepted.id))
      return fail(Errc::not_allowed,
                  "a charter that this device neither confirmed nor was welcomed to");
    if (charter.version != 1) return fail(Errc::not_allowed, "a successor without a coalition");
    return {};
  }
  const Charter* prev = statements.find_as<Charter>(charter.prev);
  if (prev == nullptr) return fail(Errc::not_found, "the charter it follows is not here yet");
  if (!follows(link_of(accepted.id, charter), link_of(charter.prev, *prev)))
    return fail(Errc::not_allowed, "its version does not follow");
  if (has_error(lint_successor(charter, *prev)))
    return fail(Errc::not_allowed, "an amendment that every device refuses");
  return check_drafts(accepted, charter.prev);
}

Result<void> Reading::check_manifest(const Accepted& accepted, const Manifest& manifest) const {
  if (accepted.statement.domain.coalition.is_zero()) {
    if (manifest.version != 1) return fail(Errc::not_allowed, "a successor without a coalition");
    const auto charters = statements.of(StatementType::charter);
    const bool is_listed = std::ranges::any_of(charters, [&](const Accepted* charter) {
      const auto& orgs = charter->as<Charter>().orgs;
      return std::ranges::find(orgs, OrgId{accepted.id.array()}, &CharterOrg::id) != orgs.end();
    });
    if (is_listed) return {};
    // An amendment may be on its way that lets this org in.
    return fail(Errc::not_found, "a manifest of no org of a charter that is here");
  }
  const Manifest* prev = statements.find_as<Manifest>(manifest.prev);
  if (prev == nullptr) return fail(Errc::not_found, "the manifest it follows is not here yet");
  const bool is_of_chain = prev->head.org.is_zero()
                               ? OrgId{manifest.prev.array()} == manifest.head.org
                               : prev->head.org == manifest.head.org;
  if (!is_of_chain || !follows(link_of(accepted.id, manifest), link_of(manifest.prev, *prev)))
    return fail(Errc::not_allowed, "its version does not follow");
  if (has_error(lint_successor(manifest, *prev)))
    return fail(Errc::not_allowed, "a manifest that every device refuses");
  return check_drafts(accepted, manifest.prev);
}

// One delegate cannot fill every disk with drafts of the same version.
Result<void> Reading::check_drafts(const Accepted& accepted, const StatementId& prev) const {
  const auto same =
      std::ranges::count_if(statements.of(accepted.statement.type), [&](const Accepted* other) {
        const Head& head = head_of(other->body);
        const StatementId& follows_on = std::holds_alternative<Charter>(other->body)
                                            ? other->as<Charter>().prev
                                            : other->as<Manifest>().prev;
        return head.author == accepted.statement.author && follows_on == prev;
      });
  if (same >= static_cast<std::ptrdiff_t>(limits::successor_drafts_max))
    return fail(Errc::limit_exceeded, "too many drafts of one version by one device");
  return {};
}

// To draft and to sign, by the charter in force. Whatever stands is kept: it harms its org alone.
bool Reading::suits_charter(const Manifest& manifest) const {
  const CharterOrg* org = electorate ? electorate->org(manifest.head.org) : nullptr;
  if (org == nullptr) return true;
  const bool is_solo = manifest.delegates.size() == 1;
  return is_solo == org->is_solo && manifest.valid_until - manifest.head.at <=
                                        electorate->charter().value.params.fresh.manifest;
}

// Of an identity key, which signs what it is listed for: a link key anybody may copy.
bool Reading::lists_key_of_another(const Manifest& manifest) const {
  if (!electorate) return false;
  std::set<crypto::SignPublicKey> others;
  for (const auto& [org, other] : electorate->manifests()) {
    if (org == manifest.head.org) continue;
    for (const DeviceKeys& keys : keys_in(other)) others.insert(keys.idk);
  }
  return std::ranges::any_of(keys_in(manifest),
                             [&](const DeviceKeys& keys) { return others.contains(keys.idk); });
}

}  // namespace tocsin::coalition
