// What devices of one org that share a list tell each other of it: record `list_row`, in a channel
// of that org's delegates and named devices alone (readiness.md §9). An assessment is not among it:
// that is its steward's own.
#pragma once

#include <vector>

#include "core/base/instant.h"
#include "core/model/report.h"
#include "core/model/roster.h"

namespace tocsin {

struct SharedPledge {
  Pledge pledge;
  std::uint32_t opened_day = 0;  // of its campaign
  friend auto operator<=>(const SharedPledge&, const SharedPledge&) = default;
};

struct SharedVote {
  VoteResult vote;
  WallTime edited_at;
  friend auto operator<=>(const SharedVote&, const SharedVote&) = default;
};

struct SharedContract {
  ContractDate contract;
  WallTime edited_at;
  friend auto operator<=>(const SharedContract&, const SharedContract&) = default;
};

struct ListRows {
  bool is_asking = false;  // its author begins to share, and wants what the others have
  std::vector<Worker> workers;
  std::vector<SharedPledge> pledges;
  std::vector<StructureTest> tests;
  std::vector<SharedVote> votes;
  std::vector<SharedContract> contracts;

  bool is_empty() const {
    return workers.empty() && pledges.empty() && tests.empty() && votes.empty() &&
           contracts.empty();
  }

  std::size_t size() const {
    return workers.size() + pledges.size() + tests.size() + votes.size() + contracts.size();
  }

  friend bool operator==(const ListRows&, const ListRows&) = default;
};

}  // namespace tocsin
