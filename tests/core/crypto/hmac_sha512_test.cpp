#include "core/crypto/hmac_sha512.h"

#include "core/base/codes.h"
#include "tests/support/catch.hpp"
#include "tests/support/vectors.h"

namespace tocsin::crypto {
namespace {

using tests::Vector;

TEST_CASE("HMAC-SHA-512 agrees with Wycheproof, cut tags included") {
  VECTORS_OR_SKIP(file, "wycheproof_hmac_sha512.json");
  std::int64_t count = 0;
  for (const Vector& group : file.list("testGroups")) {
    const auto tag_bytes = static_cast<std::size_t>(group.number("tagSize") / 8);
    for (const Vector& test : group.list("tests")) {
      const auto number = test.number("tcId");
      CAPTURE(number);
      const Hash512 mac = hmac_sha512(test.hex("key"), {test.hex("msg")});
      const bool is_equal = same_bytes(ByteView{mac}.first(tag_bytes), test.hex("tag"));
      CHECK(is_equal == (test.text("result") == "valid"));
      ++count;
    }
  }
  CHECK(count == file.number("numberOfTests"));
}

TEST_CASE("SHA-512 of abc is that of RFC 6234, in one part or in several") {
  const std::string expected =
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
      "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
  CHECK(hex_encode(sha512({as_bytes("abc")})) == expected);
  CHECK(hex_encode(sha512({as_bytes("a"), {}, as_bytes("bc")})) == expected);
  CHECK(hex_encode(sha512({as_bytes("ab")})) != expected);
}

TEST_CASE("a key longer than a block is hashed first, and parts are one message") {
  const Bytes key(200, 'k');
  const Hash512 whole = hmac_sha512(key, {as_bytes("onetwo")});
  // By Python's hmac.
  CHECK(hex_encode(whole) ==
        "e2bfd1dde58a33b0260681fb788edd330b8d2833a45e9f73b78843f3d0631508"
        "914df1c8b6637cf9318abbfa5e8e30fe6ceca4f0166e57ee9d38b2f9e7cd6e88");
  CHECK(hmac_sha512(key, {as_bytes("one"), as_bytes("two")}) == whole);
  CHECK(hmac_sha512(sha512({key}), {as_bytes("onetwo")}) == whole);
}

}  // namespace
}  // namespace tocsin::crypto
