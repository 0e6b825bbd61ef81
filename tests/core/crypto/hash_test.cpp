#include "core/crypto/hash.h"

#include "core/base/codes.h"
#include "tests/core/crypto/counting_key.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

// Known answers by Python's hashlib, which has the reference implementation of RFC 7693.
namespace tocsin::crypto {
namespace {

constexpr Label fwd{"tocsin/fwd"};

TEST_CASE("BLAKE2b-256 gives known answers") {
  CHECK(hex_encode(blake2b_256({})) ==
        "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(hex_encode(blake2b_256(as_bytes("abc"))) ==
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("a frame is the label and the parts, each after its length") {
  CHECK(hex_encode(framed(fwd, {as_bytes("ana"), {}, as_bytes("bo")})) ==
        "0a746f6373696e2f66776403000000616e610000000002000000626f");
  CHECK(hex_encode(framed(fwd, {})) == "0a746f6373696e2f667764");
}

TEST_CASE("H is BLAKE2b-256 of the frame") {
  const Hash known = hash(fwd, {as_bytes("ana"), {}, as_bytes("bo")});
  CHECK(hex_encode(known) == "da8bde3f5cf3a7fdacee692c254d20985a4bf735d4a65d1269c098de382a03ee");
  CHECK(known == blake2b_256(framed(fwd, {as_bytes("ana"), {}, as_bytes("bo")})));
}

TEST_CASE("no two lists of parts have one frame") {
  CHECK(hash(fwd, {as_bytes("ana"), as_bytes("bo")}) !=
        hash(fwd, {as_bytes("an"), as_bytes("abo")}));
  CHECK(hash(fwd, {as_bytes("ana")}) != hash(fwd, {as_bytes("ana"), {}}));
  CHECK(hash(fwd, {as_bytes("ana")}) != hash(Label{"tocsin/fwdana"}, {}));
}

TEST_CASE("a label that its length byte cannot count is our bug") {
  const std::string long_text(256, 'x');
  CHECK(tests::run_in_child([&] { hash(Label{long_text}, {}); }).is_abort());
}

TEST_CASE("keyed BLAKE2b-128 gives a known answer and depends on the key") {
  Bytes key = counting_key();
  const auto mac = blake2b_128_keyed(key, as_bytes("gate"));
  CHECK(hex_encode(mac) == "5e20249d7472a667f07147e62ad3c3a9");
  key[31] ^= 1;
  CHECK(blake2b_128_keyed(key, as_bytes("gate")) != mac);
  CHECK(tests::run_in_child([] { blake2b_128_keyed(Bytes(16), {}); }).is_abort());
}

}  // namespace
}  // namespace tocsin::crypto
