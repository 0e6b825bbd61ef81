#include "core/model/debrief.h"

#include <set>

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("each band of turnout has its own word, and nothing else has one") {
  std::set<std::string_view> words;
  for (const auto& [text, band] : turnout_words) {
    CHECK(word(band) == text);
    words.insert(text);
  }
  CHECK(words.size() == turnout_words.size());
  CHECK(word(static_cast<TurnoutBand>(9)).empty());
}

}  // namespace tocsin
