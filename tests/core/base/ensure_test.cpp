#include "core/base/ensure.h"

#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace {

using tocsin::tests::Ending;
using tocsin::tests::run_in_child;

TEST_CASE("a broken invariant aborts and says which one") {
  const Ending ending = run_in_child([] { ENSURE(1 + 1 == 3); });
  CHECK(ending.is_abort());
  CHECK(ending.said.find("broken invariant: 1 + 1 == 3") != std::string::npos);
  CHECK(ending.said.find("ensure_test.cpp") != std::string::npos);
}

TEST_CASE("an invariant that holds says nothing") {
  const Ending ending = run_in_child([] { ENSURE(1 + 1 == 2); });
  CHECK(ending.is_well());
  CHECK(ending.said.empty());
}

}  // namespace
