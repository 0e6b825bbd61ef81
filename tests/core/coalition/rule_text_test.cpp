#include "core/coalition/rule.h"
#include "core/model/limits/coalition.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/rule_nodes.h"

namespace tocsin {
namespace {

using coalition::check_rule;
using tests::at_least;

Rule nested(std::size_t depth) {
  Rule rule;
  for (std::size_t i = 1; i < depth; ++i) rule.push_back(tests::branch_node(RuleOp::all, 1));
  rule.push_back(at_least(1, 2));
  return rule;
}

Rule wide(std::uint32_t nodes) {
  Rule rule{tests::branch_node(RuleOp::all, nodes - 1)};
  for (std::uint32_t i = 1; i < nodes; ++i) rule.push_back(at_least(1, 2));
  return rule;
}

}  // namespace

TEST_CASE("the rules of the example are rules") {
  const tests::TestCoalition test;
  for (const Action& action : test.charter().actions) {
    CHECK(check_rule(action.mandate));
    CHECK(check_rule(action.call));
  }
  CHECK(check_rule(test.charter().rules.block));
}

TEST_CASE("a rule is eight deep and two hundred nodes, and not one more") {
  CHECK(check_rule(nested(limits::rule_depth_max)));
  CHECK_FALSE(check_rule(nested(limits::rule_depth_max + 1)));
  CHECK(check_rule(wide(limits::rule_nodes_max)));
  CHECK_FALSE(check_rule(wide(limits::rule_nodes_max + 1)));
}

TEST_CASE("nodes must make one tree") {
  CHECK_FALSE(check_rule({}));
  CHECK_FALSE(check_rule({tests::branch_node(RuleOp::all, 0)}));
  CHECK_FALSE(check_rule({tests::branch_node(RuleOp::all, 2), at_least(1, 2)}));
  CHECK_FALSE(check_rule({at_least(1, 2), at_least(1, 2)}));
  CHECK_FALSE(check_rule({tests::branch_node(RuleOp::all, 1), at_least(1, 2), at_least(1, 2)}));
  CHECK_FALSE(check_rule({tests::branch_node(RuleOp::all, 4'000'000'000), at_least(1, 2)}));
  CHECK(check_rule({tests::branch_node(RuleOp::all, 2),
                    tests::branch_node(RuleOp::all, 1),
                    at_least(1, 2),
                    at_least(1, 2)}));
}

TEST_CASE("a fraction is above nothing and at most the whole") {
  CHECK(check_rule({at_least(1, 1000)}));
  CHECK(check_rule({at_least(1000, 1000)}));
  CHECK_FALSE(check_rule({at_least(0, 2)}));
  CHECK_FALSE(check_rule({at_least(3, 2)}));
  CHECK_FALSE(check_rule({at_least(1, 1001)}));
  CHECK_FALSE(check_rule({at_least(0, 0)}));
}

TEST_CASE("a node has the fields of its operation and no others") {
  RuleNode node = at_least(1, 2);
  node.min = 1;
  CHECK_FALSE(check_rule({node}));
  node = at_least(1, 2);
  node.selector.kind = SelectorKind::none;
  CHECK_FALSE(check_rule({node}));
  node = at_least(1, 2);
  node.selector.name = "union";
  CHECK_FALSE(check_rule({node}));
  node.selector.kind = SelectorKind::kind;
  CHECK(check_rule({node}));
  RuleNode count;
  count.op = RuleOp::count;
  count.selector.kind = SelectorKind::full;
  CHECK_FALSE(check_rule({count}));
  count.min = 1;
  CHECK(check_rule({count}));
}

TEST_CASE("a rule reads as people say it") {
  const tests::TestCoalition test;
  CHECK(coalition::rule_text(test.charter().actions[1].mandate) ==
        "all of:\n"
        "  at least 2/3 of all full organizations approve\n"
        "  at least 3 of all full organizations approve, of 3 kinds\n"
        "  more than 1/2 of organizations that would bear it approve\n"
        "  more than 1/2 of all full organizations ratify each demand\n"
        "  2 targets in 2 sectors have 75 % pledged and 2 tests in 60 days\n"
        "  at least 4/5 of all full organizations reviewed one drill of the last 60 days\n");
  CHECK(coalition::rule_text({at_least(1, 3)}, coalition::Votes::objections) ==
        "at least 1/3 of all full organizations object\n");
}

}  // namespace tocsin
