#include "core/coalition/lint_rules.h"

#include <bit>

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

// A random plain rule of depth at most two over `full`.
Rule random_rule(Random& random) {
  const auto leaf = [&] {
    RuleNode node;
    node.selector.kind = SelectorKind::full;
    if (random.below(2) == 0) {
      node.op = RuleOp::share;
      node.denominator = static_cast<std::uint32_t>(random.below(6) + 1);
      node.numerator = static_cast<std::uint32_t>(random.below(node.denominator) + 1);
      node.is_strict = random.below(2) == 0;
    } else {
      node.op = RuleOp::count;
      node.min = static_cast<std::uint32_t>(random.below(5) + 1);
      node.min_kinds = static_cast<std::uint32_t>(random.below(4));
    }
    return node;
  };
  RuleNode top;
  top.op = random.below(2) == 0 ? RuleOp::all : RuleOp::any;
  top.children = static_cast<std::uint32_t>(random.below(3) + 1);
  Rule rule{top};
  for (std::uint32_t i = 0; i < top.children; ++i) rule.push_back(leaf());
  return rule;
}

// The true minimum, by trying all sets of orgs.
std::uint64_t true_least(const Rule& rule, const Charter& charter) {
  const auto orgs = coalition::full_orgs(charter);
  std::uint64_t least = orgs.size() + 1;
  for (unsigned set = 0; set < 1U << orgs.size(); ++set) {
    coalition::Facts facts;
    for (std::size_t i = 0; i < orgs.size(); ++i) {
      coalition::OrgFacts org;
      org.org = orgs[i]->id;
      org.kind = orgs[i]->kind;
      org.is_approving = (set >> i & 1U) != 0;
      facts.orgs.push_back(std::move(org));
    }
    if (evaluate(rule, facts).met)
      least = std::min<std::uint64_t>(least, static_cast<unsigned>(std::popcount(set)));
  }
  return least;
}

}  // namespace

TEST_CASE("Q(r) is never above the true minimum") {
  const tests::TestCoalition test;
  tests::SeededRandom random{11};
  for (int i = 0; i < 500; ++i) {
    const Rule rule = random_rule(random);
    CHECK(coalition::least_orgs(rule, test.charter()) <= true_least(rule, test.charter()));
  }
}

TEST_CASE("Q of the example's rules is what people count") {
  const tests::TestCoalition test;
  const Charter& charter = test.charter();
  CHECK(coalition::least_orgs(charter.rules.amend, charter) == 4);
  CHECK(coalition::least_orgs(charter.actions[1].call, charter) == 3);
  CHECK(coalition::least_orgs(charter.actions[1].mandate, charter) == 4);
  CHECK(coalition::least_orgs(charter.rules.abort, charter) == 2);
  CHECK(coalition::least_orgs(charter.rules.block, charter) == 1);  // one that bears it
  CHECK(coalition::least_orgs(charter.rules.end, charter) == 1);
}

TEST_CASE("a rule that is no tree needs nobody, and lint refuses it before") {
  const tests::TestCoalition test;
  RuleNode branch;
  branch.children = 3;
  CHECK(coalition::least_orgs({branch}, test.charter()) == 0);
  CHECK(coalition::least_orgs({}, test.charter()) == 0);
}

TEST_CASE("three organizations may lie among many, if amend survives their silence") {
  tests::TestCoalition test{{.orgs = 16}};
  Charter charter = test.charter();
  charter.assumed_faulty = 3;
  std::vector<coalition::Finding> findings;
  coalition::lint_rules(charter, findings);
  CHECK_FALSE(coalition::has_error(findings));
  charter.rules.amend[0].numerator = 7;
  charter.rules.amend[0].denominator = 8;  // 14 of 16: three silent prevent it
  findings.clear();
  coalition::lint_rules(charter, findings);
  REQUIRE(coalition::has_error(findings));
  CHECK(findings[0].rule == "L11");
}

}  // namespace tocsin
