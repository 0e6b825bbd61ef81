#include "core/channel/key.h"

#include "tests/support/catch.hpp"

namespace tocsin::channel {

TEST_CASE("a derived key depends on its key and on how its parts are cut") {
  const Bytes salt(32, 1);
  const Bytes a{1, 2};
  const Bytes b{3};
  const Bytes c{1};
  const Bytes d{2, 3};
  CHECK(same_bytes(extract(salt, {a, b}).reveal(), extract(salt, {a, b}).reveal()));
  CHECK_FALSE(same_bytes(extract(salt, {a, b}).reveal(), extract(salt, {c, d}).reveal()));
  CHECK_FALSE(same_bytes(extract(salt, {a, b}).reveal(), extract(Bytes(32, 2), {a, b}).reveal()));
}

TEST_CASE("a number is a part of four bytes, little-endian") {
  CHECK(part(0x01020304) == std::array<std::uint8_t, 4>{4, 3, 2, 1});
}

}  // namespace tocsin::channel
