#include "core/crypto/os_random.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "tests/support/catch.hpp"

namespace tocsin::crypto {
namespace {

TEST_CASE("the operating system's bytes fill the whole and do not repeat") {
  OsRandom random;
  Bytes one(4096, 0);
  Bytes other(4096, 0);
  random.fill(one);
  random.fill(other);
  CHECK(one != other);
  // 64 zeros at an end: once in 2^512 fills.
  const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
  CHECK_FALSE(std::all_of(one.begin(), one.begin() + 64, is_zero));
  CHECK_FALSE(std::all_of(one.end() - 64, one.end(), is_zero));
}

}  // namespace
}  // namespace tocsin::crypto
