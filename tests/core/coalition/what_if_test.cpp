#include "core/coalition/what_if.h"

#include <algorithm>

#include "core/coalition/lint_rules.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::explain;
using coalition::ideal_world;
using coalition::what_if;
using coalition::WhatIf;
using Names = std::vector<std::string>;

const tests::TestCoalition& five() {
  static const tests::TestCoalition test;
  return test;
}

std::set<OrgId> orgs(const Names& slugs) {
  std::set<OrgId> out;
  for (const std::string& slug : slugs) out.insert(five().org(slug).id);
  return out;
}

WhatIf mandate_without(const Names& slugs) {
  const Charter& charter = five().charter();
  return what_if(charter.actions[1].mandate, ideal_world(charter), orgs(slugs));
}

Rule share_of_all(std::uint32_t a, std::uint32_t b) {
  RuleNode node;
  node.op = RuleOp::share;
  node.selector.kind = SelectorKind::full;
  node.numerator = a;
  node.denominator = b;
  return {node};
}

}  // namespace

TEST_CASE("with nobody silent the example's mandate needs four, and anybody may be missing") {
  const WhatIf found = mandate_without({});
  CHECK(found.can_be_met);
  CHECK(found.full == 5);
  CHECK(found.left == 5);
  CHECK(found.enough == 4);
  CHECK(found.is_exact);
  CHECK(found.indispensable.empty());
  CHECK(found.lacks.empty());
}

TEST_CASE("with one silent the four others have become indispensable") {
  const WhatIf found = mandate_without({"tenants"});
  CHECK(found.can_be_met);
  CHECK(found.left == 4);
  CHECK(found.enough == 4);
  CHECK(found.indispensable == Names{"bakers", "choir", "drivers", "plumbers"});
}

TEST_CASE("with two silent it cannot be met, and the reasons say by how much") {
  const WhatIf found = mandate_without({"tenants", "choir"});
  CHECK_FALSE(found.can_be_met);
  CHECK(found.enough == 0);
  CHECK(found.indispensable.empty());
  REQUIRE_FALSE(found.lacks.empty());
  CHECK(found.lacks.front().reason == Reason::count);
  CHECK(found.lacks.front().have == 3);
  CHECK(found.lacks.front().need == 4);
  CHECK(found.lacks.front().hint.find("choir") != std::string::npos);
}

TEST_CASE("whether silence matters depends on who is silent, not only on how many") {
  // Three of a kind that must all be of different kinds: two unions are one kind.
  RuleNode count;
  count.op = RuleOp::count;
  count.selector.kind = SelectorKind::full;
  count.min = 3;
  count.min_kinds = 4;
  const Charter& charter = five().charter();
  const WhatIf without_union = what_if({count}, ideal_world(charter), orgs({"drivers"}));
  CHECK(without_union.can_be_met);
  CHECK(without_union.enough == 4);
  CHECK(without_union.indispensable == Names{"bakers", "choir", "plumbers", "tenants"});
  CHECK_FALSE(what_if({count}, ideal_world(charter), orgs({"choir"})).can_be_met);
}

TEST_CASE("the fewest approvals are those of the best choice, by every choice tried") {
  const Charter& charter = five().charter();
  const auto world = ideal_world(charter);
  for (const Action& action : charter.actions) {
    for (const Rule& rule : {action.mandate, action.call}) {
      const WhatIf found = what_if(rule, world, {});
      std::uint64_t least = 99;
      for (unsigned set = 0; set < 32; ++set) {
        coalition::Facts facts = world({});
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < 5; ++i) {
          facts.orgs[i].is_approving = (set >> i & 1U) != 0;
          count += set >> i & 1U;
        }
        if (evaluate(rule, facts).met) least = std::min(least, count);
      }
      CHECK(found.enough == least);
      CHECK(found.enough >= coalition::least_orgs(rule, charter));
    }
  }
}

TEST_CASE("forty organizations in a few kinds are counted exactly, and in many kinds bounded") {
  tests::TestCoalition forty{{.seed = 2, .orgs = 40, .delegates = 1, .k = 1}};
  Charter charter = forty.charter();
  const WhatIf found = what_if(share_of_all(2, 3), ideal_world(charter), {});
  CHECK(found.is_exact);
  CHECK(found.enough == 27);
  for (std::size_t i = 0; i < charter.orgs.size(); ++i)
    charter.orgs[i].kind = "kind" + std::to_string(i);
  const WhatIf bounded = what_if(share_of_all(2, 3), ideal_world(charter), {});
  CHECK_FALSE(bounded.is_exact);
  CHECK(bounded.enough == 27);
}

TEST_CASE("a rule is explained with what a silent organization would mean") {
  const Charter& charter = five().charter();
  const auto world = ideal_world(charter);
  const auto rows = explain({charter, "stoppage", {"tenants"}}, {world, world, false});
  REQUIRE(rows);
  REQUIRE(rows->size() == 3);
  CHECK(rows->front().kind() == "action");
  const Row& mandate = (*rows)[1];
  CHECK(mandate.text("rule").value() == "mandate");
  CHECK(mandate.text("basis").value() == "shape");
  CHECK(mandate.texts("silent") == Names{"tenants"});
  CHECK(mandate.integer("enough").value() == 4);
  CHECK((*rows)[2].text("rule").value() == "call");
}

TEST_CASE("what is no action, no organization or no full member is refused") {
  Charter charter = five().charter();
  const auto world = ideal_world(charter);
  const auto asked = [&](const std::string& action, const Names& silent) {
    return explain({charter, action, silent}, {world, world, false});
  };
  CHECK(asked("siesta", {}).error().code == "E_NOT_FOUND");
  CHECK(asked("rally", {"nobody"}).error().code == "E_NOT_FOUND");
  for (CharterOrg& org : charter.orgs)
    if (org.slug == "choir") org.standing = Standing::provisional;
  CHECK(asked("rally", {"choir"}).error().code == "E_USAGE");
}

}  // namespace tocsin
