// Step 3: the charter the anchor names and the manifests of its orgs, known by their ids.
#include <algorithm>
#include <set>

#include "core/coalition/lint.h"
#include "core/coalition/verify_steps.h"
#include "core/wire/charter_codec.h"

namespace tocsin::coalition {
namespace {

struct Found {
  std::optional<Signed<Charter>> charter;
  std::map<OrgId, Manifest> manifests;
};

Complaint take_charter(const Scanned& scanned, std::size_t at, const Anchor& anchor, Found& out) {
  const Statement& statement = scanned.statements[at];
  const StatementId& id = scanned.ids[at];
  if (!statement.domain.coalition.is_zero()) return Reason::feature;  // a successor
  if (id.array() != anchor.coalition.array()) return Reason::charter_unknown;
  auto charter = wire::decode_signed<Charter>(statement.body);
  if (!charter || charter->head.author != statement.author) return Reason::decode;
  if (charter->version != 1 || !charter->features.empty()) return Reason::feature;
  if (charter->is_rehearsal != is_rehearsal(scanned.base)) return Reason::mode;
  out.charter = Signed<Charter>{id, scanned.base, std::move(*charter)};
  return std::nullopt;
}

Complaint take_manifest(const Scanned& scanned, std::size_t at, Found& out) {
  const Statement& statement = scanned.statements[at];
  if (!statement.domain.coalition.is_zero()) return Reason::feature;  // a successor
  const OrgId org{scanned.ids[at].array()};
  const auto listed = [&](const CharterOrg& entry) { return entry.id == org; };
  if (std::ranges::none_of(out.charter->value.orgs, listed)) return Reason::delegate;
  auto manifest = wire::decode_signed<Manifest>(statement.body);
  if (!manifest || manifest->head.author != statement.author || !manifest->head.org.is_zero())
    return Reason::decode;
  if (manifest->version != 1) return Reason::feature;
  out.manifests.emplace(org, std::move(*manifest));
  return std::nullopt;
}

bool has_key_twice(const std::map<OrgId, Manifest>& manifests) {
  std::set<std::array<std::uint8_t, 32>> keys;
  for (const auto& [org, manifest] : manifests)
    for (const Delegate& delegate : manifest.delegates)
      for (const DeviceKeys& device : delegate.devices)
        if (!keys.insert(device.idk).second || !keys.insert(device.ltk).second) return true;
  return false;
}

}  // namespace

Complaint read_authority(const Scanned& scanned,
                         const Anchor& anchor,
                         std::optional<Electorate>& out) {
  Found found;
  for (std::size_t i = 0; i < scanned.statements.size(); ++i) {
    if (scanned.statements[i].type != StatementType::charter) continue;
    if (const Complaint complaint = take_charter(scanned, i, anchor, found)) return complaint;
  }
  if (!found.charter) return Reason::charter_unknown;
  for (std::size_t i = 0; i < scanned.statements.size(); ++i) {
    if (scanned.statements[i].type != StatementType::manifest) continue;
    if (const Complaint complaint = take_manifest(scanned, i, found)) return complaint;
  }
  if (found.manifests.size() != found.charter->value.orgs.size()) return Reason::missing;
  // Before lint, which knows it too, for the sharper code.
  if (has_key_twice(found.manifests)) return Reason::key_dup;
  if (has_error(lint(found.charter->value, found.manifests))) return Reason::lint;
  out.emplace(std::move(*found.charter), std::move(found.manifests));
  return std::nullopt;
}

Complaint read_manifest(const Scanned& scanned, std::optional<Signed<Manifest>>& out) {
  for (std::size_t i = 0; i < scanned.statements.size(); ++i) {
    const Statement& statement = scanned.statements[i];
    if (statement.type == StatementType::charter) return Reason::type;
    if (statement.type != StatementType::manifest) continue;
    if (out) return Reason::type;  // a card is of one org
    auto manifest = wire::decode_signed<Manifest>(statement.body);
    if (!manifest || manifest->head.author != statement.author || !manifest->head.org.is_zero())
      return Reason::decode;
    if (manifest->version != 1) return Reason::feature;
    out = Signed<Manifest>{scanned.ids[i], scanned.base, std::move(*manifest)};
  }
  if (!out) return Reason::missing;
  if (has_key_twice({{OrgId::zero(), out->value}})) return Reason::key_dup;
  if (has_error(lint(out->value))) return Reason::lint;
  return std::nullopt;
}

}  // namespace tocsin::coalition
