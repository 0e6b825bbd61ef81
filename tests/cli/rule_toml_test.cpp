#include "cli/rule_toml.h"

#include "cli/charter_toml.h"
#include "core/coalition/rule.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

std::optional<Rule> read(const std::string& text) {
  const auto tree = cli::parse_toml("rule = " + text);
  REQUIRE(tree);
  cli::TomlMistakes mistakes;
  Rule rule = cli::rule_from(tree->children[0], mistakes);
  if (mistakes.first()) return std::nullopt;
  return rule;
}

}  // namespace

TEST_CASE("every node of a rule is read, in prefix order") {
  const auto rule = read(
      R"({ any = [{ all = [{ share = "kind:union", at_least = "1/2" }, { count = "full", min = 2 }] },)"
      R"( { vote = "bearing", turnout_bp = 1, yes_bp = 2 }, { drill = "full", more_than = "1/2", max_age = "1d" },)"
      R"( { ratified = "sector:public", more_than = "1/2" },)"
      R"( { strength = "targets", min_bp = 1, min_cells = 1, min_sectors = 0, tests = 0, tests_span = "1d" }] })");
  REQUIRE(rule);
  CHECK(coalition::check_rule(*rule));
  std::vector<RuleOp> ops;
  for (const RuleNode& node : *rule) ops.push_back(node.op);
  CHECK(ops == std::vector{RuleOp::any,
                           RuleOp::all,
                           RuleOp::share,
                           RuleOp::count,
                           RuleOp::vote,
                           RuleOp::drill,
                           RuleOp::ratified,
                           RuleOp::strength});
  CHECK((*rule)[0].children == 5);
  CHECK((*rule)[2].selector == Selector{SelectorKind::kind, "union"});
  CHECK((*rule)[6].selector == Selector{SelectorKind::sector, "public"});
  CHECK((*rule)[5].is_strict);
  CHECK((*rule)[5].span_s == 86'400);
}

TEST_CASE("silly_rules_are_refused: what is no rule does not become one") {
  CHECK_FALSE(read("{}"));
  CHECK_FALSE(read("1"));
  CHECK_FALSE(read("{ not = [] }"));
  CHECK_FALSE(read(R"({ share = "full" })"));
  CHECK_FALSE(read(R"({ share = "full", at_least = "1/2", more_than = "1/2" })"));
  CHECK_FALSE(read(R"({ count = "full", min = -1 })"));
  CHECK_FALSE(read(R"({ drill = "full", at_least = "1/2" })"));
  CHECK_FALSE(read(R"({ all = [{ share = "full", at_least = "1/2" }, 7] })"));
  // Read, but no rule.
  CHECK_FALSE(coalition::check_rule(*read("{ all = [] }")));
  CHECK_FALSE(coalition::check_rule(*read(R"({ count = "full", min = 0 })")));
  CHECK_FALSE(coalition::check_rule(*read(R"({ share = "kind:", at_least = "1/2" })")));
}

}  // namespace tocsin
