#include <string_view>

#include "core/base/text.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

TEST_CASE("columns are counted as terminals draw") {
  const std::pair<std::string_view, std::size_t> cases[] = {
      {"", 0},
      {"abc", 3},
      {"\u00e4", 1},
      {"q\u0323", 1},                   // a mark below
      {"\u0915\u093e", 2},              // a mark beside
      {"\u0915\u094d\u200d\u0937", 2},  // virama and joiner
      {"\u6211\u4eec", 4},
      {"\uac00", 2},              // a Hangul syllable
      {"\u1100\u1161\u11a8", 2},  // the same kind, in three letters
      {"\uff21", 2},              // full width A
      {"\uff71", 1},              // half width katakana
      {"\U0001f600", 2},
      {"\U00020000", 2},
      {"\U0003fffe", 1},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(columns(text) == expected);
  }
}

}  // namespace
}  // namespace tocsin
