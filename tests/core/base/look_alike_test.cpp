#include <string_view>

#include "core/base/text.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

struct Pair {
  std::string_view one;
  std::string_view other;
};

TEST_CASE("names that a person could mistake for one another fold alike", "[V-24]") {
  const Pair pairs[] = {
      {"Plumbers", "PLUMBERS"},
      {"Plumbers", "\uff30lumbers"},                // full width
      {"Plumbers", "\U0001d5e3lumbers"},            // mathematical
      {"Plumbers", "\u0420lumbers"},                // Cyrillic Er
      {"Plumbers", "\u03a1lumbers"},                // Greek Rho
      {"Zo\u00eb", "Zoe\u0308"},                    // two forms of an accent
      {"Zo\u00eb", "Z\u043e\u0451"},                // Cyrillic o and io
      {"COX", "\u0421\u041e\u0425"},                // all Cyrillic
      {"KOPMA", "\u039a\u039f\u03a1\u039c\u0391"},  // all Greek
      {"NOTA", "\u039d\u039f\u03a4\u0391"},         // capitals: nu is N
      {"van", "\u03bdan"},                          // small letters: nu is v
      {"uno", "\u03c5no"},                          // upsilon is u
      {"choir", "\u03f2hoir"},                      // lunate sigma
      {"Ilium", "llium"},
      {"Local 10", "Local lO"},
      {"Local 1", "Local |"},
      {"Istanbul", "\u0131stanbul"},
      {"Harmony", "Harrnony"},
      {"Weavers", "VVeavers"},
      {"East  Side", "East Side"},
      {"Stra\u00dfe", "STRASSE"},
      {"\u0421\u043e\u044e\u0437", "\u0441\u041e\u042e\u0417"},  // case within Cyrillic
      {"\u039d\u03af\u03ba\u03b7", "\u03bd\u03af\u03ba\u03b7"},  // case within Greek
  };
  for (const auto& [one, other] : pairs) {
    CAPTURE(one, other);
    CHECK(look_alike_fold(one) == look_alike_fold(other));
  }
}

TEST_CASE("names that look different fold apart") {
  const Pair pairs[] = {
      {"plumbers", "plumber"},
      {"choir", "chair"},
      {"Local 12", "Local 13"},
      {"Zo\u00eb", "Zoe"},
      {"van", "nan"},
      {"Fern", "Fen"},
      {"\u0421\u043e\u044e\u0437", "\u0421\u043e\u044e\u0441"},
      {"\u6211\u4eec", "\u6211\u4f60"},
      {"East Side", "Eastside"},
  };
  for (const auto& [one, other] : pairs) {
    CAPTURE(one, other);
    CHECK(look_alike_fold(one) != look_alike_fold(other));
  }
}

TEST_CASE("bytes that are not UTF-8 fold to something, not to a crash") {
  CHECK(look_alike_fold("a\xff") == "a\ufffd");
}

}  // namespace
}  // namespace tocsin
