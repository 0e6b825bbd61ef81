#include "core/crypto/short_hash.h"

#include "tests/core/crypto/counting_key.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::crypto {
namespace {

TEST_CASE("SipHash-2-4 gives the value of its paper's appendix A") {
  Bytes key = counting_key(16);
  CHECK(short_hash(key, ByteView{key}.first(15)) == 0xa129ca6149be45e5);
  CHECK(short_hash(key, ByteView{key}.first(14)) != 0xa129ca6149be45e5);
  key[0] ^= 1;
  CHECK(short_hash(key, ByteView{key}.first(15)) != 0xa129ca6149be45e5);
}

TEST_CASE("a short-hash key of the wrong length is our bug") {
  CHECK(tests::run_in_child([] { short_hash(Bytes(32), {}); }).is_abort());
}

}  // namespace
}  // namespace tocsin::crypto
