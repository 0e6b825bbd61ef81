#include "core/coalition/mesh_duty.h"

#include <algorithm>
#include <bit>

#include "core/crypto/sealed_box.h"
#include "core/crypto/secret.h"
#include "core/wire/mesh_list_codec.h"

namespace tocsin::coalition {
namespace {

constexpr std::size_t relays_max = 200;
constexpr std::size_t stamps_max = 512;
constexpr std::size_t numbers_in_box = 3;

// L[n] | L[n-1] | L[n-2], zero where there is none, sealed to the relay's grant key.
Result<Bytes> make_box(Random& random,
                       const RelayCert& relay,
                       const std::vector<MeshKeyRecord>& keys) {
  crypto::ScratchKey<32 * numbers_in_box> plain;
  for (std::size_t i = 0; i < std::min(keys.size(), numbers_in_box); ++i) {
    const MeshSecret secret = MeshSecret::copy_of(keys[i].secret);
    const LinkMaterial material = link_material(secret);
    std::ranges::copy(material.reveal(), plain.fill().subspan(32 * i, 32).begin());
  }
  return crypto::sealed_box_seal(random, relay.grant_key.view(), plain.reveal());
}

Result<ListedRelay> listed(Random& random,
                           const RelayCert& relay,
                           const std::vector<MeshKeyRecord>& keys) {
  ListedRelay entry{relay.link_key, {}, relay.addresses, {}};
  std::copy_n(
      relay.label.begin(), std::min(relay.label.size(), entry.label.size()), entry.label.begin());
  TRY(entry.box, make_box(random, relay, keys));
  return entry;
}

// The order would tell who came when, and the count how many delegates there are: shuffled and
// padded.
void hide_stamps(Random& random, std::vector<StampKey>& stamps) {
  const std::size_t padded = std::bit_ceil(std::max<std::size_t>(stamps.size(), 1));
  while (stamps.size() < padded) stamps.push_back(StampKey{random.array<32>()});
  for (std::size_t i = stamps.size(); i > 1; --i) std::swap(stamps[i - 1], stamps[random.below(i)]);
}

// Entries of the list before that no cert here speaks of. Their boxes hold good while the number
// stays.
std::vector<ListedRelay> unspoken_of(const ListParts& parts) {
  std::vector<ListedRelay> entries;
  if (parts.current == nullptr) return entries;
  for (const ListedRelay& relay : parts.current->relays) {
    const bool is_certified = std::ranges::count(parts.relays, relay.key, &RelayCert::link_key) > 0;
    if (!is_certified && !parts.dropped.contains(relay.key)) entries.push_back(relay);
  }
  return entries;
}

}  // namespace

Result<Bytes> make_mesh_list(Random& random, const ListParts& parts) {
  if (parts.mesh_keys.empty() || parts.mesh_keys.front().authority_seed.size() != 32)
    return fail(Errc::not_allowed, "only a delegate's device can sign a mesh list");
  if (parts.relays.size() > relays_max || parts.stamps.size() > stamps_max)
    return fail(Errc::limit_exceeded, "a mesh list holds 200 relays and 512 stamp keys");
  const MeshKeyRecord& newest = parts.mesh_keys.front();
  MeshList list;
  list.coalition = parts.coalition;
  list.number = newest.number;
  list.seq = parts.current == nullptr ? 1 : parts.current->seq + 1;
  list.made_hour = parts.made_hour;
  list.authority = newest.authority;
  list.stamps = parts.stamps;
  list.relays = unspoken_of(parts);
  for (const RelayCert& relay : parts.relays) {
    TRY(ListedRelay entry, listed(random, relay, parts.mesh_keys));
    list.relays.push_back(std::move(entry));
  }
  if (list.relays.size() > relays_max)
    return fail(Errc::limit_exceeded, "a mesh list holds 200 relays");
  std::ranges::sort(list.relays, {}, &ListedRelay::key);
  hide_stamps(random, list.stamps);
  return wire::encode(wire::sign_mesh_list(std::move(list), newest.authority_seed));
}

bool is_list_due(const MeshList& current,
                 const std::vector<RelayCert>& relays,
                 const std::vector<StampKey>& stamps,
                 const std::set<LinkKey>& dropped) {
  const auto is_dropped = [&](const ListedRelay& relay) { return dropped.contains(relay.key); };
  if (std::ranges::any_of(current.relays, is_dropped)) return true;
  const auto is_listed = [&](const RelayCert& relay) {
    return std::ranges::count(current.relays, relay.link_key, &ListedRelay::key) > 0;
  };
  const auto is_known = [&](const StampKey& key) {
    return std::ranges::count(current.stamps, key) > 0;
  };
  return !std::ranges::all_of(relays, is_listed) || !std::ranges::all_of(stamps, is_known);
}

Result<RelayGrant> make_grant(const MeshList& list, const LinkKey& relay) {
  const auto found = std::ranges::find(list.relays, relay, &ListedRelay::key);
  if (found == list.relays.end())
    return fail(Errc::not_found, "this relay is not on the mesh list");
  return RelayGrant{list.coalition, list.authority, found->box};
}

}  // namespace tocsin::coalition
