// A charter whole, in words: whoever signs one, and whoever asks for the one in force, is shown
// every field of it. What two versions differ in: charter_diff.h.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/charter.h"
#include "core/model/row.h"

namespace tocsin::coalition {

struct NamedRule {
  std::string_view name;  // "block"
  std::string_view lead;  // "To block needs"
  std::string text;       // rule_text
};

std::array<NamedRule, 6> rules_in_words(const CharterRules& rules);

// By short name, or by id where it has left.
std::vector<std::string> sponsors_of(const Charter& charter, const CharterOrg& org);

// But for name, version and what a successor does to its predecessor, which the heading of a review
// says.
std::vector<std::string> charter_lines(const Charter& charter);

// charter_rule{rule, lead, text}* of what every action shares, param{name, text, says, seconds or
// number}*.
std::vector<Row> rule_rows(const Charter& charter);
std::vector<Row> param_rows(const CharterParams& params);

}  // namespace tocsin::coalition
