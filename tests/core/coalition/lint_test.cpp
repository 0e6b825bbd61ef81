#include "core/coalition/lint.h"

#include <functional>
#include <set>

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/rule_nodes.h"

namespace tocsin {
namespace {

using tests::at_least;
using tests::count_node;
using tests::day_ms;
using tests::TestCoalition;

struct Draft {
  Charter charter;
  std::map<OrgId, Manifest> manifests;

  CharterOrg& org(const std::string& slug) {
    return *std::ranges::find(charter.orgs, slug, &CharterOrg::slug);
  }

  Manifest& manifest(const std::string& slug) { return manifests.at(org(slug).id); }

  Action& action(const std::string& name) {
    return *std::ranges::find(charter.actions, name, &Action::name);
  }
};

Draft example(bool is_rehearsal = false) {
  const TestCoalition test{{.is_rehearsal = is_rehearsal}};
  return {test.charter(), test.electorate().manifests()};
}

std::vector<std::string> errors(const Draft& draft) {
  std::vector<std::string> out;
  for (const auto& finding : coalition::lint(draft.charter, draft.manifests))
    if (!finding.is_note) out.push_back(finding.rule);
  return out;
}

void drop(Rule& rule, RuleOp op, SelectorKind selector) {
  const auto found = std::ranges::find_if(
      rule, [&](const RuleNode& node) { return node.op == op && node.selector.kind == selector; });
  REQUIRE(found != rule.end());
  rule.erase(found);
  --rule.front().children;
}

struct Mutant {
  std::string name;
  std::string rule;
  std::function<void(Draft&)> change;
};

std::vector<Mutant> mutants_of_rules() {
  return {
      {"amend by two of five", "L1", [](Draft& d) { d.charter.rules.amend = {at_least(2, 5)}; }},
      {"a stoppage called by two of five",
       "L1",
       [](Draft& d) { d.action("stoppage").call = {at_least(2, 5)}; }},
      {"a stoppage called by two of five, where nobody lies and all amend",
       "L1",
       [](Draft& d) {
         d.charter.assumed_faulty = 0;
         d.charter.rules.amend = {at_least(1, 1)};
         d.action("stoppage").call = {at_least(2, 5)};
       }},
      {"amend by three of five, one of whom lies",
       "L2",
       [](Draft& d) { d.charter.rules.amend = {at_least(3, 5)}; }},
      {"abort dearer than call", "L4", [](Draft& d) { d.charter.rules.abort = {count_node(4)}; }},
      {"abort by one", "L4", [](Draft& d) { d.charter.rules.abort = {count_node(1)}; }},
      {"pause by one", "L4", [](Draft& d) { d.charter.rules.pause = {at_least(1, 5)}; }},
      {"a rally mandated by one",
       "L4",
       [](Draft& d) { d.action("rally").mandate = {count_node(1)}; }},
      {"facts in a stop rule",
       "L4",
       [](Draft& d) {
         RuleNode node = at_least(1, 2);
         node.op = RuleOp::ratified;
         d.charter.rules.end = {node};
       }},
      {"a kind that nobody is",
       "L6",
       [](Draft& d) {
         RuleNode node = at_least(1, 2, SelectorKind::kind);
         node.selector.name = "guild";
         d.charter.rules.pause = {node};
       }},
      {"a sector that nobody claims",
       "L6",
       [](Draft& d) {
         RuleNode node = at_least(1, 2, SelectorKind::sector);
         node.selector.name = "energy";
         d.charter.rules.pause = {node};
       }},
      {"more than all",
       "L6",
       [](Draft& d) {
         d.charter.rules.drill = {at_least(1, 1)};
         d.charter.rules.drill[0].is_strict = true;
       }},
      {"more orgs than there are", "L6", [](Draft& d) { d.charter.rules.drill = {count_node(6)}; }},
      {"more cells than are claimed",
       "L6",
       [](Draft& d) {
         for (RuleNode& node : d.action("stoppage").mandate)
           if (node.op == RuleOp::strength) node.min_cells = 6;
       }},
      {"no bearing share",
       "L8",
       [](Draft& d) { drop(d.action("stoppage").mandate, RuleOp::share, SelectorKind::bearing); }},
      {"bearing share of just a half",
       "L8",
       [](Draft& d) {
         for (RuleNode& node : d.action("stoppage").mandate)
           if (node.selector.kind == SelectorKind::bearing) node.is_strict = false;
       }},
      {"no ratification",
       "L8",
       [](Draft& d) { drop(d.action("stoppage").mandate, RuleOp::ratified, SelectorKind::full); }},
      {"no strength",
       "L8",
       [](Draft& d) { drop(d.action("stoppage").mandate, RuleOp::strength, SelectorKind::none); }},
      {"no drill",
       "L8",
       [](Draft& d) { drop(d.action("stoppage").mandate, RuleOp::drill, SelectorKind::full); }},
      {"all of it under any",
       "L8",
       [](Draft& d) { d.action("stoppage").mandate.front().op = RuleOp::any; }},
      {"block that nobody can reach",
       "L10",
       [](Draft& d) { d.charter.rules.block = {count_node(9)}; }},
      {"a fraction above one", "L10", [](Draft& d) { d.charter.rules.end = {at_least(3, 2)}; }},
      {"a fraction of nothing", "L10", [](Draft& d) { d.charter.rules.end = {at_least(0, 2)}; }},
      {"min 0", "L10", [](Draft& d) { d.charter.rules.abort = {count_node(0)}; }},
      {"an empty rule", "L10", [](Draft& d) { d.charter.rules.pause.clear(); }},
      {"amend that one silent org prevents",
       "L11",
       [](Draft& d) { d.charter.rules.amend = {at_least(1, 1)}; }},
  };
}

std::vector<Mutant> mutants_of_the_rest() {
  return {
      {"k of half the delegates", "L3", [](Draft& d) { d.manifest("choir").k = 1; }},
      {"k above the delegates", "L3", [](Draft& d) { d.manifest("choir").k = 4; }},
      {"one of one that does not say solo",
       "L3",
       [](Draft& d) {
         d.manifest("choir").k = 1;
         d.manifest("choir").delegates.resize(1, d.manifest("choir").delegates[0]);
       }},
      {"solo with three delegates", "L3", [](Draft& d) { d.org("choir").is_solo = true; }},
      {"a manifest that is missing", "L3", [](Draft& d) { d.manifests.erase(d.org("choir").id); }},
      {"a manifest that lives too long",
       "L3",
       [](Draft& d) { d.manifest("choir").valid_until += Millis{1}; }},
      {"another name than the manifest's", "L3", [](Draft& d) { d.org("choir").name = "Bach"; }},
      {"hold of an hour",
       "L5",
       [](Draft& d) { d.charter.params.start.hold = std::chrono::hours{1}; }},
      {"min_lead under twice spread",
       "L5",
       [](Draft& d) { d.charter.params.start.spread = std::chrono::hours{24} + Seconds{1}; }},
      {"cells of nine", "L5", [](Draft& d) { d.charter.params.privacy.cell_min = 9; }},
      {"skew of a day",
       "L5",
       [](Draft& d) { d.charter.params.fresh.skew = std::chrono::hours{24}; }},
      {"review in two years", "L5", [](Draft& d) { d.charter.review_by += 15 * day_ms; }},
      {"review before it begins",
       "L5",
       [](Draft& d) { d.charter.review_by = d.charter.effective_at; }},
      {"one slug twice", "L7", [](Draft& d) { d.org("choir").slug = "bakers"; }},
      {"twin names",
       "L7",
       [](Draft& d) {
         d.org("choir").name = d.manifest("choir").name = "Local 26";
         d.org("bakers").name = d.manifest("bakers").name =
             "L\xd0\xbe"
             "cal 26";
       }},
      {"one key in two orgs",
       "L7",
       [](Draft& d) { d.manifest("choir").delegates[0] = d.manifest("bakers").delegates[0]; }},
      {"a key of small order",
       "L7",
       [](Draft& d) { d.manifest("choir").delegates[0].devices[0].idk = {1}; }},
      {"an exchange key of small order",
       "L7",
       [](Draft& d) { d.manifest("choir").delegates[0].devices[0].ltk = {0}; }},
      {"a kind that is not declared", "L9", [](Draft& d) { d.org("choir").kind = "guild"; }},
      {"a sector that is not declared",
       "L9",
       [](Draft& d) { d.org("choir").claims = {{"mining", "metro", ""}}; }},
      {"a region that is not declared",
       "L9",
       [](Draft& d) { d.org("choir").claims = {{"public", "north", ""}}; }},
      {"a checklist that is not declared",
       "L9",
       [](Draft& d) { d.org("choir").checklists = {"dues"}; }},
      {"an ask of no kind",
       "L9",
       [](Draft& d) { d.action("rally").asks.push_back({"guild", "rally"}); }},
      {"a first charter that carries",
       "L12",
       [](Draft& d) { d.charter.carry = {StatementId{{1}}}; }},
      {"a founder that is provisional",
       "L12",
       [](Draft& d) { d.org("choir").standing = Standing::provisional; }},
  };
}

}  // namespace

TEST_CASE("the example lints without error or note") {
  const Draft draft = example();
  CHECK(coalition::lint(draft.charter, draft.manifests).empty());
}

TEST_CASE("lint_mutants: each way to lower the bar is found by its rule") {
  std::vector<Mutant> mutants = mutants_of_rules();
  for (Mutant& mutant : mutants_of_the_rest()) mutants.push_back(std::move(mutant));
  for (const Mutant& mutant : mutants) {
    INFO(mutant.name);
    Draft draft = example();
    mutant.change(draft);
    const std::vector<std::string> found = errors(draft);
    CHECK(std::ranges::find(found, mutant.rule) != found.end());
  }
}

TEST_CASE("lint_mutants: every rule refuses something that no other rule would") {
  std::vector<Mutant> mutants = mutants_of_rules();
  for (Mutant& mutant : mutants_of_the_rest()) mutants.push_back(std::move(mutant));
  std::set<std::string> alone;
  for (const Mutant& mutant : mutants) {
    Draft draft = example();
    mutant.change(draft);
    const std::vector<std::string> found = errors(draft);
    const std::set<std::string> rules{found.begin(), found.end()};
    if (rules.size() == 1) alone.insert(*rules.begin());
  }
  for (int rule = 1; rule <= 12; ++rule) {
    CAPTURE(rule);
    CHECK(alone.contains("L" + std::to_string(rule)));
  }
}

TEST_CASE("bounds hold at their ends and not beyond") {
  struct Bound {
    Seconds StartParams::* value;
    std::int64_t floor;
    std::int64_t ceiling;
  };

  constexpr std::int64_t hour = 3600;
  constexpr std::int64_t day = 24 * hour;
  for (const Bound& bound : {Bound{&StartParams::hold, day, 14 * day},
                             Bound{&StartParams::max_mandate, 7 * day, 366 * day},
                             Bound{&StartParams::max_duration, hour, 90 * day}}) {
    for (const auto& [seconds, is_good] : {std::pair{bound.floor - 1, false},
                                           std::pair{bound.floor, true},
                                           std::pair{bound.ceiling, true},
                                           std::pair{bound.ceiling + 1, false}}) {
      Draft draft = example();
      draft.charter.params.start.*bound.value = Seconds{seconds};
      CHECK(errors(draft).empty() == is_good);
    }
  }
}

TEST_CASE("a rehearsal has no floors of time, and every other rule") {
  Draft draft = example(true);
  draft.charter.params.start.hold = Seconds{5};
  draft.charter.params.start.min_lead = Seconds{20};
  draft.charter.params.start.spread = Seconds{5};
  CHECK(errors(draft).empty());
  draft.charter.params.privacy.cell_min = 9;
  CHECK(errors(draft) == std::vector<std::string>{"L5"});
}

TEST_CASE("one solo org may be among five, two may not") {
  Draft draft = example();
  const auto make_solo = [&](const char* slug) {
    draft.org(slug).is_solo = true;
    Manifest& manifest = draft.manifest(slug);
    manifest.k = 1;
    manifest.delegates.resize(1, manifest.delegates[0]);
  };
  make_solo("choir");
  CHECK(errors(draft).empty());
  make_solo("tenants");
  CHECK(errors(draft) == std::vector<std::string>{"L3"});
}

TEST_CASE("a manifest alone is linted for its k and its keys") {
  Draft draft = example();
  Manifest manifest = draft.manifest("choir");
  CHECK(coalition::lint(manifest).empty());
  manifest.k = 1;
  CHECK(coalition::has_error(coalition::lint(manifest)));
  manifest.k = 2;
  manifest.valid_until = manifest.head.at;
  CHECK(coalition::has_error(coalition::lint(manifest)));
}

TEST_CASE("where one silent organization makes a rule unreachable, a note says so") {
  Draft draft = example();
  draft.charter.rules.drill = {at_least(1, 1)};
  const auto findings = coalition::lint(draft.charter, draft.manifests);
  CHECK_FALSE(coalition::has_error(findings));
  CHECK(findings.size() == 5);
  CHECK(findings[0].is_note);
}

}  // namespace tocsin
