#include "core/coalition/what_if.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "core/coalition/lint_rules.h"
#include "core/coalition/rows.h"

namespace tocsin::coalition {
namespace {

// Trying every choice of approvals costs one evaluation each; organizations that no rule can tell
// apart are one choice, so that forty of them in a few kinds are still counted exactly.
constexpr std::size_t trials_max = 20'000;

// By these alone a rule tells two approving organizations apart.
using Likeness =
    std::tuple<std::string, std::vector<std::string>, bool, bool, bool, std::vector<std::uint32_t>>;

std::vector<std::vector<std::size_t>> alike(const Facts& facts) {
  std::map<Likeness, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < facts.orgs.size(); ++i) {
    const OrgFacts& org = facts.orgs[i];
    if (!org.is_approving) continue;
    groups[Likeness{
               org.kind, org.sectors, org.is_bearing, org.is_called, org.has_pledges, org.ratified}]
        .push_back(i);
  }
  std::vector<std::vector<std::size_t>> out;
  for (auto& [likeness, orgs] : groups) out.push_back(std::move(orgs));
  return out;
}

bool may_try_all(const std::vector<std::vector<std::size_t>>& groups) {
  std::size_t trials = 1;
  for (const auto& group : groups) {
    trials *= group.size() + 1;
    if (trials > trials_max) return false;
  }
  return true;
}

// The next number of approvals from each group; false after the last.
bool next(std::vector<std::size_t>& chosen, const std::vector<std::vector<std::size_t>>& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (++chosen[i] <= groups[i].size()) return true;
    chosen[i] = 0;
  }
  return false;
}

// The fewest approvals that meet the rule, out of those in `facts`.
std::uint64_t fewest(const Rule& rule,
                     Facts facts,
                     const std::vector<std::vector<std::size_t>>& groups) {
  std::uint64_t best = facts.orgs.size();
  std::vector<std::size_t> chosen(groups.size(), 0);
  do {
    std::uint64_t count = 0;
    for (const std::size_t approvals : chosen) count += approvals;
    if (count >= best) continue;
    for (std::size_t i = 0; i < groups.size(); ++i)
      for (std::size_t j = 0; j < groups[i].size(); ++j)
        facts.orgs[groups[i][j]].is_approving = j < chosen[i];
    if (evaluate(rule, facts).met) best = count;
  } while (next(chosen, groups));
  return best;
}

// Drops each approval that is not needed beside those still there: what is left is enough, though
// another choice might be smaller.
std::uint64_t few(const Rule& rule, Facts facts) {
  std::uint64_t count = 0;
  for (OrgFacts& org : facts.orgs) {
    if (!org.is_approving) continue;
    org.is_approving = false;
    if (evaluate(rule, facts).met) continue;
    org.is_approving = true;
    ++count;
  }
  return count;
}

std::string slug_of(const Charter& charter, const OrgId& id) {
  const auto found = std::ranges::find(charter.orgs, id, &CharterOrg::id);
  return found == charter.orgs.end() ? id.short_hex() : found->slug;
}

Reply<std::set<OrgId>> silent_orgs(const RuleQuestion& question) {
  std::set<OrgId> out;
  for (const std::string& slug : question.silent) {
    const auto found = std::ranges::find(question.charter.orgs, slug, &CharterOrg::slug);
    if (found == question.charter.orgs.end())
      return refuse(Exit::usage,
                    "E_NOT_FOUND",
                    "the charter has no organization of that short name",
                    "tocsin charter show");
    if (found->standing != Standing::full)
      return refuse(Exit::usage,
                    "E_USAGE",
                    "that organization is not a full member: it counts nowhere, silent or not",
                    "tocsin charter show");
    out.insert(found->id);
  }
  return out;
}

Row what_if_row(std::string_view rule, const WhatIf& found) {
  Row row{"what_if"};
  row.set("rule", rule)
      .set("can_be_met", found.can_be_met)
      .set("full", found.full)
      .set("left", found.left);
  row.set("enough", found.enough)
      .set("exact", found.is_exact)
      .set("indispensable", Value{found.indispensable})
      .set("lacks", Value{lack_rows(found.lacks)});
  return row;
}

}  // namespace

WhatIf what_if(const Rule& rule, const FactsIf& facts_if, const std::set<OrgId>& silent) {
  const Facts facts = facts_if(silent);
  Evaluation all = evaluate(rule, facts);
  WhatIf out;
  out.can_be_met = all.met;
  out.lacks = std::move(all.lacks);
  out.full = facts.orgs.size();
  for (const OrgFacts& org : facts.orgs) out.left += org.is_approving ? 1 : 0;
  if (!out.can_be_met) return out;
  const auto groups = alike(facts);
  out.is_exact = may_try_all(groups);
  out.enough = out.is_exact ? fewest(rule, facts, groups) : few(rule, facts);
  for (const OrgFacts& org : facts.orgs) {
    if (!org.is_approving) continue;
    std::set<OrgId> one_more = silent;
    one_more.insert(org.org);
    if (!evaluate(rule, facts_if(one_more)).met) out.indispensable.push_back(org.slug);
  }
  std::ranges::sort(out.indispensable);
  return out;
}

FactsIf ideal_world(const Charter& charter) {
  return [&charter](const std::set<OrgId>& silent) { return ideal_facts(charter, silent); };
}

Reply<std::vector<Row>> explain(const RuleQuestion& question, const Worlds& worlds) {
  const auto action = std::ranges::find(question.charter.actions, question.action, &Action::name);
  if (action == question.charter.actions.end())
    return refuse(
        Exit::usage, "E_NOT_FOUND", "the charter names no such action", "tocsin charter show");
  const auto silent = silent_orgs(question);
  if (!silent) return tl::unexpected{silent.error()};
  std::vector<std::string> names;
  for (const OrgId& id : *silent) names.push_back(slug_of(question.charter, id));
  std::ranges::sort(names);
  std::vector<Row> rows{action_row(*action)};
  rows.push_back(what_if_row("mandate", what_if(action->mandate, worlds.mandate, *silent)));
  rows.push_back(what_if_row("call", what_if(action->call, worlds.call, *silent)));
  for (Row& row : rows) {
    if (row.kind() != "what_if") continue;
    row.set("silent", Value{names}).set("basis", worlds.is_known ? "known" : "shape");
  }
  return rows;
}

}  // namespace tocsin::coalition
