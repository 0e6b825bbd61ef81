#include "core/coalition/committed.h"

#include "tests/support/catch.hpp"

namespace tocsin::coalition {
namespace {

constexpr PrivacyParams privacy{10, 5, 9000, Seconds{0}, Seconds{0}};

}  // namespace

TEST_CASE("committed people are rounded down, of people rounded up, and few are hidden") {
  CHECK(publishable({43, 61}, privacy) == Committed{40, 65});
  CHECK(publishable({9, 9}, privacy) == Committed{});
  CHECK(publishable({4, 40}, privacy) == Committed{});
  CHECK(shown(Committed{}, privacy).is_hidden);
  CHECK(shown({40, 65}, privacy).count == 40);
}

TEST_CASE("who is nearly complete is topped, so that the last who did not commit is not found") {
  const Committed said = publishable({612, 677}, privacy);
  CHECK(said == publishable({677, 677}, privacy));
  const CommittedShown told = shown(said, privacy);
  CHECK(told.is_topped);
  CHECK(told.count == 605);
  CHECK_FALSE(shown(publishable({608, 677}, privacy), privacy).is_topped);
}

TEST_CASE("to round again changes nothing, and rounding never says more than is true") {
  for (std::uint32_t of = 0; of <= 120; ++of) {
    for (std::uint32_t reached = 0; reached <= of; ++reached) {
      CAPTURE(reached, of);
      const Committed said = publishable({reached, of}, privacy);
      REQUIRE(publishable(said, privacy) == said);
      REQUIRE(shown(said, privacy).count <= reached);
    }
  }
}

}  // namespace tocsin::coalition
