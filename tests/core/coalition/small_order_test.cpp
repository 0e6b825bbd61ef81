#include "core/coalition/small_order.h"

#include "core/base/codes.h"
#include "core/crypto/agree.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

std::array<std::uint8_t, 32> key(const std::string& hex) {
  std::array<std::uint8_t, 32> out{};
  std::ranges::copy(hex_decode(hex).value(), out.begin());
  return out;
}

}  // namespace

TEST_CASE("keys that were drawn are keys") {
  tests::SeededRandom random{5};
  for (int i = 0; i < 50; ++i)
    CHECK_FALSE(coalition::has_small_order(tests::make_device(random).keys));
}

TEST_CASE("each encoding of a point of small order is found, with either sign") {
  for (const char* hex : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    auto point = key(hex);
    CHECK(coalition::has_small_order(point));
    point.back() = static_cast<std::uint8_t>(point.back() | 0x80U);
    CHECK(coalition::has_small_order(point));
  }
}

TEST_CASE("an exchange key with which every secret agrees on zero spoils a device") {
  tests::SeededRandom random{6};
  const auto secret = key("4001010101010101010101010101010101010101010101010101010101010140");
  std::array<std::uint8_t, 32> shared{};
  for (const char* hex : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                          "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    DeviceKeys keys = tests::make_device(random).keys;
    CHECK_FALSE(coalition::has_small_order(keys));
    for (const std::uint8_t highest_bit : {std::uint8_t{0}, std::uint8_t{0x80}}) {
      keys.ltk = key(hex);
      keys.ltk.back() = static_cast<std::uint8_t>(keys.ltk.back() | highest_bit);
      CHECK(coalition::has_small_order(keys));
      CHECK_FALSE(crypto::agree(shared, secret, keys.ltk));
    }
  }
}

}  // namespace tocsin
