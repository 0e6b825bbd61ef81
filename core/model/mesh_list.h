// The signed list of relays and stamp keys (link.md §6). Relays read it without protobuf.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/bytes.h"
#include "core/crypto/sign.h"
#include "core/model/address.h"
#include "core/model/ids.h"

namespace tocsin {

struct Handover {
  crypto::SignPublicKey old_authority{};
  crypto::SignPublicKey new_authority{};
  crypto::Signature signature{};
  friend auto operator<=>(const Handover&, const Handover&) = default;
};

struct ListedRelay {
  LinkKey key = LinkKey::zero();
  std::array<std::uint8_t, 16> label{};
  std::vector<Address> addresses;  // <= 4
  Bytes box;                       // 144 bytes: L[n], L[n-1], L[n-2] sealed to the grant key
  friend auto operator<=>(const ListedRelay&, const ListedRelay&) = default;
};

struct MeshList {
  CoalitionId coalition = CoalitionId::zero();
  std::uint32_t number = 0;
  std::uint32_t seq = 0;
  std::uint32_t made_hour = 0;
  crypto::SignPublicKey authority{};
  std::vector<Handover> handovers;
  std::vector<ListedRelay> relays;  // sorted by key
  std::vector<StampKey> stamps;     // shuffled, padded to a power of two
  crypto::Signature signature{};
  friend bool operator==(const MeshList&, const MeshList&) = default;
};

inline constexpr std::size_t mesh_list_bytes_max = 64 * 1024;

// `signed_part`: the encoded list without its signature (core/wire/mesh_list_codec.h calls these).
crypto::Signature sign_list(const CoalitionId& coalition, ByteView signed_part, ByteView seed);
bool is_list_signature(const MeshList& list, ByteView signed_part);

// The old authority of a coalition names its successor, so that who holds the old one can follow.
Handover make_handover(const CoalitionId& coalition,
                       ByteView old_seed,
                       const crypto::SignPublicKey& new_authority);
bool is_signed(const Handover& handover, const CoalitionId& coalition);

// The list is `held`'s, or of an authority to which signed handovers in it lead from `held`.
bool is_by_heir_of(const MeshList& list, const crypto::SignPublicKey& held);

}  // namespace tocsin
