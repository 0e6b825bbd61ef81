// Laws: RapidCheck properties inside a Catch2 test case, for *_law_test.cpp. Runs are repeatable:
// the seed is fixed, so that a failure is found again by whoever looks for it; TOCSIN_LAW_SEED and
// TOCSIN_LAW_RUNS change it for the long runs.
//
//   TEST_CASE("decoding an encoded frame gives the frame") {
//     law("frames", [](const std::vector<std::uint8_t>& payload) { RC_ASSERT(...); });
//   }
#pragma once

#include "tests/support/catch.hpp"

// RapidCheck's own Catch2 header knows version 2 alone, and narrows and shadows.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <rapidcheck.h>

namespace tocsin::tests {

inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// The property's arguments are generated; it fails by RC_ASSERT, or by returning false. A Catch2
// CHECK in it would be counted once per try and cannot be shrunk.
template <class Property>
void law(std::string_view name, Property&& property) {
  rc::detail::TestMetadata metadata;
  metadata.id = std::string{name};
  metadata.description = metadata.id;
  rc::detail::TestParams params;
  params.seed = from_environment("TOCSIN_LAW_SEED", 1);
  params.maxSuccess = static_cast<int>(from_environment("TOCSIN_LAW_RUNS", 1000));
  const rc::detail::TestResult result =
      rc::detail::checkTestable(std::forward<Property>(property), metadata, params);
  std::ostringstream said;
  rc::detail::printResultMessage(result, said);
  INFO(name << ": " << said.str());
  REQUIRE(result.template is<rc::detail::SuccessResult>());
}

}  // namespace tocsin::tests
