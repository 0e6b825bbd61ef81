#include <cstdint>

#include "core/base/codes.h"
#include "core/crypto/aead.h"
#include "core/crypto/agree.h"
#include "core/crypto/hash.h"
#include "core/crypto/sealed_box.h"
#include "core/crypto/sign.h"
#include "tests/support/catch.hpp"
#include "tests/support/law.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::crypto {
namespace {

using tests::law;
using tests::SeededRandom;

TEST_CASE("one seed is one stream, however it is asked for") {
  SeededRandom random{7};
  Bytes stream(1032);
  random.fill(stream);
  // Frozen: traces of the simulator are found again by their seeds.
  CHECK(hex_encode(ByteView{stream}.first(8)) == "f19ee3b965429844");
  CHECK(hex_encode(ByteView{stream}.last(8)) == "a62e3db9d038d845");

  law("pieces", [&](const std::vector<std::uint8_t>& sizes) {
    SeededRandom again{7};
    Bytes joined;
    for (const std::uint8_t size : sizes) {
      if (joined.size() + size > stream.size()) break;
      Bytes piece(size);
      again.fill(piece);
      joined.insert(joined.end(), piece.begin(), piece.end());
    }
    RC_ASSERT(same_bytes(joined, ByteView{stream}.first(joined.size())));
  });
}

TEST_CASE("what is sealed opens to what it was") {
  law("xchacha", [](std::uint64_t seed, const Bytes& ad, const Bytes& plain) {
    SeededRandom random{seed};
    const auto key = random.array<32>();
    const auto nonce = random.array<24>();
    const Bytes sealed = xchacha_seal(key, Nonce::of(nonce), ad, plain);
    RC_ASSERT(sealed.size() == plain.size() + aead_tag_bytes);
    RC_ASSERT(xchacha_open(key, nonce, ad, sealed) == plain);
  });
  law("chacha", [](std::uint64_t seed, const Bytes& ad, const Bytes& plain) {
    const auto key = SeededRandom{seed}.array<32>();
    RC_ASSERT(chacha_open(key, seed, ad, chacha_seal(key, seed, ad, plain)) == plain);
  });
  law("sealed boxes", [](std::uint64_t seed, const Bytes& plain) {
    SeededRandom random{seed};
    const auto key = random.array<32>();
    const auto sealed = sealed_box_seal(random, agree_public_key(key), plain);
    RC_ASSERT(sealed.has_value());
    RC_ASSERT(sealed_box_open(key, *sealed) == plain);
  });
}

TEST_CASE("what is signed verifies") {
  law("signatures", [](std::uint64_t seed, const Bytes& message) {
    const auto key = SeededRandom{seed}.array<32>();
    RC_ASSERT(verify(sign_public_key(key), message, sign(key, message)));
  });
}

TEST_CASE("lists of parts that differ have frames that differ") {
  law("frames", [](const Bytes& a, const Bytes& b, const Bytes& c, const Bytes& d) {
    const Label label{"tocsin/fwd"};
    RC_ASSERT((framed(label, {a, b}) == framed(label, {c, d})) == (a == c && b == d));
    RC_ASSERT(hash(label, {a, b}) == blake2b_256(framed(label, {a, b})));
  });
}

}  // namespace
}  // namespace tocsin::crypto
