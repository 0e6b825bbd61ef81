#include "core/coalition/lint_rules.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>

namespace tocsin::coalition {
namespace {

struct LintedRule {
  std::string name;
  const Rule* rule;
  bool is_action;   // mandate or call
  bool may_be_one;  // block and end
};

std::vector<LintedRule> rules_of(const Charter& charter) {
  const CharterRules& rules = charter.rules;
  std::vector<LintedRule> out{{"block", &rules.block, false, true},
                              {"abort", &rules.abort, false, false},
                              {"pause", &rules.pause, false, false},
                              {"end", &rules.end, false, true},
                              {"amend", &rules.amend, false, false},
                              {"drill", &rules.drill, false, false}};
  for (const Action& action : charter.actions) {
    out.push_back({action.name + ".mandate", &action.mandate, true, false});
    out.push_back({action.name + ".call", &action.call, true, false});
  }
  return out;
}

bool selects(const CharterOrg& org, const Selector& selector) {
  switch (selector.kind) {
    case SelectorKind::none:
      return false;
    case SelectorKind::full:
      return true;
    case SelectorKind::kind:
      return org.kind == selector.name;
    case SelectorKind::sector:
      return std::ranges::find(org.claims, selector.name, &Cell::sector) != org.claims.end();
    // Whom a proposal will name is not known yet.
    case SelectorKind::bearing:
    case SelectorKind::called:
      return true;
  }
  return false;
}

std::uint64_t members(const Charter& charter, const Selector& selector) {
  const auto orgs = full_orgs(charter);
  return static_cast<std::uint64_t>(
      std::ranges::count_if(orgs, [&](const CharterOrg* org) { return selects(*org, selector); }));
}

std::uint64_t least_of_leaf(const RuleNode& node, const Charter& charter) {
  switch (node.op) {
    case RuleOp::share:
      if (node.selector.kind == SelectorKind::bearing || node.selector.kind == SelectorKind::called)
        return 1;
      return least_share(node, members(charter, node.selector));
    case RuleOp::count:
      return node.min;
    case RuleOp::all:
    case RuleOp::any:
    case RuleOp::ratified:
    case RuleOp::strength:
    case RuleOp::vote:
    case RuleOp::drill:
      return 0;
  }
  return 0;
}

// As many claims, in as many sectors, as strength asks for.
bool has_enough_cells(const Rule& rule, const Charter& charter) {
  std::set<Cell> cells;
  std::set<std::string> sectors;
  for (const CharterOrg* org : full_orgs(charter)) {
    for (const Cell& claim : org->claims) {
      cells.insert(claim);
      sectors.insert(claim.sector);
    }
  }
  return std::ranges::all_of(rule, [&](const RuleNode& node) {
    return node.op != RuleOp::strength ||
           (node.min_cells <= cells.size() && node.min_sectors <= sectors.size());
  });
}

// The next ascending choice of indexes below `n`; false after the last.
bool next_choice(std::vector<std::size_t>& choice, std::size_t n) {
  for (std::size_t i = choice.size(); i > 0; --i) {
    if (choice[i - 1] + 1 > n - (choice.size() - i) - 1) continue;
    ++choice[i - 1];
    for (std::size_t j = i; j < choice.size(); ++j) choice[j] = choice[j - 1] + 1;
    return true;
  }
  return false;
}

class RuleLinter {
 public:
  RuleLinter(const Charter& charter, std::vector<Finding>& findings)
      : charter_{charter}, findings_{findings}, ideal_{ideal_facts(charter, {})} {}

  void run() {
    bool is_sound = true;
    for (const LintedRule& named : rules_of(charter_)) is_sound = form(named) && is_sound;
    // Numbers of a rule that is no tree mean nothing.
    if (!is_sound) return;
    quorums();
    for (const LintedRule& named : rules_of(charter_)) {
      reach(named);
      require(named.may_be_one || n() < 3 || least(*named.rule) >= 2,
              "L4",
              named.name + ": one organization alone could do it -> let it need 2 at least");
    }
    for (const Action& action : charter_.actions)
      if (action.stops_work) work_stops(action);
    silent_founders();
  }

 private:
  std::uint64_t n() const { return full_orgs(charter_).size(); }

  std::uint64_t least(const Rule& rule) const { return least_orgs(rule, charter_); }

  void require(bool holds, const char* rule, std::string text) {
    if (!holds) findings_.push_back(Finding{rule, false, std::move(text)});
  }

  bool form(const LintedRule& named) {
    const Result<void> checked = check_rule(*named.rule);
    if (!checked) {
      require(false, "L10", named.name + ": " + std::string{checked.error().what.view()});
      return false;
    }
    if (named.is_action) return true;
    const bool is_plain = std::ranges::all_of(*named.rule, [](const RuleNode& node) {
      return node.op == RuleOp::all || node.op == RuleOp::any || node.op == RuleOp::share ||
             node.op == RuleOp::count;
    });
    require(is_plain, "L4", named.name + ": may use only all, any, share and count");
    return true;
  }

  void quorums() {
    const std::uint64_t amend = least(charter_.rules.amend);
    const std::uint64_t abort = least(charter_.rules.abort);
    const std::uint64_t f = charter_.assumed_faulty;
    require(2 * amend > n(),
            "L1",
            "amend: two halves could amend against each other" + too_few(amend, n() / 2 + 1));
    require(
        2 * amend > n() + f,
        "L2",
        "amend: two quorums may share no honest organization" + too_few(amend, (n() + f) / 2 + 1));
    for (const Action& action : charter_.actions) {
      const std::uint64_t call = least(action.call);
      require(
          !action.stops_work || 2 * call > n(),
          "L1",
          action.name + ".call: a half could call against the other" + too_few(call, n() / 2 + 1));
      require(amend + call > n() + f,
              "L2",
              action.name + ".call: may share no honest organization with amend" +
                  too_few(call, n() + f + 1 - std::min(amend, n() + f)));
      require(abort <= call,
              "L4",
              action.name + ": stopping must not be dearer than starting; abort needs " +
                  std::to_string(abort) + " organizations, its call " + std::to_string(call));
    }
  }

  // Numbers, and what would mend it. Quorums of n orgs that share an honest one and can do without
  // f silent ones exist only where n > 3f.
  std::string counted(std::uint64_t needed, const std::string& remedy) const {
    const std::uint64_t f = charter_.assumed_faulty;
    const std::uint64_t bearable = n() == 0 ? 0 : (n() - 1) / 3;
    const std::string numbers = "; it needs " + std::to_string(needed) + " of " +
                                std::to_string(n()) + " full organizations, assumed_faulty is " +
                                std::to_string(f);
    if (f <= bearable) return numbers + " -> " + remedy;
    return numbers + " -> set assumed_faulty = " + std::to_string(bearable) + ", or found with " +
           std::to_string(3 * f + 1) + " organizations";
  }

  std::string too_few(std::uint64_t needed, std::uint64_t wanted) const {
    return counted(needed, "let it need " + std::to_string(std::min(wanted, n())));
  }

  // Why a rule asks for more than there is, where its numbers alone say so.
  std::string beyond(const Rule& rule) const {
    std::set<std::string> kinds;
    for (const CharterOrg* org : full_orgs(charter_)) kinds.insert(org->kind);
    for (const RuleNode& node : rule) {
      const std::uint64_t there = members(charter_, node.selector);
      if (node.op == RuleOp::count && node.min > there)
        return "; a count asks for " + std::to_string(node.min) + " of " + std::to_string(there);
      if (node.op == RuleOp::count && node.min_kinds > kinds.size())
        return "; a count asks for " + std::to_string(node.min_kinds) + " kinds of " +
               std::to_string(kinds.size());
      if (node.op == RuleOp::strength && !has_enough_cells({node}, charter_))
        return "; strength asks for " + std::to_string(node.min_cells) + " claims in " +
               std::to_string(node.min_sectors) + " sectors";
    }
    return "";
  }

  void reach(const LintedRule& named) {
    for (const RuleNode& node : *named.rule) {
      const bool is_fixed =
          node.selector.kind == SelectorKind::kind || node.selector.kind == SelectorKind::sector;
      require(!is_fixed || members(charter_, node.selector) > 0,
              "L6",
              named.name + ": no organization is " + node.selector.name);
    }
    const bool can_hold =
        evaluate(*named.rule, ideal_).met && has_enough_cells(*named.rule, charter_);
    require(can_hold,
            named.name == "block" ? "L10" : "L6",
            named.name + ": not even everybody together could meet it" + beyond(*named.rule));
    if (!can_hold) return;
    for (std::size_t org = 0; org < ideal_.orgs.size(); ++org) {
      if (is_met_without({org}, *named.rule)) continue;
      findings_.push_back(
          Finding{"L6",
                  true,
                  named.name + ": cannot be met while " + ideal_.orgs[org].slug + " is silent"});
    }
  }

  // Everything is ideal but that these say nothing.
  bool is_met_without(const std::vector<std::size_t>& silent, const Rule& rule) {
    std::vector<OrgId>& drilled = ideal_.drills.front().orgs;
    const std::vector<OrgId> all = drilled;
    for (const std::size_t org : silent) {
      ideal_.orgs[org].is_approving = false;
      std::erase(drilled, ideal_.orgs[org].org);
    }
    const bool is_met = evaluate(rule, ideal_).met;
    for (const std::size_t org : silent) ideal_.orgs[org].is_approving = true;
    drilled = all;
    return is_met;
  }

  void work_stops(const Action& action) {
    // Outside `any`: walk down through `all` alone.
    std::vector<const RuleNode*> sure;
    std::vector<std::pair<std::uint32_t, bool>> open;  // children still to come, under an any
    for (const RuleNode& node : action.mandate) {
      while (!open.empty() && open.back().first == 0) open.pop_back();
      const bool is_unsure = !open.empty() && open.back().second;
      if (!open.empty()) --open.back().first;
      if (node.op == RuleOp::all || node.op == RuleOp::any)
        open.emplace_back(node.children, is_unsure || node.op == RuleOp::any);
      else if (!is_unsure)
        sure.push_back(&node);
    }
    const auto has = [&](auto&& test) { return std::ranges::any_of(sure, test); };
    const auto is_majority = [](const RuleNode& node) {
      const std::uint32_t twice = 2 * node.numerator;
      return node.is_strict ? twice >= node.denominator : twice > node.denominator;
    };
    require(has([&](const RuleNode* node) {
              return node->op == RuleOp::share && node->selector.kind == SelectorKind::bearing &&
                     is_majority(*node);
            }),
            "L8",
            action.name + ".mandate: needs more than half of `bearing`, outside any");
    require(has([&](const RuleNode* node) {
              return node->op == RuleOp::ratified && is_majority(*node);
            }),
            "L8",
            action.name + ".mandate: needs `ratified` by more than half, outside any");
    require(has([](const RuleNode* node) { return node->op == RuleOp::strength; }),
            "L8",
            action.name + ".mandate: needs `strength`, outside any");
    require(has([](const RuleNode* node) { return node->op == RuleOp::drill; }),
            "L8",
            action.name + ".mandate: needs `drill`, outside any");
  }

  // L11: every choice of f silent orgs; n <= 64 and f <= 3, so at most 41,664.
  void silent_founders() {
    const std::size_t silent = std::min<std::size_t>(charter_.assumed_faulty, ideal_.orgs.size());
    std::vector<std::size_t> choice(silent);
    std::iota(choice.begin(), choice.end(), std::size_t{0});
    do {
      if (is_met_without(choice, charter_.rules.amend)) continue;
      require(false,
              "L11",
              "amend: assumed_faulty silent organizations could prevent it" +
                  counted(least(charter_.rules.amend),
                          "let it need " + std::to_string(n() - silent) + " at most"));
      return;
    } while (next_choice(choice, ideal_.orgs.size()));
  }

  const Charter& charter_;
  std::vector<Finding>& findings_;
  Facts ideal_;
};

}  // namespace

std::vector<const CharterOrg*> full_orgs(const Charter& charter) {
  std::vector<const CharterOrg*> out;
  for (const CharterOrg& org : charter.orgs)
    if (org.standing == Standing::full) out.push_back(&org);
  return out;
}

Facts ideal_facts(const Charter& charter, const std::set<OrgId>& silent) {
  Facts out;
  out.are_reports_attested = true;
  out.demands = 1;
  for (const CharterOrg* org : full_orgs(charter)) {
    OrgFacts facts;
    facts.org = org->id;
    facts.slug = org->slug;
    facts.kind = org->kind;
    for (const Cell& claim : org->claims) facts.sectors.push_back(claim.sector);
    std::ranges::sort(facts.sectors);
    facts.is_approving = !silent.contains(org->id);
    facts.is_bearing = !org->claims.empty();
    facts.is_called = facts.is_bearing;
    facts.ratified = {0};
    out.orgs.push_back(std::move(facts));
  }
  DrillFacts drill{WallTime{}, {}};
  for (const OrgFacts& org : out.orgs)
    if (org.is_approving) drill.orgs.push_back(org.org);
  std::ranges::sort(drill.orgs);
  out.drills.push_back(std::move(drill));
  return out;
}

std::uint64_t least_orgs(const Rule& rule, const Charter& charter) {
  std::vector<std::uint64_t> done;
  for (auto node = rule.rbegin(); node != rule.rend(); ++node) {
    if (node->op != RuleOp::all && node->op != RuleOp::any) {
      done.push_back(least_of_leaf(*node, charter));
      continue;
    }
    if (node->children == 0 || node->children > done.size()) return 0;
    const auto first = done.end() - static_cast<std::ptrdiff_t>(node->children);
    const std::uint64_t least = node->op == RuleOp::all ? *std::max_element(first, done.end())
                                                        : *std::min_element(first, done.end());
    done.erase(first, done.end());
    done.push_back(least);
  }
  return done.size() == 1 ? done.front() : 0;
}

void lint_rules(const Charter& charter, std::vector<Finding>& findings) {
  RuleLinter{charter, findings}.run();
}

}  // namespace tocsin::coalition
