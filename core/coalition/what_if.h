// What a rule can still come to while some organizations are silent: whether it can be met, how
// many approvals are enough, who has become indispensable. By a charter's shape alone, or by what a
// node knows of reports and drills. Whether a rule is met: rule.h; whether it is sane: lint.h.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/coalition/rule.h"
#include "core/model/charter.h"
#include "core/model/command.h"

namespace tocsin::coalition {

// A world in which these organizations are silent and all others approve.
using FactsIf = std::function<Facts(const std::set<OrgId>& silent)>;

struct WhatIf {
  bool can_be_met = false;  // if all who are not silent approve
  std::vector<Lack> lacks;  // why it cannot
  std::uint64_t full = 0;
  std::uint64_t left = 0;    // of `full`, those that are not silent
  std::uint64_t enough = 0;  // so many approvals, of the right ones; 0 where nothing is enough
  bool is_exact = true;      // no fewer can do; else fewer might
  std::vector<std::string> indispensable;  // short names: if one more of these is silent, it cannot
};

WhatIf what_if(const Rule& rule, const FactsIf& facts_if, const std::set<OrgId>& silent);

// By shape alone: every fact is as good as can be, and who is silent answers no drill.
FactsIf ideal_world(const Charter& charter);

struct RuleQuestion {
  const Charter& charter;
  std::string action;
  std::vector<std::string> silent;  // short names
};

struct Worlds {
  FactsIf mandate;
  FactsIf call;
  bool is_known = false;  // what a node knows, not the charter's shape alone
};

// -> action, then what_if{rule: mandate|call, basis: known|shape, silent: texts, can_be_met, full,
// left, enough, exact, indispensable: texts, lacks: rows of lack} for each of its rules.
Reply<std::vector<Row>> explain(const RuleQuestion& question, const Worlds& worlds);

}  // namespace tocsin::coalition
