#include "core/crypto/kdf.h"

#include "core/base/codes.h"
#include "tests/core/crypto/counting_key.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

// Known answers by Python's hashlib, which has the reference implementation of RFC 7693.
namespace tocsin::crypto {
namespace {

constexpr Label exporter{"tocsin/exp"};

std::string kdf_hex(std::size_t size, std::initializer_list<ByteView> parts) {
  Bytes out(size);
  kdf(out, counting_key(), exporter, parts);
  return hex_encode(out);
}

TEST_CASE("KDF is keyed BLAKE2b over the frame, at every length") {
  CHECK(kdf_hex(16, {as_bytes("ana"), {}}) == "cf5faa3bea3633351c2d4dadfe7ae854");
  CHECK(kdf_hex(32, {as_bytes("ana"), {}}) ==
        "df1301c88254457835359e138247bba477721d74cca644d1817ffccd1bae3f6e");
  CHECK(kdf_hex(64, {as_bytes("ana"), {}}) ==
        "e20c86e482c7493b50ce45b2830ebecf49087d4159ac9cb87c36e4b6ec6ab6a8"
        "be3519ed5add476e8088f461cdddfee3dd3cc2c04424cd57eaf61814c02adb53");
  CHECK(kdf_hex(32, {}) == "e84b1c135a6febb1260eb5854b4345a6ed9fbb2d17add6abd917dfa7cbe326ac");
}

TEST_CASE("lengths that BLAKE2b does not have are our bug") {
  const auto with = [](std::size_t key_bytes, std::size_t out_bytes) {
    return tests::run_in_child([&] {
      Bytes out(out_bytes);
      kdf(out, Bytes(key_bytes), exporter, {});
    });
  };
  CHECK(with(32, 32).is_well());
  CHECK(with(32, 15).is_abort());
  CHECK(with(32, 65).is_abort());
  CHECK(with(31, 32).is_abort());
}

}  // namespace
}  // namespace tocsin::crypto
