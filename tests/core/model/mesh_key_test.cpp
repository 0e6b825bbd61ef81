#include "core/model/mesh_key.h"

#include "core/base/codes.h"
#include "core/crypto/init.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

MeshSecret secret_of(std::uint8_t byte) {
  REQUIRE(crypto::init());
  return MeshSecret::copy_of(Bytes(32, byte));
}

}  // namespace

TEST_CASE("a mesh secret gives the link material and tag that every node computes") {
  // Computed with another implementation of BLAKE2b.
  const LinkMaterial material = link_material(secret_of(1));
  CHECK(hex_encode(material.reveal()) ==
        "89b0941ef703f10f776ab8d2a712883d0d6395bbe1941801b54a41162d87c2da");
  CHECK(mesh_tag(material.reveal()).hex() == "0b2304efc5871709f43dbf6b9ad0f9a1");
}

TEST_CASE("another secret gives another material and another tag") {
  const LinkMaterial one = link_material(secret_of(1));
  const LinkMaterial two = link_material(secret_of(2));
  CHECK_FALSE(same_bytes(one.reveal(), two.reveal()));
  CHECK(mesh_tag(one.reveal()) != mesh_tag(two.reveal()));
}

TEST_CASE("neither the material nor the tag shows the secret it came from") {
  const MeshSecret secret = secret_of(1);
  const LinkMaterial material = link_material(secret);
  CHECK_FALSE(same_bytes(material.reveal(), secret.reveal()));
  CHECK_FALSE(same_bytes(material.reveal().first(16), mesh_tag(material.reveal()).view()));
}

}  // namespace tocsin
