#include "core/crypto/short_hash.h"

#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::crypto {
namespace {

TEST_CASE("SipHash-2-4 gives the value of its paper's appendix A") {
  Bytes key;
  for (std::uint8_t i = 0; i < 16; ++i) key.push_back(i);
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
