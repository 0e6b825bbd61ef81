#include "core/crypto/sign.h"

#include "core/base/codes.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"
#include "tests/support/seeded_random.h"
#include "tests/support/vectors.h"

namespace tocsin::crypto {
namespace {

using tests::SeededRandom;
using tests::Vector;

bool is_verified(const SignPublicKey& key, const Vector& test) {
  const Bytes bytes = test.hex("sig");
  Signature signature{};
  // A signature of another length is not of our type: refused before it could be asked for.
  if (bytes.size() != signature.size()) return false;
  std::ranges::copy(bytes, signature.begin());
  return verify(key, test.hex("msg"), signature);
}

TEST_CASE("Ed25519 agrees with Wycheproof") {
  VECTORS_OR_SKIP(file, "wycheproof_ed25519.json");
  std::int64_t count = 0;
  for (const Vector& group : file.list("testGroups")) {
    const auto key = group.object("publicKey").array<32>("pk");
    for (const Vector& test : group.list("tests")) {
      const auto number = test.number("tcId");
      CAPTURE(number);
      CHECK(is_verified(key, test) == (test.text("result") == "valid"));
      ++count;
    }
  }
  CHECK(count == file.number("numberOfTests"));
}

TEST_CASE("Ed25519 signs as RFC 8032 section 7.1, test 2") {
  const Bytes seed =
      hex_decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").value();
  const SignPublicKey key = sign_public_key(seed);
  CHECK(hex_encode(key) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const Signature signature = sign(seed, Bytes{0x72});
  CHECK(hex_encode(signature) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(verify(key, Bytes{0x72}, signature));
}

TEST_CASE("another key, message or signature does not verify") {
  SeededRandom random{1};
  const SignSeed ana = make_sign_seed(random);
  const SignSeed bo = make_sign_seed(random);
  const Bytes message = to_bytes("we walk out at noon");
  const SignPublicKey key = sign_public_key(ana.reveal());
  const Signature signature = sign(ana.reveal(), message);
  REQUIRE(verify(key, message, signature));

  CHECK_FALSE(verify(sign_public_key(bo.reveal()), message, signature));
  CHECK_FALSE(verify(key, as_bytes("we walk out at one"), signature));
  for (const std::size_t at : {0, 31, 32, 63}) {
    Signature other = signature;
    other[at] ^= 1;
    CAPTURE(at);
    CHECK_FALSE(verify(key, message, other));
  }
}

TEST_CASE("a key of small order verifies nothing") {
  // With R of small order and S zero such a key would fit many messages.
  SignPublicKey low{};
  low[0] = 1;
  Signature signature{};
  signature[0] = 1;
  CHECK_FALSE(verify(low, as_bytes("anything"), signature));
  CHECK_FALSE(verify(SignPublicKey{}, as_bytes("anything"), Signature{}));
}

TEST_CASE("a seed of the wrong length is our bug") {
  CHECK(tests::run_in_child([] { sign(Bytes(64), {}); }).is_abort());
  CHECK(tests::run_in_child([] { sign_public_key(Bytes(31)); }).is_abort());
}

}  // namespace
}  // namespace tocsin::crypto
