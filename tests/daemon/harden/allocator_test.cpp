#include "daemon/harden/allocator.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include <malloc.h>

#include "tests/support/catch.hpp"

namespace tocsin::harden {
namespace {

TEST_CASE("memory that grows keeps its bytes, and zeroed memory is zero") {
  auto* const bytes = static_cast<std::uint8_t*>(allocate(16));
  REQUIRE(bytes != nullptr);
  std::fill_n(bytes, 16, std::uint8_t{7});
  auto* const grown = static_cast<std::uint8_t*>(reallocate(bytes, 4096));
  REQUIRE(grown != nullptr);
  CHECK(std::all_of(grown, grown + 16, [](std::uint8_t byte) { return byte == 7; }));
  auto* const shrunk = static_cast<std::uint8_t*>(reallocate(grown, 8));
  CHECK(std::all_of(shrunk, shrunk + 8, [](std::uint8_t byte) { return byte == 7; }));
  release(shrunk);
  auto* const zeroed = static_cast<std::uint8_t*>(allocate_zeroed(4, 64));
  CHECK(std::all_of(zeroed, zeroed + 256, [](std::uint8_t byte) { return byte == 0; }));
  release(zeroed);
  release(reallocate(nullptr, 8));
  release(nullptr);
}

}  // namespace
}  // namespace tocsin::harden
