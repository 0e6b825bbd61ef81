// Raw counts of the org's list, as of one day: the table both signers see. Never published as it
// is: suppression.h.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/roster.h"
#include "core/readiness/pledges.h"
#include "core/readiness/roster.h"
#include "core/readiness/suppression.h"

namespace tocsin::readiness {

// What the org's store holds, read once.
struct Holdings {
  Roster roster;
  Pledges pledges;  // of the campaign asked about
  std::vector<StructureTest> tests;
};

// Null unless it stands, was given by that day and is for an ask that counts.
const Pledge* counting_pledge(const Holdings& holdings,
                              const std::string& worker,
                              const Asks& asks,
                              std::uint32_t as_of_day);

// By workplace, sorted. With an org, only workplaces that it claims.
std::vector<Tally> count_workers(const Holdings& holdings,
                                 const CharterOrg* org,
                                 const Asks& asks,
                                 std::uint32_t as_of_day);

// A line for each claimed workplace of an area in which a test was held: also for those from which
// nobody took part.
std::vector<TestTally> count_tests(const Holdings& holdings,
                                   const CharterOrg& org,
                                   std::uint32_t as_of_day);

}  // namespace tocsin::readiness
