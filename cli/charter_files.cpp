#include "cli/charter_files.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/card_files.h"
#include "cli/charter_toml.h"
#include "cli/errand.h"
#include "cli/input.h"
#include "core/base/codes.h"
#include "core/crypto/hash.h"
#include "core/wire/charter_codec.h"
#include "core/wire/manifest_codec.h"
#include "core/wire/proof_codec.h"

namespace tocsin::cli {
namespace {

// How many delegates it will have is not known yet: as many as do no harm.
OrgCard without_card(const std::string& slug, const Charter* other) {
  OrgCard card{OrgId{crypto::blake2b_256(as_bytes(slug))}, slug, 3};
  if (other == nullptr) return card;
  const auto known = std::ranges::find(other->orgs, slug, &CharterOrg::slug);
  if (known == other->orgs.end()) return card;
  return OrgCard{known->id, known->name, known->is_solo ? std::size_t{1} : std::size_t{3}};
}

}  // namespace

Reply<WrittenCharter> charter_in(ByteView proof) {
  const auto decoded = wire::decode<Proof>(proof);
  if (!decoded) return refuse(decoded.error());
  std::optional<Charter> charter;
  std::map<OrgId, Manifest> manifests;
  for (const Statement& statement : decoded->statements) {
    if (statement.type == StatementType::charter) {
      auto body = wire::decode_signed<Charter>(statement.body);
      if (!body) return refuse(body.error());
      // Of a chain the newest: the others lead to it.
      if (!charter || charter->version <= body->version) charter = *std::move(body);
    } else if (statement.type == StatementType::manifest) {
      auto body = wire::decode_signed<Manifest>(statement.body);
      if (!body) return refuse(body.error());
      const OrgId org = body->head.org.is_zero() ? OrgId{statement.id().array()} : body->head.org;
      manifests.insert_or_assign(org, *std::move(body));
    }
  }
  if (!charter) return refuse(Exit::invalid, "E_DECODE", "there is no charter in this file");
  return WrittenCharter{*std::move(charter), std::move(manifests)};
}

Reply<Charter> successor_at(const std::string& path, const Charter& prev, WallTime now) {
  auto next = charter_at(path, &prev, now);
  const bool is_toml = next && next->head.author.is_zero();
  if (!is_toml || prev.head.author.is_zero()) return next;
  next->version = prev.version + 1;
  for (CharterOrg& org : next->orgs) {
    const auto before = std::ranges::find(prev.orgs, org.id, &CharterOrg::id);
    const bool enters = before == prev.orgs.end();
    org.since = enters ? next->effective_at : before->since;
    if (enters && org.standing == Standing::full) org.standing = Standing::provisional;
  }
  return next;
}

Reply<Charter> charter_at(const std::string& path, const Charter* other, WallTime now) {
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected{bytes.error()};
  if (wire::decode<Proof>(*bytes)) {
    auto written = charter_in(*bytes);
    if (!written) return tl::unexpected{written.error()};
    return std::move(written->charter);
  }
  ManifestCards cards{folder_of(path)};
  const CharterSources sources{[&](const std::string& slug) -> Reply<OrgCard> {
                                 auto card = cards.take(slug);
                                 if (card) return card;
                                 return without_card(slug, other);
                               },
                               now};
  return charter_from_toml(to_text(*bytes), sources);
}

Reply<Row> charter_in_force(Errand& errand) {
  const auto in_force = ask(errand, "charter show", Row{});
  if (!in_force) return tl::unexpected{in_force.error()};
  for (const Row& row : in_force->rows) {
    const auto id = row.bytes("id");
    if (row.kind() != "charter" || !id) continue;
    const auto proof = ask(errand, "export", Row{}.set("subject", hex_encode(*id)));
    if (!proof) return tl::unexpected{proof.error()};
    for (const Row& exported : proof->rows) {
      if (const auto bytes = exported.bytes("bytes"))
        return Row{"charter"}.set("id", Value{*id}).set("bytes", Value{*bytes});
    }
  }
  return refuse(
      Exit::later, "E_CHARTER_UNKNOWN", "no charter is in force here", "tocsin import FILE");
}

}  // namespace tocsin::cli
