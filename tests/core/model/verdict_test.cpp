#include "core/model/verdict.h"

#include <set>

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("every reason has a code of its own") {
  std::set<std::string_view> codes;
  for (unsigned i = 0; i <= static_cast<unsigned>(Reason::slot); ++i) {
    const std::string_view text = code(static_cast<Reason>(i));
    CHECK(text.starts_with("E_"));
    CHECK(codes.insert(text).second);
  }
  CHECK(code(Reason::manifest_expired) == "E_MANIFEST_EXPIRED");
  CHECK(code(static_cast<Reason>(200)).empty());
}

TEST_CASE("an outcome is an exit code") {
  CHECK(Verdict{Outcome::valid, {}, {}, false}.exit() == Exit::ok);
  CHECK(Verdict{Outcome::not_met, {}, {}, false}.exit() == Exit::not_met);
  CHECK(Verdict{Outcome::invalid, {}, {}, false}.exit() == Exit::invalid);
  CHECK(Verdict{Outcome::held, {}, {}, false}.exit() == Exit::held);
  CHECK(static_cast<int>(Exit::not_met) == 3);
  CHECK(static_cast<int>(Exit::invalid) == 5);
  CHECK_FALSE(Verdict{}.is_valid());
}

}  // namespace tocsin
