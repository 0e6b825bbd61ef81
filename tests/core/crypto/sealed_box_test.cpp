#include "core/crypto/sealed_box.h"

#include "core/crypto/agree.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::crypto {
namespace {

using tests::SeededRandom;

struct Owner {
  explicit Owner(std::uint64_t seed) : random{seed}, key{make_agree_key(random)} {}

  SeededRandom random;
  AgreeKey key;
  AgreePublicKey public_key{agree_public_key(key.reveal())};
};

// The opener is libsodium's own crypto_box_seal_open, so what it opens is crypto_box_seal's format.
TEST_CASE("what is sealed for ana opens at ana alone") {
  const Owner ana{1};
  const Owner bo{2};
  SeededRandom random{3};
  const Bytes plain = to_bytes("the seed of an epoch");
  const auto sealed = sealed_box_seal(random, ana.public_key, plain);
  REQUIRE(sealed);
  CHECK(sealed->size() == plain.size() + sealed_box_overhead);
  CHECK(sealed_box_open(ana.key.reveal(), *sealed) == plain);

  const auto at_bo = sealed_box_open(bo.key.reveal(), *sealed);
  REQUIRE_FALSE(at_bo);
  CHECK(at_bo.error().code == Errc::unauthenticated);
}

TEST_CASE("nothing can be sealed, too") {
  const Owner ana{1};
  SeededRandom random{3};
  const auto sealed = sealed_box_seal(random, ana.public_key, {});
  REQUIRE(sealed);
  CHECK(sealed->size() == sealed_box_overhead);
  CHECK(sealed_box_open(ana.key.reveal(), *sealed) == Bytes{});
}

TEST_CASE("the ephemeral key is the random source's and stands in front") {
  const Owner ana{1};
  SeededRandom random{3};
  SeededRandom same{3};
  const auto ephemeral = same.array<32>();
  const auto sealed = sealed_box_seal(random, ana.public_key, as_bytes("x"));
  REQUIRE(sealed);
  CHECK(same_bytes(ByteView{*sealed}.first(32), agree_public_key(ephemeral)));
  CHECK(sealed_box_seal(random, ana.public_key, as_bytes("x")) != *sealed);
}

TEST_CASE("a box that was changed or cut does not open") {
  const Owner ana{1};
  SeededRandom random{3};
  const Bytes sealed = sealed_box_seal(random, ana.public_key, as_bytes("abc")).value();
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    Bytes other = sealed;
    other[at] ^= 1;
    CAPTURE(at);
    CHECK_FALSE(sealed_box_open(ana.key.reveal(), other));
  }
  for (const std::size_t size : {0UL, 47UL, sealed.size() - 1}) {
    CAPTURE(size);
    const auto opened = sealed_box_open(ana.key.reveal(), ByteView{sealed}.first(size));
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::unauthenticated);
  }
}

TEST_CASE("for a public key of small order nothing is sealed") {
  SeededRandom random{3};
  const auto sealed = sealed_box_seal(random, AgreePublicKey{}, as_bytes("abc"));
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().code == Errc::unauthenticated);
}

}  // namespace
}  // namespace tocsin::crypto
