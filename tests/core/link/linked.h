// Two parties between whom a link is up, dialled by the first.
#pragma once

#include "tests/support/catch.hpp"
#include "tests/support/pair.h"

namespace tocsin::link {

struct Linked : tests::Pair {
  explicit Linked(std::uint64_t seed) : Pair{seed} {
    dial(a(), b());
    run();
    REQUIRE(a().ups().size() == 1);
    REQUIRE(b().ups().size() == 1);
  }

  LinkId from_a() { return a().ups().back().link; }

  LinkId from_b() { return b().ups().back().link; }
};

}  // namespace tocsin::link
