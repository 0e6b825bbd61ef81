#include "tests/support/rule_nodes.h"

namespace tocsin::tests {

RuleNode fraction_node(
    RuleOp op, SelectorKind selector, bool is_strict, std::uint32_t a, std::uint32_t b) {
  RuleNode node;
  node.op = op;
  node.selector.kind = selector;
  node.is_strict = is_strict;
  node.numerator = a;
  node.denominator = b;
  return node;
}

RuleNode at_least(std::uint32_t a, std::uint32_t b, SelectorKind of) {
  return fraction_node(RuleOp::share, of, false, a, b);
}

RuleNode more_than(std::uint32_t a, std::uint32_t b, SelectorKind of) {
  return fraction_node(RuleOp::share, of, true, a, b);
}

RuleNode count_node(std::uint32_t min, std::uint32_t min_kinds) {
  RuleNode node;
  node.op = RuleOp::count;
  node.selector.kind = SelectorKind::full;
  node.min = min;
  node.min_kinds = min_kinds;
  return node;
}

RuleNode branch_node(RuleOp op, std::uint32_t children) {
  RuleNode node;
  node.op = op;
  node.children = children;
  return node;
}

}  // namespace tocsin::tests
