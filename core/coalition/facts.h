// What the mandate rule looks at besides approvals: complete reports and answered drills
// (coalition.md §5). Gathered once, then read as of any moment, so that nothing that came later
// counts toward an earlier decision. Next: rule.h, assess.h.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/coalition/assess.h"
#include "core/coalition/rule.h"
#include "core/coalition/tally.h"

namespace tocsin::coalition {

// A report from the moment at which two delegates had signed it.
struct CompleteReport {
  const Signed<Report>* report;
  WallTime since;
  std::vector<StatementId> signoffs;
};

struct DrillAnswer {
  OrgId org;
  WallTime at;
  StatementId ack;
};

struct AnsweredDrill {
  const Signed<Call>* call;
  std::vector<DrillAnswer> answers;  // the first of each org; sorted by org
};

class FactSheet {
 public:
  FactSheet(const Electorate& electorate, const Signed<Proposal>& proposal, const Ballots& ballots);

  // The live decisions of `live` with all that was known at `at`.
  Facts at(const Tally& live, WallTime at) const;
  // Moments at which a fact came to be.
  std::vector<WallTime> moments() const;

  const CompleteReport* report_of(const OrgId& org, WallTime at) const;

  const std::vector<AnsweredDrill>& drills() const { return drills_; }

  const std::set<OrgId>& bearing() const { return bearing_; }

 private:
  void gather_reports(const Ballots& ballots);
  void gather_drills(const Ballots& ballots);
  OrgFacts facts_of(const OrgTally& org, WallTime at) const;

  const Electorate& electorate_;
  const Signed<Proposal>& proposal_;
  std::map<OrgId, std::vector<CompleteReport>> reports_;  // newest first
  std::vector<AnsweredDrill> drills_;
  std::set<OrgId> bearing_;
  bool are_reports_attested_;
};

// The facts of a rule that looks at approvals alone: call, block, stops. `approving` in any order.
struct Involved {
  std::set<OrgId> bearing;
  std::set<OrgId> called;
};

Facts plain_facts(const Electorate& electorate,
                  const std::vector<OrgId>& approving,
                  const Involved& involved);

std::set<OrgId> orgs_of(const std::vector<Target>& targets);
std::set<OrgId> orgs_of(const std::vector<CallTarget>& targets);

// The mode in which a coalition of this mode drills, and back.
constexpr Mode drill_mode(Mode mode) {
  return is_rehearsal(mode) ? Mode::rehearsal_exercise : Mode::exercise;
}

constexpr Mode live_mode(Mode mode) {
  return is_rehearsal(mode) ? Mode::rehearsal : Mode::actual;
}

}  // namespace tocsin::coalition
