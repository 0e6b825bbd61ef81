// The signed list of relays and stamp keys (mesh.md §2.3). Relays read it without protobuf.
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

}  // namespace tocsin
