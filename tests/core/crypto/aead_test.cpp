#include "core/crypto/aead.h"

#include <concepts>
#include <type_traits>

#include "core/base/codes.h"
#include "tests/core/crypto/counting_key.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"
#include "tests/support/seeded_random.h"
#include "tests/support/vectors.h"

namespace tocsin::crypto {
namespace {

using tests::SeededRandom;
using tests::Vector;

static_assert(!std::is_copy_constructible_v<Nonce>);
static_assert(!std::is_copy_assignable_v<Nonce>);
static_assert(!std::is_default_constructible_v<Nonce>);

using NonceBytes = std::array<std::uint8_t, 24>;

struct AeadCase {
  explicit AeadCase(const Vector& vector)
      : key{vector.hex("key")},
        nonce{vector.hex("iv")},
        ad{vector.hex("aad")},
        plain{vector.hex("msg")},
        sealed{vector.hex("ct")},
        is_valid{vector.text("result") == "valid"} {
    const Bytes tag = vector.hex("tag");
    sealed.insert(sealed.end(), tag.begin(), tag.end());
  }

  Bytes key;
  Bytes nonce;
  Bytes ad;
  Bytes plain;
  Bytes sealed;
  bool is_valid;
};

void verify_case(const AeadCase& test) {
  if (test.nonce.size() != 24) {
    // Nonces of another length are not of our type, and no vector with one is to be opened.
    CHECK_FALSE(test.is_valid);
    return;
  }
  NonceBytes nonce{};
  std::ranges::copy(test.nonce, nonce.begin());
  const auto opened = xchacha_open(test.key, nonce, test.ad, test.sealed);
  CHECK(opened.has_value() == test.is_valid);
  if (!test.is_valid) return;
  CHECK(opened == test.plain);
  CHECK(xchacha_seal(test.key, Nonce::of(nonce), test.ad, test.plain) == test.sealed);
}

TEST_CASE("XChaCha20-Poly1305 agrees with Wycheproof") {
  VECTORS_OR_SKIP(file, "wycheproof_xchacha20_poly1305.json");
  std::int64_t count = 0;
  for (const Vector& group : file.list("testGroups")) {
    for (const Vector& test : group.list("tests")) {
      const auto number = test.number("tcId");
      CAPTURE(number);
      verify_case(AeadCase{test});
      ++count;
    }
  }
  CHECK(count == file.number("numberOfTests"));
}

TEST_CASE("whatever is changed, a sealed text does not open") {
  const Bytes key = counting_key();
  const NonceBytes nonce{1, 2, 3};
  const Bytes ad = to_bytes("ad");
  const Bytes sealed = xchacha_seal(key, Nonce::of(nonce), ad, as_bytes("walk out at noon"));
  REQUIRE(xchacha_open(key, nonce, ad, sealed) == to_bytes("walk out at noon"));

  const auto refusal = [](const Result<Bytes>& opened) {
    return !opened && opened.error().code == Errc::unauthenticated;
  };
  Bytes other = sealed;
  other.back() ^= 1;
  CHECK(refusal(xchacha_open(key, nonce, ad, other)));
  other = sealed;
  other.front() ^= 1;
  CHECK(refusal(xchacha_open(key, nonce, ad, other)));
  CHECK(refusal(xchacha_open(key, nonce, as_bytes("AD"), sealed)));
  CHECK(refusal(xchacha_open(key, NonceBytes{1, 2, 4}, ad, sealed)));
  CHECK(refusal(xchacha_open(Bytes(32, 7), nonce, ad, sealed)));
  CHECK(refusal(xchacha_open(key, nonce, ad, ByteView{sealed}.first(sealed.size() - 1))));
}

TEST_CASE("fewer bytes than a tag do not open") {
  const Bytes key = counting_key();
  for (const std::size_t size : {0, 1, 15}) {
    const Bytes sealed(size, 0);
    CAPTURE(size);
    REQUIRE_FALSE(xchacha_open(key, NonceBytes{}, {}, sealed));
    CHECK(xchacha_open(key, NonceBytes{}, {}, sealed).error().code == Errc::unauthenticated);
    REQUIRE_FALSE(chacha_open(key, 0, {}, sealed));
    CHECK(chacha_open(key, 0, {}, sealed).error().code == Errc::unauthenticated);
  }
}

TEST_CASE("nothing sealed is a tag, which opens to nothing") {
  const Bytes key = counting_key();
  const Bytes sealed = xchacha_seal(key, Nonce::zero(), {}, {});
  CHECK(sealed.size() == aead_tag_bytes);
  CHECK(xchacha_open(key, NonceBytes{}, {}, sealed) == Bytes{});
}

TEST_CASE("ChaCha20-Poly1305 counts little-endian after four zero bytes") {
  // Computed with an implementation of RFC 8439 that gives the tag of its section 2.8.2.
  const Bytes sealed =
      chacha_seal(counting_key(), 0x0102030405060708, as_bytes("ad"), as_bytes("walk out at noon"));
  CHECK(hex_encode(sealed) == "8728c18f8b569f6c44ca5eec1d170ed61054fc833ec0a09f51f04ae7e8dc4f78");
  CHECK(chacha_open(counting_key(), 0x0102030405060708, as_bytes("ad"), sealed) ==
        to_bytes("walk out at noon"));
  CHECK_FALSE(chacha_open(counting_key(), 0x0102030405060709, as_bytes("ad"), sealed));
  CHECK_FALSE(chacha_open(counting_key(), 0x0102030405060708, as_bytes("AD"), sealed));
}

TEST_CASE("nonces come from the random source, or are what was asked for") {
  SeededRandom one{1};
  SeededRandom same{1};
  const Nonce first = Nonce::random(one);
  CHECK(first.bytes() == Nonce::random(same).bytes());
  CHECK(first.bytes() != Nonce::random(one).bytes());
  CHECK(Nonce::zero().bytes() == NonceBytes{});
  CHECK(Nonce::of(NonceBytes{9}).bytes() == NonceBytes{9});
}

TEST_CASE("a sealing key of the wrong length is our bug") {
  CHECK(tests::run_in_child([] { xchacha_seal(Bytes(31), Nonce::zero(), {}, {}); }).is_abort());
  CHECK(tests::run_in_child([] { chacha_seal(Bytes(33), 0, {}, {}); }).is_abort());
}

}  // namespace
}  // namespace tocsin::crypto
