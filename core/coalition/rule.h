// Quorum rules (coalition.md §5): does a rule hold for these facts, and what is missing if not.
// Pure integers; every node is monotone, so one more approval or fact never turns true into false.
// Who approves is tally.h, where facts come from facts.h, whether a rule is sane lint.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/model/charter.h"
#include "core/model/decision.h"
#include "core/model/report.h"
#include "core/model/rule.h"
#include "core/model/verdict.h"

namespace tocsin::coalition {

// What a rule knows of one full org.
struct OrgFacts {
  OrgId org = OrgId::zero();
  std::string slug;  // for hints
  std::string kind;
  std::vector<std::string> sectors;     // of its claims; sorted
  bool is_approving = false;            // k of its delegates
  std::size_t objections = 0;           // of its delegates: for hints
  bool is_objecting = false;            // k of its delegates: likewise
  bool is_bearing = false;              // a target of the proposal
  bool is_called = false;               // a target of the call
  bool has_pledges = false;             // a fresh report shows pledged > 0 in one of its targets
  bool is_stale = false;                // it has reported, but not lately enough
  std::vector<std::uint32_t> ratified;  // indexes of demands that >= k approvals list; sorted
  bool has_valid_vote = false;          // at the time of the rule
  std::uint32_t turnout_bp = 0;
  std::uint32_t yes_bp = 0;
};

struct TargetFacts {
  std::string sector;
  bool is_fresh = false;
  std::uint32_t eligible = 0;
  std::uint32_t pledged = 0;             // top-coded cells already at their worth
  std::vector<std::uint32_t> test_days;  // sorted, of tests somebody took part in
};

// One exercise call: the full orgs that acknowledged it in time.
struct DrillFacts {
  WallTime at;
  std::vector<OrgId> orgs;  // sorted
};

struct Facts {
  std::vector<OrgFacts> orgs;  // the full orgs and no others
  std::uint32_t demands = 0;
  std::vector<TargetFacts> targets;
  std::vector<DrillFacts> drills;
  WallTime at;                        // mandate time: what ages are measured at
  bool needs_pledges = false;         // toward a mandate a bearing org counts only with pledges
  bool are_reports_attested = false;  // strength, votes and freshness rest on the call's signers
};

struct Evaluation {
  bool met = false;
  std::vector<Lack> lacks;  // empty when met
};

// A malformed rule (children that do not add up) is not met and lacks nothing: lint refuses it.
Evaluation evaluate(const Rule& rule, const Facts& facts);

// Prefix order adds up, limits and fractions of L10.
Result<void> check_rule(const Rule& rule);

// a/b of members: the least number of approvals that satisfies a share node.
std::uint64_t least_share(const RuleNode& node, std::uint64_t members);

// Whose number a rule is about: a block counts who objects, all else who approves.
enum class Votes : std::uint8_t { approvals, objections };

// The rule in words, as `charter show` and reviews print it.
std::string rule_text(const Rule& rule, Votes votes = Votes::approvals);
std::string percent(std::uint32_t bp);  // "80 %", "80.50 %"

}  // namespace tocsin::coalition
