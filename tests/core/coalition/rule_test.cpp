#include "core/coalition/rule.h"

#include "tests/support/catch.hpp"
#include "tests/support/rule_nodes.h"

namespace tocsin {
namespace {

using coalition::evaluate;
using coalition::Facts;
using coalition::OrgFacts;
using tests::at_least;
using tests::branch_node;
using tests::count_node;
using tests::fraction_node;
using tests::more_than;

// n orgs, the first `approving` of them approve; kinds in turn a, b, c.
Facts facts(std::size_t n, std::size_t approving) {
  Facts out;
  for (std::size_t i = 0; i < n; ++i) {
    OrgFacts org;
    org.org = OrgId{{static_cast<std::uint8_t>(i + 1)}};
    org.slug = "org-" + std::to_string(i);
    org.kind = std::string(1, static_cast<char>('a' + i % 3));
    org.sectors = {i % 2 == 0 ? "public" : "service"};
    org.is_approving = i < approving;
    out.orgs.push_back(std::move(org));
  }
  return out;
}

std::size_t least(const Rule& rule, std::size_t n) {
  for (std::size_t approving = 0; approving <= n; ++approving)
    if (evaluate(rule, facts(n, approving)).met) return approving;
  return n + 1;
}

}  // namespace

TEST_CASE("two thirds of twelve are eight, and more than a half of four are three") {
  CHECK(least({at_least(2, 3)}, 12) == 8);
  CHECK(least({at_least(2, 3)}, 5) == 4);
  CHECK(least({more_than(1, 2)}, 4) == 3);
  CHECK(least({more_than(1, 2)}, 5) == 3);
  CHECK(least({at_least(1, 2)}, 4) == 2);
  CHECK(least({more_than(1, 1)}, 4) == 5);
}

TEST_CASE("a share over an empty set is false") {
  CHECK_FALSE(evaluate({at_least(1, 1000, SelectorKind::bearing)}, facts(5, 5)).met);
  CHECK_FALSE(evaluate({at_least(1, 2)}, Facts{}).met);
}

TEST_CASE("an empty all or any, a rule that breaks off and one with a rest are false") {
  CHECK_FALSE(evaluate({}, facts(5, 5)).met);
  CHECK_FALSE(evaluate({branch_node(RuleOp::all, 0)}, facts(5, 5)).met);
  CHECK_FALSE(evaluate({branch_node(RuleOp::any, 0)}, facts(5, 5)).met);
  CHECK_FALSE(
      evaluate({branch_node(RuleOp::all, 3), count_node(1, 0), count_node(1, 0)}, facts(5, 5)).met);
  CHECK_FALSE(evaluate({count_node(1, 0), count_node(1, 0)}, facts(5, 5)).met);
}

TEST_CASE("all needs every child and says what each lacks, any needs one") {
  const Rule all{branch_node(RuleOp::all, 2), count_node(2, 0), count_node(4, 0)};
  CHECK(least(all, 5) == 4);
  CHECK(evaluate(all, facts(5, 1)).lacks.size() == 2);
  CHECK(evaluate(all, facts(5, 2)).lacks.size() == 1);
  const Rule any{branch_node(RuleOp::any, 2), count_node(2, 0), count_node(4, 0)};
  CHECK(least(any, 5) == 2);
  CHECK(evaluate(any, facts(5, 2)).lacks.empty());
}

TEST_CASE("branches nest in prefix order") {
  const Rule rule{branch_node(RuleOp::any, 2),
                  branch_node(RuleOp::all, 2),
                  count_node(1, 0),
                  count_node(5, 0),
                  branch_node(RuleOp::all, 1),
                  count_node(3, 3)};
  CHECK(least(rule, 5) == 3);
}

TEST_CASE("a count needs orgs and kinds, each with its code") {
  const Rule rule{count_node(3, 3)};
  CHECK(least(rule, 5) == 3);
  Facts same = facts(5, 3);
  for (OrgFacts& org : same.orgs) org.kind = "union";
  const auto found = evaluate(rule, same);
  REQUIRE(found.lacks.size() == 1);
  CHECK(found.lacks[0].reason == Reason::kind_min);
  CHECK(found.lacks[0].have == 1);
  CHECK(found.lacks[0].need == 3);
  CHECK(evaluate(rule, facts(5, 1)).lacks.size() == 2);
}

TEST_CASE("selectors choose by kind, by claimed sector, by who bears it and who is called") {
  RuleNode of_kind = at_least(1, 1, SelectorKind::kind);
  of_kind.selector.name = "a";
  CHECK(least({of_kind}, 6) == 4);  // orgs 0 and 3
  RuleNode of_sector = at_least(1, 1, SelectorKind::sector);
  of_sector.selector.name = "service";
  CHECK(least({of_sector}, 6) == 6);  // orgs 1, 3 and 5
  Facts called = facts(6, 3);
  called.orgs[2].is_called = true;
  CHECK(evaluate({at_least(1, 1, SelectorKind::called)}, called).met);
  called.orgs[3].is_called = true;
  CHECK_FALSE(evaluate({at_least(1, 1, SelectorKind::called)}, called).met);
}

TEST_CASE("toward a mandate those who bear it count with fresh pledges only") {
  Facts known = facts(4, 4);
  known.needs_pledges = true;
  known.orgs[0].is_bearing = known.orgs[1].is_bearing = true;
  known.orgs[0].has_pledges = true;
  const Rule rule{more_than(1, 2, SelectorKind::bearing)};
  CHECK(evaluate(rule, known).lacks[0].reason == Reason::bearing);
  known.orgs[1].is_stale = true;
  CHECK(evaluate(rule, known).lacks[0].reason == Reason::stale);
  CHECK(evaluate({at_least(1, 1)}, known).met);
  known.orgs[1].has_pledges = true;
  CHECK(evaluate(rule, known).met);
  known.orgs[1].has_pledges = false;
  known.are_reports_attested = true;
  CHECK(evaluate(rule, known).met);
}

TEST_CASE("ratified holds for each demand or not at all") {
  Facts known = facts(4, 4);
  known.demands = 2;
  const Rule rule{fraction_node(RuleOp::ratified, SelectorKind::full, true, 1, 2)};
  for (std::size_t i = 0; i < 3; ++i) known.orgs[i].ratified = {0, 1};
  CHECK(evaluate(rule, known).met);
  known.orgs[2].ratified = {0};
  const auto found = evaluate(rule, known);
  REQUIRE(found.lacks.size() == 1);
  CHECK(found.lacks[0].reason == Reason::ratify);
  CHECK(found.lacks[0].have == 2);
  CHECK(found.lacks[0].need == 3);
  known.demands = 0;
  CHECK_FALSE(evaluate(rule, known).met);
}

TEST_CASE("strength counts cells, sectors, pledges and tests of its span") {
  RuleNode node;
  node.op = RuleOp::strength;
  node.min_bp = 7500;
  node.min_cells = 2;
  node.min_sectors = 2;
  node.tests = 2;
  node.span_s = 60 * 86'400;
  Facts known = facts(2, 2);
  known.at = wall_from_ms(std::int64_t{20'000} * 86'400'000);
  known.targets = {{"public", true, 1000, 750, {19'941, 19'999}},
                   {"service", true, 4, 3, {19'950, 20'000}}};
  CHECK(evaluate({node}, known).met);
  const auto reason = [&](auto&& change) {
    Facts changed = known;
    change(changed);
    const auto found = evaluate({node}, changed);
    return found.met ? std::optional<Reason>{} : found.lacks.at(0).reason;
  };
  CHECK(reason([](Facts& f) { f.targets[0].pledged = 749; }) == Reason::strength);
  CHECK(reason([](Facts& f) { f.targets[0].eligible = 0; }) == Reason::strength);
  CHECK(reason([](Facts& f) { f.targets[1].sector = "public"; }) == Reason::strength);
  CHECK(reason([](Facts& f) { f.targets[0].is_fresh = false; }) == Reason::stale);
  CHECK(reason([](Facts& f) { f.targets[0].test_days = {19'939, 19'999}; }) == Reason::tests);
  CHECK(reason([](Facts& f) { f.targets[0].test_days = {19'999, 20'001}; }) == Reason::tests);
  CHECK(reason([](Facts& f) { f.targets.clear(); }) == Reason::strength);
  CHECK_FALSE(reason([](Facts& f) {
    f.targets.clear();
    f.are_reports_attested = true;
  }));
  // 64-bit: the largest counts there are do not wrap.
  CHECK_FALSE(reason([](Facts& f) {
    f.targets[0].eligible = 4'294'967'295;
    f.targets[0].pledged = 4'294'967'295;
  }));
}

TEST_CASE("a vote is of every org it is asked of, turnout and yes") {
  RuleNode node;
  node.op = RuleOp::vote;
  node.selector.kind = SelectorKind::bearing;
  node.turnout_bp = 5000;
  node.yes_bp = 6667;
  Facts known = facts(3, 0);
  CHECK_FALSE(evaluate({node}, known).met);  // of nobody
  for (std::size_t i = 0; i < 2; ++i) {
    known.orgs[i].is_bearing = true;
    known.orgs[i].has_valid_vote = true;
    known.orgs[i].turnout_bp = 5000;
    known.orgs[i].yes_bp = 6667;
  }
  CHECK(evaluate({node}, known).met);
  known.orgs[1].yes_bp = 6666;
  CHECK(evaluate({node}, known).lacks[0].reason == Reason::vote);
  known.orgs[1].yes_bp = 6667;
  known.orgs[1].has_valid_vote = false;
  CHECK_FALSE(evaluate({node}, known).met);
}

TEST_CASE("a drill counts one and the same call, not too old and not from later") {
  RuleNode node = fraction_node(RuleOp::drill, SelectorKind::full, false, 4, 5);
  node.span_s = 60 * 86'400;
  Facts known = facts(5, 0);
  known.at = wall_from_ms(std::int64_t{100} * 86'400'000);
  const auto ids = [&](std::vector<std::size_t> which) {
    std::vector<OrgId> out;
    for (const std::size_t i : which) out.push_back(known.orgs[i].org);
    return out;
  };
  known.drills = {{known.at - Seconds{86'400}, ids({0, 1, 2})}, {known.at, ids({2, 3, 4})}};
  const auto found = evaluate({node}, known);
  CHECK_FALSE(found.met);  // two drills do not add up
  CHECK(found.lacks[0].reason == Reason::drill);
  CHECK(found.lacks[0].have == 3);
  CHECK(found.lacks[0].need == 4);
  known.drills[0].orgs = ids({0, 1, 2, 3});
  CHECK(evaluate({node}, known).met);
  known.drills[0].at = known.at - Seconds{node.span_s};
  CHECK(evaluate({node}, known).met);
  known.drills[0].at -= Millis{1};
  CHECK_FALSE(evaluate({node}, known).met);
  known.drills[0].at = known.at + Millis{1};
  CHECK_FALSE(evaluate({node}, known).met);
}

TEST_CASE("what is missing says who could mend it") {
  const auto found = evaluate({at_least(2, 3)}, facts(3, 1));
  REQUIRE(found.lacks.size() == 1);
  CHECK(found.lacks[0].have == 1);
  CHECK(found.lacks[0].need == 2);
  CHECK(found.lacks[0].hint == "not yet: org-1, org-2");
  Facts against = facts(3, 1);
  against.orgs[1].objections = 2;
  against.orgs[1].is_objecting = true;
  against.orgs[2].objections = 1;
  CHECK(evaluate({at_least(2, 3)}, against).lacks[0].hint ==
        "not yet: org-2 (1 of it against); against: org-1");
  against.orgs[2].is_objecting = true;
  CHECK(evaluate({at_least(2, 3)}, against).lacks[0].hint == "against: org-1, org-2");
}

}  // namespace tocsin
