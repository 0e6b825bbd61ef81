#include "core/model/mesh_key.h"

#include "core/crypto/kdf.h"
#include "core/model/labels.h"

namespace tocsin {

LinkMaterial link_material(const MeshSecret& secret) {
  return LinkMaterial::make([&](std::span<std::uint8_t, 32> out) {
    crypto::kdf(out, secret.reveal(), labels::mesh_link, {});
  });
}

MeshTag mesh_tag(ByteView material) {
  crypto::ScratchKey<32> tag;
  crypto::kdf(tag.fill(), material, labels::mesh_tag, {});
  return MeshTag{Reader{tag.reveal()}.array<16>()};
}

}  // namespace tocsin
