#include "core/link/standing.h"

#include <algorithm>

#include "core/base/checked.h"
#include "core/crypto/sealed_box.h"
#include "core/link/gate.h"
#include "core/model/limits/link.h"
#include "core/wire/mesh_list_codec.h"

namespace tocsin::link {
namespace {

constexpr std::size_t keys_per_box = 3;
// A grant does not say its number; the first list does. Until then only the order counts.
constexpr std::uint32_t unknown_number = keys_per_box;

crypto::Secret<GateTag, 32> gate_for(const LinkMaterial& material, const OwnKeys& keys) {
  return crypto::Secret<GateTag, 32>::make(
      [&](std::span<std::uint8_t, 32> out) { gate_key(out, material.reveal(), keys.key()); });
}

}  // namespace

Standing::Standing(bool is_relay, const OwnKeys& keys, const Snapshot& restored)
    : is_relay_{is_relay} {
  for (const auto& [rest, row] : Rows::of(restored, RowKind::standing)) restore(row, keys);
  for (const auto& [rest, row] : Rows::of(restored, RowKind::listed)) {
    Reader reader{row};
    while (reader.left() >= LinkKey::size) listed_.emplace(reader.array<LinkKey::size>());
  }
}

void Standing::set_keys(std::vector<LinkCredential> newest_first, const OwnKeys& keys) {
  held_.clear();
  for (LinkCredential& credential : newest_first) {
    if (held_.size() >= limits::mesh_keys_max) break;
    auto gate = gate_for(credential.material, keys);
    const MeshTag tag = mesh_tag(credential.material.reveal());
    held_.push_back(
        HeldKey{tag, credential.number, std::move(credential.material), std::move(gate)});
  }
}

void Standing::make_gates(const OwnKeys& keys) {
  for (HeldKey& key : held_) key.gate = gate_for(key.material, keys);
}

const HeldKey* Standing::find(const MeshTag& tag) const {
  const auto found = std::ranges::find(held_, tag, &HeldKey::tag);
  return found == held_.end() ? nullptr : &*found;
}

Result<std::vector<LinkCredential>> Standing::open_box(ByteView box,
                                                       std::uint32_t number,
                                                       ByteView grant_secret) const {
  TRY(Bytes plain, crypto::sealed_box_open(grant_secret, box));
  std::vector<LinkCredential> credentials;
  for (std::size_t i = 0; i < keys_per_box && plain.size() == keys_per_box * LinkMaterial::size;
       ++i) {
    const ByteView material = ByteView{plain}.subspan(i * LinkMaterial::size, LinkMaterial::size);
    if (is_zero(material)) continue;
    const auto own_number = number > i ? number - narrow<std::uint32_t>(i) : 0;
    credentials.push_back(LinkCredential{own_number, LinkMaterial::copy_of(material)});
  }
  crypto::wipe(plain);
  if (credentials.empty()) return fail(Errc::malformed, "a box without a key");
  return credentials;
}

Result<void> Standing::take_grant(const RelayGrant& grant, const OwnKeys& keys, Rows& rows) {
  if (coalition_ && *coalition_ != grant.coalition)
    return fail(Errc::conflict, "this relay serves another coalition already");
  auto opened = open_box(grant.box, unknown_number, keys.grant_secret());
  if (!opened && keys.next() != nullptr)
    opened = open_box(grant.box, unknown_number, keys.next()->grant.reveal());
  if (!opened) return fail(Errc::unauthenticated, "this grant was made for another relay");
  coalition_ = grant.coalition;
  authority_ = grant.authority;
  set_keys(*std::move(opened), keys);
  keep(rows);
  return {};
}

Result<void> Standing::take_list(const MeshList& list, const OwnKeys& keys, Rows& rows) {
  if (!coalition_ || *coalition_ != list.coalition)
    return fail(Errc::not_allowed, "a mesh list of another coalition");
  if (is_relay_ && (!wire::is_signed(list) || !is_by_heir_of(list, authority_)))
    return fail(Errc::not_allowed, "a mesh list that this relay's authority did not sign");
  listed_.clear();
  for (const ListedRelay& relay : list.relays) listed_.insert(relay.key);
  if (!is_relay_) return {};
  authority_ = list.authority;
  std::vector<LinkCredential> credentials;
  const auto look_under = [&](const LinkKey& key, ByteView grant_secret) {
    const auto own = std::ranges::find(list.relays, key, &ListedRelay::key);
    if (own == list.relays.end() || !credentials.empty()) return;
    // A box that does not open is no box: its maker knows another grant key of ours.
    auto opened = open_box(own->box, list.number, grant_secret);
    if (opened) credentials = *std::move(opened);
  };
  look_under(keys.key(), keys.grant_secret());
  if (keys.next() != nullptr) look_under(keys.next()->key, keys.next()->grant.reveal());
  set_keys(std::move(credentials), keys);
  keep(rows);
  return {};
}

void Standing::keep(Rows& rows) const {
  Writer row;
  row.bytes(coalition_->view()).bytes(authority_);
  for (const HeldKey& key : held_) row.u32(key.number).bytes(key.material.reveal());
  rows.keep(RowKind::standing, {}, row.take());
  Writer listed;
  for (const LinkKey& key : listed_) listed.bytes(key.view());
  rows.keep(RowKind::listed, {}, listed.take());
}

void Standing::restore(ByteView row, const OwnKeys& keys) {
  Reader reader{row};
  coalition_ = CoalitionId{reader.array<CoalitionId::size>()};
  authority_ = reader.array<32>();
  std::vector<LinkCredential> credentials;
  while (reader.left() >= 4 + LinkMaterial::size) {
    const std::uint32_t number = reader.u32();
    credentials.push_back(
        LinkCredential{number, LinkMaterial::copy_of(reader.take(LinkMaterial::size))});
  }
  ENSURE(reader.finished());
  set_keys(std::move(credentials), keys);
}

}  // namespace tocsin::link
