// Rules over the five orgs of the example charter, who approves, and what a person with a pencil
// says of it: sectors, kinds and minima, each at its edge. A rule is written here as it is in a
// charter, so that the table can be read against one.
#include <set>

#include "core/coalition/facts.h"
#include "core/coalition/rule.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/rule_nodes.h"

namespace tocsin::tests {
namespace {

using SlugSet = std::set<std::string>;

RuleNode share_of(Selector of, bool is_strict, std::uint32_t a, std::uint32_t b) {
  RuleNode node = fraction_node(RuleOp::share, of.kind, is_strict, a, b);
  node.selector = std::move(of);
  return node;
}

RuleNode at_least_of(Selector of, std::uint32_t a, std::uint32_t b) {
  return share_of(std::move(of), false, a, b);
}

RuleNode more_than_of(Selector of, std::uint32_t a, std::uint32_t b) {
  return share_of(std::move(of), true, a, b);
}

RuleNode count_of(Selector of, std::uint32_t min, std::uint32_t min_kinds = 0) {
  RuleNode node = count_node(min, min_kinds);
  node.selector = std::move(of);
  return node;
}

const Selector full{SelectorKind::full, ""};
const Selector bearing{SelectorKind::bearing, ""};  // drivers and plumbers
const Selector called{SelectorKind::called, ""};    // drivers alone
const Selector unions{SelectorKind::kind, "union"};
const Selector shops{SelectorKind::kind, "small_business"};
const Selector service{SelectorKind::sector, "service"};      // plumbers and bakers
const Selector transport{SelectorKind::sector, "transport"};  // drivers
const Selector energy{SelectorKind::sector, "energy"};        // nobody

struct RuleVector {
  std::string said;
  Rule rule;
  SlugSet approving;
  std::string code;  // of the first thing missing; empty: the rule is met
  std::uint64_t have = 0;
  std::uint64_t need = 0;
};

const SlugSet nobody{};
const SlugSet everybody{"bakers", "choir", "drivers", "plumbers", "tenants"};

std::vector<RuleVector> of_shares() {
  return {
      {"two thirds of five are four", {at_least_of(full, 2, 3)}, everybody, ""},
      {"and not three", {at_least_of(full, 2, 3)}, {"bakers", "choir", "drivers"}, "E_COUNT", 3, 4},
      {"more than a half of five is three",
       {more_than_of(full, 1, 2)},
       {"bakers", "choir", "drivers"},
       ""},
      {"and not two", {more_than_of(full, 1, 2)}, {"bakers", "choir"}, "E_COUNT", 2, 3},
      {"at least three fifths is three",
       {at_least_of(full, 3, 5)},
       {"bakers", "choir", "drivers"},
       ""},
      {"more than three fifths is four",
       {more_than_of(full, 3, 5)},
       {"bakers", "choir", "drivers"},
       "E_COUNT",
       3,
       4},
      {"all means all",
       {at_least_of(full, 1, 1)},
       {"bakers", "choir", "drivers", "plumbers"},
       "E_COUNT",
       4,
       5},
      {"the least share of all is one org", {at_least_of(full, 1, 1000)}, {"choir"}, ""},
      {"and never nobody", {at_least_of(full, 1, 1000)}, nobody, "E_COUNT", 0, 1},
      {"who bears it: both of two", {more_than_of(bearing, 1, 2)}, {"drivers", "plumbers"}, ""},
      {"one of two is no majority of them, whoever else approves",
       {more_than_of(bearing, 1, 2)},
       {"bakers", "choir", "drivers", "tenants"},
       "E_BEARING",
       1,
       2},
      {"who is called: one of one", {more_than_of(called, 1, 2)}, {"drivers"}, ""},
      {"those who are not called do not stand in for them",
       {more_than_of(called, 1, 2)},
       {"bakers", "choir", "plumbers", "tenants"},
       "E_COUNT",
       0,
       1},
  };
}

std::vector<RuleVector> of_kinds_and_sectors() {
  return {
      {"a kind: half of the unions is one", {at_least_of(unions, 1, 2)}, {"drivers"}, ""},
      {"more than half of the unions is both",
       {more_than_of(unions, 1, 2)},
       {"bakers", "choir", "drivers", "tenants"},
       "E_COUNT",
       1,
       2},
      {"the only shop is all of its kind", {at_least_of(shops, 1, 1)}, {"bakers"}, ""},
      {"and without it nobody is",
       {at_least_of(shops, 1, 1)},
       {"choir", "drivers"},
       "E_COUNT",
       0,
       1},
      {"a sector: both who claim service",
       {at_least_of(service, 1, 1)},
       {"bakers", "plumbers"},
       ""},
      {"one of two who claim service",
       {at_least_of(service, 1, 1)},
       {"bakers", "choir", "drivers"},
       "E_COUNT",
       1,
       2},
      {"a sector with one org", {at_least_of(transport, 1, 1)}, {"drivers"}, ""},
      {"a sector that nobody claims is never met",
       {at_least_of(energy, 1, 1000)},
       everybody,
       "E_COUNT",
       0,
       1},
      {"two of a sector", {count_of(service, 2)}, {"bakers", "plumbers"}, ""},
      {"two of a sector, not two of anything",
       {count_of(service, 2)},
       {"choir", "drivers", "plumbers"},
       "E_COUNT",
       1,
       2},
      {"two of a sector, of two kinds", {count_of(service, 2, 2)}, {"bakers", "plumbers"}, ""},
  };
}

std::vector<RuleVector> of_minima() {
  return {
      {"three orgs of three kinds", {count_of(full, 3, 3)}, {"bakers", "choir", "tenants"}, ""},
      {"three orgs of two kinds",
       {count_of(full, 3, 3)},
       {"choir", "drivers", "plumbers"},
       "E_KIND_MIN",
       2,
       3},
      {"two orgs, which is short of both",
       {count_of(full, 3, 3)},
       {"choir", "tenants"},
       "E_COUNT",
       2,
       3},
      {"two orgs of two kinds", {count_of(full, 2, 2)}, {"choir", "tenants"}, ""},
      {"two of one kind", {count_of(full, 2, 2)}, {"drivers", "plumbers"}, "E_KIND_MIN", 1, 2},
      {"one kind is asked of nobody in vain", {count_of(full, 2)}, {"drivers", "plumbers"}, ""},
      {"a minimum of nothing is not met by nobody", {count_of(full, 0)}, nobody, "-"},
      {"more than there are", {count_of(full, 6)}, everybody, "E_COUNT", 5, 6},
      {"more kinds than there are", {count_of(full, 1, 5)}, everybody, "E_KIND_MIN", 4, 5},
  };
}

std::vector<RuleVector> of_branches() {
  const Rule both{
      branch_node(RuleOp::all, 2), more_than_of(full, 1, 2), more_than_of(bearing, 1, 2)};
  const Rule either{
      branch_node(RuleOp::any, 2), more_than_of(full, 1, 3), more_than_of(bearing, 1, 3)};
  const Rule nested{branch_node(RuleOp::any, 2),
                    branch_node(RuleOp::all, 2),
                    at_least_of(unions, 1, 1),
                    at_least_of(shops, 1, 1),
                    branch_node(RuleOp::all, 1),
                    count_of(full, 4)};
  return {
      {"all: both parts", both, {"choir", "drivers", "plumbers"}, ""},
      {"all: many, but not those who bear it",
       both,
       {"bakers", "choir", "drivers", "tenants"},
       "E_BEARING",
       1,
       2},
      {"all: those who bear it, but too few", both, {"drivers", "plumbers"}, "E_COUNT", 2, 3},
      {"any: two of five", either, {"choir", "tenants"}, ""},
      {"any: one who bears it", either, {"drivers"}, ""},
      {"any: one who does not", either, {"choir"}, "E_COUNT", 1, 2},
      {"a branch of a branch: unions and the shop", nested, {"bakers", "drivers", "plumbers"}, ""},
      {"or any four", nested, {"bakers", "choir", "drivers", "tenants"}, ""},
      {"and not three others", nested, {"bakers", "choir", "drivers"}, "E_COUNT", 1, 2},
      {"an empty all is nobody's yes", {branch_node(RuleOp::all, 0)}, everybody, "-"},
      {"an empty any is nobody's yes", {branch_node(RuleOp::any, 0)}, everybody, "-"},
  };
}

void check_vector(const RuleVector& vector) {
  INFO(vector.said);
  const TestCoalition test;
  std::vector<OrgId> approving;
  for (const std::string& slug : vector.approving) approving.push_back(test.org(slug).id);
  const coalition::Involved involved{{test.org("drivers").id, test.org("plumbers").id},
                                     {test.org("drivers").id}};
  const auto found = evaluate(vector.rule, plain_facts(test.electorate(), approving, involved));
  CHECK(found.met == vector.code.empty());
  if (vector.code.empty()) CHECK(found.lacks.empty());
  if (vector.code.size() < 2) return;  // "-": refused without a word of what is missing
  REQUIRE_FALSE(found.lacks.empty());
  CHECK(std::string{code(found.lacks.front().reason)} == vector.code);
  CHECK(found.lacks.front().have == vector.have);
  CHECK(found.lacks.front().need == vector.need);
}

}  // namespace

TEST_CASE("rule vectors", "[R4][R6][R27][R42]") {
  for (const auto& vectors : {of_shares(), of_kinds_and_sectors(), of_minima(), of_branches()})
    for (const RuleVector& vector : vectors) check_vector(vector);
}

}  // namespace tocsin::tests
