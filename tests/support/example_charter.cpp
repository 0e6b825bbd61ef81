// The charter of packaging/share/charters/example.toml as values (builders.h).
#include <algorithm>

#include "tests/support/builders.h"
#include "tests/support/rule_nodes.h"

namespace tocsin::tests {
namespace {

constexpr std::uint32_t two_months_s = 60 * 86'400;

Rule stoppage_mandate() {
  RuleNode ratified = more_than(1, 2);
  ratified.op = RuleOp::ratified;
  RuleNode strength;
  strength.op = RuleOp::strength;
  strength.min_bp = 7500;
  strength.min_cells = 2;
  strength.min_sectors = 2;
  strength.tests = 2;
  strength.span_s = two_months_s;
  RuleNode drill = at_least(4, 5);
  drill.op = RuleOp::drill;
  drill.span_s = two_months_s;
  return {branch_node(RuleOp::all, 6),
          at_least(2, 3),
          count_node(3, 3),
          more_than(1, 2, SelectorKind::bearing),
          ratified,
          strength,
          drill};
}

}  // namespace

Charter example_charter(const std::vector<TestOrg>& orgs, bool is_rehearsal) {
  Charter charter{.head = Head{DeviceId::zero(), OrgId::zero(), founding(), 2},
                  .version = 1,
                  .prev = StatementId::zero(),
                  .skips = {},
                  .name = "North River Coalition",
                  .is_rehearsal = is_rehearsal,
                  .languages = {"en", "es"},
                  .regions = {"metro", "valley"},
                  .sectors = {"communications",
                              "energy",
                              "logistics",
                              "manufacturing",
                              "public",
                              "service",
                              "transport"},
                  .kinds = {"community", "faith", "small_business", "union"},
                  .assumed_faulty = 1,
                  .orgs = {},
                  .actions = {},
                  .rules = {},
                  .params = default_params(),
                  .checklists = {"notice", "safety"},
                  .carry = {},
                  .features = {},
                  .effective_at = founding(),
                  .review_by = founding() + 386 * day_ms};
  for (const TestOrg& org : orgs) {
    charter.orgs.push_back(CharterOrg{.id = org.id,
                                      .slug = org.slug,
                                      .name = org.manifest.name,
                                      .kind = org.kind,
                                      .standing = Standing::full,
                                      .claims = org.claims,
                                      .checklists = {},
                                      .sponsors = {},
                                      .since = founding(),
                                      .is_solo = false});
  }
  std::ranges::sort(charter.orgs, {}, &CharterOrg::id);
  const Rule majority{more_than(1, 2)};
  charter.actions = {
      Action{"rally", false, {{"small_business", "rally"}, {"union", "rally"}}, majority, majority},
      Action{"stoppage",
             true,
             {{"community", "rally"},
              {"faith", "vigil"},
              {"small_business", "close"},
              {"union", "stop_work"}},
             stoppage_mandate(),
             majority}};
  charter.rules = CharterRules{
      {branch_node(RuleOp::any, 2), more_than(1, 3), more_than(1, 3, SelectorKind::bearing)},
      {count_node(2, 2)},
      {at_least(1, 3)},
      {more_than(1, 2, SelectorKind::called)},
      {at_least(2, 3)},
      {count_node(2, 0)}};
  return charter;
}

}  // namespace tocsin::tests
