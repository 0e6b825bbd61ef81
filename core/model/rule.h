// A quorum rule as data: nodes in prefix order, each with its number of children (coalition.md §5).
// Evaluation is core/coalition/rule.h. Every operation is monotone; there is no "not".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin {

enum class RuleOp : std::uint8_t { all = 1, any, share, count, ratified, strength, vote, drill };
enum class SelectorKind : std::uint8_t { none = 0, full, kind, sector, bearing, called };

struct Selector {
  SelectorKind kind = SelectorKind::none;
  std::string name;  // of `kind` and `sector`
  friend auto operator<=>(const Selector&, const Selector&) = default;
};

struct RuleNode {
  RuleOp op = RuleOp::all;
  std::uint32_t children = 0;
  Selector selector;
  bool is_strict = false;       // more_than instead of at_least
  std::uint32_t numerator = 0;  // share, ratified, drill
  std::uint32_t denominator = 0;
  std::uint32_t min = 0;  // count
  std::uint32_t min_kinds = 0;
  std::uint32_t min_bp = 0;  // strength, basis points
  std::uint32_t min_cells = 0;
  std::uint32_t min_sectors = 0;
  std::uint32_t tests = 0;
  std::uint32_t span_s = 0;      // strength: tests_span; drill: max_age
  std::uint32_t turnout_bp = 0;  // vote
  std::uint32_t yes_bp = 0;
  friend auto operator<=>(const RuleNode&, const RuleNode&) = default;
};

using Rule = std::vector<RuleNode>;

}  // namespace tocsin
