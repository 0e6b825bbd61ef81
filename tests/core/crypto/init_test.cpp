#include "core/crypto/init.h"

#include "tests/support/catch.hpp"

namespace tocsin::crypto {
namespace {

TEST_CASE("the library starts, and starts again without harm") {
  CHECK(init());
  CHECK(init());
}

}  // namespace
}  // namespace tocsin::crypto
