#include "cli/card_files.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/input.h"
#include "core/base/text.h"
#include "core/model/proof.h"
#include "core/wire/channel_codec.h"
#include "core/wire/manifest_codec.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::cli {
namespace {

constexpr std::uint16_t card_statements_max = 2;

tl::unexpected<Refusal> no_card() {
  return refuse(Exit::invalid, "E_DECODE", "this file is no card", "tocsin card, on that device");
}

}  // namespace

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

Reply<DeviceKeys> keys_in_card(ByteView card) {
  Reader reader{card};
  const std::uint16_t count = reader.u16();
  if (count == 0 || count > card_statements_max) return no_card();
  std::optional<DeviceKeys> keys;
  for (std::uint16_t i = 0; i < count; ++i) {
    const std::uint32_t length = reader.u32();
    const auto statement = wire::decode<Statement>(reader.take(length));
    if (!statement) return no_card();
    if (statement->type != StatementType::device) continue;
    const auto device = wire::decode_signed<DeviceStatement>(statement->body);
    if (!device) return no_card();
    keys = device->keys;
  }
  if (!reader.finished() || !keys) return no_card();
  return *keys;
}

Reply<CardedManifest> manifest_in_card(ByteView card) {
  const auto proof = wire::decode<Proof>(card);
  if (!proof || proof->kind != ProofKind::manifest)
    return refuse(
        Exit::invalid, "E_DECODE", "this file is no manifest card", "ask that organization for it");
  for (const Statement& statement : proof->statements) {
    if (statement.type != StatementType::manifest) continue;
    auto manifest = wire::decode_signed<Manifest>(statement.body);
    if (!manifest) return refuse(manifest.error());
    if (manifest->version != 1) continue;
    return CardedManifest{OrgId{statement.id().array()}, *std::move(manifest)};
  }
  return refuse(Exit::invalid,
                "E_DECODE",
                "this card holds no first manifest",
                "ask that organization for it");
}

Reply<DeviceKeys> DeviceCards::take(const std::string& file) {
  auto bytes = read_file(folder_ + file);
  if (!bytes) return tl::unexpected{bytes.error()};
  auto keys = keys_in_card(*bytes);
  if (keys && std::ranges::find(taken_, file, &Taken::file) == taken_.end())
    taken_.push_back(Taken{file, *std::move(bytes)});
  return keys;
}

std::vector<Row> DeviceCards::rows() const {
  std::vector<Row> rows;
  for (const Taken& card : taken_) rows.push_back(Row{}.set("bytes", Value{card.bytes}));
  return rows;
}

Reply<OrgCard> ManifestCards::take(const std::string& slug) {
  // It becomes part of a path.
  if (const auto checked = check_slug(slug); !checked) return refuse(checked.error());
  auto bytes = read_file(fmt::format("{}cards/{}.card", folder_, slug));
  if (!bytes) return tl::unexpected{bytes.error()};
  auto carded = manifest_in_card(*bytes);
  if (!carded) return tl::unexpected{carded.error()};
  OrgCard card{carded->org, carded->manifest.name, carded->manifest.delegates.size()};
  taken_.push_back(Taken{slug, *std::move(bytes), *std::move(carded)});
  return card;
}

}  // namespace tocsin::cli
