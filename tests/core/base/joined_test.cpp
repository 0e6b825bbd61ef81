#include "core/base/joined.h"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("texts are joined with something between, and none are nothing") {
  CHECK(joined({}, ", ").empty());
  CHECK(joined(std::vector<std::string>{"a"}, ", ") == "a");
  CHECK(joined(std::vector<std::string>{"a", "", "c"}, ", ") == "a, , c");
}

}  // namespace tocsin
