#include "core/base/result.h"

#include <memory>
#include <string>
#include <type_traits>

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

// Neither input nor a secret can become an error text.
static_assert(!std::is_constructible_v<Literal, std::string>);
static_assert(!std::is_constructible_v<Literal, const char*>);

Result<int> half(int number) {
  if (number % 2 != 0) return fail(Errc::malformed, "an odd number");
  return number / 2;
}

Result<int> quarter(int number) {
  TRY(const int once, half(number));
  TRY(const int twice, half(once));
  return twice;
}

Result<void> is_divisible_by_four(int number) {
  TRY_VOID(quarter(number));
  return {};
}

TEST_CASE("TRY goes on with the value or returns the error") {
  CHECK(quarter(8) == 2);
  const auto refused = quarter(6);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::malformed);
  CHECK(std::string{refused.error().what.view()} == "an odd number");
}

TEST_CASE("TRY_VOID returns the error and drops the value") {
  CHECK(is_divisible_by_four(4));
  REQUIRE_FALSE(is_divisible_by_four(2));
  CHECK(is_divisible_by_four(2).error().code == Errc::malformed);
}

TEST_CASE("what can only be moved comes through TRY") {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(3); };
  const auto pass_on = [&]() -> Result<std::unique_ptr<int>> {
    TRY(auto number, make());
    return number;
  };
  CHECK(*pass_on().value() == 3);
}

}  // namespace
}  // namespace tocsin
