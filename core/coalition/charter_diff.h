// What differs between two versions of a charter, in words, the rules first: who reviews an
// amendment and who compares two files read the same. Whether the change may be made: lint.h; when
// it takes effect: chains.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/charter.h"

namespace tocsin::coalition {

enum class Fate : std::uint8_t { stays, goes, comes };

struct RuleLine {
  Fate fate = Fate::stays;
  std::string text;  // set in by its depth, as rule_text says it
  friend bool operator==(const RuleLine&, const RuleLine&) = default;
};

struct Difference {
  std::string part;    // "rule amend", "organization bakers: standing", "parameter start.hold"
  std::string before;  // in words; empty: it was not there
  std::string after;   // empty: it is no longer there
  // Where a rule says something else: all its lines, old and new, each with its fate.
  std::vector<RuleLine> rule = {};
  friend bool operator==(const Difference&, const Difference&) = default;
};

// Empty only if both say the same, times to the minute, whoever wrote them and whatever their place
// in the chain.
std::vector<Difference> differences(const Charter& before, const Charter& after);

// One line that can be read aloud, then a rule's lines: "stays", "goes" or "comes" and its text.
std::vector<std::string> in_words(const Difference& difference);

}  // namespace tocsin::coalition
