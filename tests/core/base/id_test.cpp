#include "core/base/id.h"

#include <concepts>
#include <type_traits>

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

struct AnaTag;
struct BoTag;
using AnaId = Id<AnaTag, 32>;
using BoId = Id<BoTag, 32>;
using ShortId = Id<AnaTag, 2>;

static_assert(!std::is_default_constructible_v<AnaId>);
static_assert(!std::is_convertible_v<AnaId::Array, AnaId>);
static_assert(!std::is_constructible_v<AnaId, BoId>);
static_assert(!std::equality_comparable_with<AnaId, BoId>);

TEST_CASE("an id is exactly its bytes") {
  const Bytes bytes(32, 0xab);
  const auto id = AnaId::from(bytes);
  REQUIRE(id);
  CHECK(id->bytes() == bytes);
  CHECK(id->hex() == hex_encode(bytes));
  CHECK(id->short_hex() == "abababab");
}

TEST_CASE("bytes of another length are no id") {
  for (const std::size_t size : {0, 31, 33}) {
    const auto id = AnaId::from(Bytes(size, 1));
    REQUIRE_FALSE(id);
    CHECK(id.error().code == Errc::malformed);
  }
}

TEST_CASE("ids are ordered by their bytes and zero is the least") {
  const ShortId low{{0, 9}};
  const ShortId high{{1, 0}};
  CHECK(low < high);
  CHECK(ShortId::zero() < low);
  CHECK(ShortId::zero().is_zero());
  CHECK_FALSE(low.is_zero());
  CHECK(low == ShortId{{0, 9}});
  CHECK(low.short_hex() == "0009");
}

}  // namespace
}  // namespace tocsin
