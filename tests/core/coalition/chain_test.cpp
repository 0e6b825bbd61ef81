#include "core/coalition/chain.h"

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::ChainLink;

StatementId id(std::uint8_t n) {
  return StatementId{{n}};
}

}  // namespace

TEST_CASE("a version follows when it names the one before it and counts what it skips") {
  const ChainLink first{id(1), StatementId::zero(), 1, {}};
  CHECK(coalition::follows({id(2), id(1), 2, {}}, first));
  CHECK(coalition::follows({id(4), id(1), 4, {id(2), id(3)}}, first));
  CHECK_FALSE(coalition::follows({id(2), id(1), 3, {}}, first));
  CHECK_FALSE(coalition::follows({id(4), id(1), 2, {id(2)}}, first));
  CHECK_FALSE(coalition::follows({id(2), id(9), 2, {}}, first));
  CHECK_FALSE(coalition::follows({id(2), id(1), 3, {id(1)}}, first));
  CHECK_FALSE(coalition::follows({id(2), id(1), 3, {id(2)}}, first));
}

TEST_CASE("one complete successor stands, two are a fork, one that skips both settles it") {
  const ChainLink a{id(2), id(1), 2, {}};
  const ChainLink b{id(3), id(1), 2, {}};
  const ChainLink both{id(4), id(1), 4, {id(2), id(3)}};
  CHECK(coalition::unskipped({}).empty());
  CHECK(coalition::unskipped({a}) == std::vector{id(2)});
  CHECK(coalition::unskipped({b, a}) == std::vector{id(2), id(3)});
  CHECK(coalition::unskipped({a, both, b}) == std::vector{id(4)});
}

TEST_CASE("what was skipped by a version that fell itself does not come back") {
  const ChainLink a{id(2), id(1), 2, {}};
  const ChainLink over_a{id(3), id(1), 3, {id(2)}};
  const ChainLink over_that{id(4), id(1), 3, {id(3)}};
  CHECK(coalition::unskipped({a, over_a, over_that}) == std::vector{id(4)});
}

}  // namespace tocsin
