// Catch2 2.13 (Debian 12) and 3 (Debian 13) behind one include. Only what both share: TEST_CASE,
// SECTION, REQUIRE, CHECK, GENERATE, INFO, CAPTURE, FAIL. Both link Catch2::Catch2WithMain, the
// only test main.
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string>

#include "core/base/result.h"

// A failed CHECK says why.
template <class T>
struct Catch::StringMaker<tocsin::Result<T>> {
  static std::string convert(const tocsin::Result<T>& result) {
    return result ? "a value" : std::string{result.error().what.view()};
  }
};
