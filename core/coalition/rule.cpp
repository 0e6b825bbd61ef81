#include "core/coalition/rule.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/base/basis_points.h"
#include "core/base/joined.h"

namespace tocsin::coalition {
namespace {

bool is_selected(const OrgFacts& org, const Selector& selector) {
  switch (selector.kind) {
    case SelectorKind::none:
      return false;
    case SelectorKind::full:
      return true;
    case SelectorKind::kind:
      return org.kind == selector.name;
    case SelectorKind::sector:
      return std::ranges::binary_search(org.sectors, selector.name);
    case SelectorKind::bearing:
      return org.is_bearing;
    case SelectorKind::called:
      return org.is_called;
  }
  return false;
}

// Toward a mandate those who would strike count only with people behind them.
bool counts_as_approving(const OrgFacts& org, const Selector& selector, const Facts& facts) {
  if (!org.is_approving) return false;
  if (selector.kind != SelectorKind::bearing) return true;
  return !facts.needs_pledges || facts.are_reports_attested || org.has_pledges;
}

// By name: ids would order them differently in each coalition.
std::string listed(std::vector<std::string> names) {
  std::ranges::sort(names);
  return joined(names, ", ");
}

// Who has said no is not waited for like who has said nothing.
struct Missing {
  std::vector<std::string> silent;
  std::vector<std::string> objecting;

  void add(const OrgFacts& org) {
    if (org.is_objecting)
      objecting.push_back(org.slug);
    else if (org.objections > 0)
      silent.push_back(org.slug + " (" + std::to_string(org.objections) + " of it against)");
    else
      silent.push_back(org.slug);
  }

  std::string text() const {
    if (objecting.empty()) return "not yet: " + listed(silent);
    const std::string against = "against: " + listed(objecting);
    return silent.empty() ? against : "not yet: " + listed(silent) + "; " + against;
  }
};

Evaluation unmet(Lack lack) {
  Evaluation out;
  out.lacks.push_back(std::move(lack));
  return out;
}

Evaluation holds() {
  return Evaluation{true, {}};
}

Evaluation share(const RuleNode& node, const Facts& facts) {
  std::uint64_t members = 0;
  std::uint64_t approvals = 0;
  Missing missing;
  bool is_stale = false;
  for (const OrgFacts& org : facts.orgs) {
    if (!is_selected(org, node.selector)) continue;
    ++members;
    if (counts_as_approving(org, node.selector, facts)) {
      ++approvals;
      continue;
    }
    missing.add(org);
    is_stale = is_stale || (org.is_approving && org.is_stale);
  }
  const std::uint64_t need = std::max<std::uint64_t>(least_share(node, members), 1);
  // Over an empty set nothing is a share.
  if (members > 0 && approvals >= need) return holds();
  const bool is_bearing = node.selector.kind == SelectorKind::bearing;
  const Reason reason = is_stale ? Reason::stale : is_bearing ? Reason::bearing : Reason::count;
  return unmet(Lack{reason, is_bearing ? "bearing" : "share", approvals, need, missing.text()});
}

Evaluation count(const RuleNode& node, const Facts& facts) {
  std::uint64_t approvals = 0;
  std::set<std::string> kinds;
  Missing missing;
  for (const OrgFacts& org : facts.orgs) {
    if (!is_selected(org, node.selector)) continue;
    if (!counts_as_approving(org, node.selector, facts)) {
      missing.add(org);
      continue;
    }
    ++approvals;
    kinds.insert(org.kind);
  }
  Evaluation out;
  if (approvals < node.min)
    out.lacks.push_back(Lack{Reason::count, "count", approvals, node.min, missing.text()});
  if (kinds.size() < node.min_kinds)
    out.lacks.push_back(Lack{Reason::kind_min,
                             "kinds",
                             kinds.size(),
                             node.min_kinds,
                             "an organization of another kind; " + missing.text()});
  // min 0 would hold without anybody: lint refuses it, and here it does not hold.
  out.met = out.lacks.empty() && approvals > 0;
  return out;
}

Evaluation ratified(const RuleNode& node, const Facts& facts) {
  Evaluation out;
  std::uint64_t members = 0;
  for (const OrgFacts& org : facts.orgs) members += is_selected(org, node.selector) ? 1 : 0;
  const std::uint64_t need = std::max<std::uint64_t>(least_share(node, members), 1);
  for (std::uint32_t demand = 0; demand < facts.demands; ++demand) {
    const auto lists_it = [&](const OrgFacts& org) {
      return is_selected(org, node.selector) && org.is_approving &&
             std::ranges::binary_search(org.ratified, demand);
    };
    const auto orgs = static_cast<std::uint64_t>(std::ranges::count_if(facts.orgs, lists_it));
    if (orgs >= need) continue;
    out.lacks.push_back(Lack{Reason::ratify,
                             "ratified",
                             orgs,
                             need,
                             "organizations that ratify demand " + std::to_string(demand + 1)});
  }
  out.met = out.lacks.empty() && members > 0 && facts.demands > 0;
  return out;
}

struct Strength {
  std::uint64_t cells = 0;
  std::set<std::string> sectors;
};

// Counts the targets that pass `is_strong`.
template <class IsStrong>
Strength strength_of(const Facts& facts, IsStrong&& is_strong) {
  Strength out;
  for (const TargetFacts& target : facts.targets) {
    if (!is_strong(target)) continue;
    ++out.cells;
    out.sectors.insert(target.sector);
  }
  return out;
}

Evaluation strength(const RuleNode& node, const Facts& facts) {
  if (facts.are_reports_attested) return holds();
  const std::uint32_t today = day_of(facts.at);
  const std::uint32_t first_day = day_of(facts.at - Seconds{node.span_s});
  const auto has_tests = [&](const TargetFacts& target) {
    const auto in_span = std::ranges::count_if(
        target.test_days, [&](std::uint32_t day) { return day >= first_day && day <= today; });
    return static_cast<std::uint64_t>(in_span) >= node.tests;
  };
  const auto has_pledges = [&](const TargetFacts& target) {
    return target.eligible > 0 &&
           target.pledged * whole_bp >= static_cast<std::uint64_t>(node.min_bp) * target.eligible;
  };
  const auto is_enough = [&](const Strength& got) {
    return got.cells >= node.min_cells && got.sectors.size() >= node.min_sectors && got.cells > 0;
  };
  const Strength got = strength_of(facts, [&](const TargetFacts& target) {
    return target.is_fresh && has_pledges(target) && has_tests(target);
  });
  if (is_enough(got)) return holds();
  const bool lacks_tests = is_enough(strength_of(
      facts, [&](const TargetFacts& target) { return target.is_fresh && has_pledges(target); }));
  const bool lacks_news = !lacks_tests && is_enough(strength_of(facts, has_pledges));
  const Reason reason = lacks_tests ? Reason::tests : lacks_news ? Reason::stale : Reason::strength;
  const bool lacks_cells = got.cells < node.min_cells;
  return unmet(Lack{reason,
                    lacks_cells ? "strength" : "sectors",
                    lacks_cells ? got.cells : got.sectors.size(),
                    std::max<std::uint32_t>(lacks_cells ? node.min_cells : node.min_sectors, 1),
                    "targets with a fresh report, enough pledges and tests"});
}

Evaluation vote(const RuleNode& node, const Facts& facts) {
  std::uint64_t members = 0;
  std::uint64_t reached = 0;
  std::vector<std::string> without;
  for (const OrgFacts& org : facts.orgs) {
    if (!is_selected(org, node.selector)) continue;
    ++members;
    const bool is_reached =
        facts.are_reports_attested ||
        (org.has_valid_vote && org.turnout_bp >= node.turnout_bp && org.yes_bp >= node.yes_bp);
    if (is_reached)
      ++reached;
    else
      without.push_back(org.slug);
  }
  if (members > 0 && reached == members) return holds();
  return unmet(Lack{Reason::vote,
                    "vote",
                    reached,
                    std::max<std::uint64_t>(members, 1),
                    "a valid vote of: " + listed(without)});
}

Evaluation drill(const RuleNode& node, const Facts& facts) {
  std::uint64_t members = 0;
  for (const OrgFacts& org : facts.orgs) members += is_selected(org, node.selector) ? 1 : 0;
  const std::uint64_t need = std::max<std::uint64_t>(least_share(node, members), 1);
  std::uint64_t best = 0;
  for (const DrillFacts& call : facts.drills) {
    if (call.at > facts.at || facts.at - call.at > Seconds{node.span_s}) continue;
    const auto acked = std::ranges::count_if(facts.orgs, [&](const OrgFacts& org) {
      return is_selected(org, node.selector) && std::ranges::binary_search(call.orgs, org.org);
    });
    best = std::max(best, static_cast<std::uint64_t>(acked));
  }
  if (members > 0 && best >= need) return holds();
  return unmet(Lack{Reason::drill, "drill", best, need, "a drill that enough review: drill run"});
}

Evaluation leaf(const RuleNode& node, const Facts& facts) {
  switch (node.op) {
    case RuleOp::all:
    case RuleOp::any:
      return {};
    case RuleOp::share:
      return share(node, facts);
    case RuleOp::count:
      return count(node, facts);
    case RuleOp::ratified:
      return ratified(node, facts);
    case RuleOp::strength:
      return strength(node, facts);
    case RuleOp::vote:
      return vote(node, facts);
    case RuleOp::drill:
      return drill(node, facts);
  }
  return {};
}

bool is_branch(RuleOp op) {
  return op == RuleOp::all || op == RuleOp::any;
}

// The children are the last `node.children` of `done`, the first of them at the end.
Evaluation branch(const RuleNode& node, std::vector<Evaluation>& done) {
  Evaluation out;
  out.met = node.children > 0 && node.op == RuleOp::all;
  for (std::uint32_t i = 0; i < node.children; ++i) {
    Evaluation child = std::move(done.back());
    done.pop_back();
    out.met = node.op == RuleOp::all ? out.met && child.met : out.met || child.met;
    std::ranges::move(child.lacks, std::back_inserter(out.lacks));
  }
  if (out.met) out.lacks.clear();
  return out;
}

}  // namespace

std::uint64_t least_share(const RuleNode& node, std::uint64_t members) {
  if (node.denominator == 0) return members + 1;
  const std::uint64_t product = members * node.numerator;
  if (node.is_strict) return product / node.denominator + 1;
  return (product + node.denominator - 1) / node.denominator;
}

// Backwards through the prefix order, so that children are done before their parent: no recursion.
Evaluation evaluate(const Rule& rule, const Facts& facts) {
  std::vector<Evaluation> done;
  for (auto node = rule.rbegin(); node != rule.rend(); ++node) {
    if (!is_branch(node->op)) {
      done.push_back(leaf(*node, facts));
      continue;
    }
    if (node->children > done.size()) return {};
    Evaluation out = branch(*node, done);
    done.push_back(std::move(out));
  }
  return done.size() == 1 ? std::move(done.front()) : Evaluation{};
}

}  // namespace tocsin::coalition
