// Nodes of a rule, written in a line each.
#pragma once

#include "core/model/rule.h"

namespace tocsin::tests {

RuleNode fraction_node(
    RuleOp op, SelectorKind selector, bool is_strict, std::uint32_t a, std::uint32_t b);
RuleNode at_least(std::uint32_t a, std::uint32_t b, SelectorKind of = SelectorKind::full);
RuleNode more_than(std::uint32_t a, std::uint32_t b, SelectorKind of = SelectorKind::full);
RuleNode count_node(std::uint32_t min, std::uint32_t min_kinds = 0);  // of full orgs
RuleNode branch_node(RuleOp op, std::uint32_t children);

}  // namespace tocsin::tests
