// The shared secret that lets a node link; rotations are numbered (link.md §1).
#pragma once

#include <cstdint>
#include <optional>

#include "core/crypto/secret.h"
#include "core/crypto/sign.h"
#include "core/model/ids.h"

namespace tocsin {

using MeshSecret = crypto::Secret<struct MeshSecretTag, 32>;      // M
using LinkMaterial = crypto::Secret<struct LinkMaterialTag, 32>;  // L = KDF(M, "mesh/link")

// What core/link needs of one number: the psk and what is derived of it.
struct LinkCredential {
  std::uint32_t number;
  LinkMaterial material;
};

LinkMaterial link_material(const MeshSecret& secret);
MeshTag mesh_tag(ByteView material);  // of L, or of an invite's ticket T

// Record `mesh_key` on the assembly (with seed) and `mesh_key_copy` on org channels (without).
struct MeshKeyRecord {
  std::uint32_t number = 0;
  Bytes secret;                       // 32: M
  Bytes authority_seed;               // 32, or empty in a copy
  crypto::SignPublicKey authority{};  // public half
  MeshTag before = MeshTag::zero();
  std::uint32_t made_hour = 0;
  friend bool operator==(const MeshKeyRecord&, const MeshKeyRecord&) = default;
};

}  // namespace tocsin
