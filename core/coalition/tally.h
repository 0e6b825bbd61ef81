// From persons to orgs (coalition.md §8): the latest sign-off of a delegate counts, however
// many devices; an org approves when k of its delegates do. Next: facts.h, assess.h.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/coalition/electorate.h"
#include "core/coalition/signed.h"
#include "core/model/decision.h"

namespace tocsin::coalition {

using Signoffs = std::vector<Signed<Signoff>>;

// The newest decision of one delegate on one subject. The pointer is into the sign-offs tallied.
struct Ballot {
  Voter voter;
  const Signed<Signoff>* signoff;
  WallTime expires;  // what the signer wrote, at most at + fresh.signoff
};

struct OrgTally {
  OrgId org;
  std::uint32_t k = 0;
  std::vector<Ballot> approvals;   // sorted by (at, id)
  std::vector<Ballot> objections;  // likewise
  std::vector<Ballot> abstentions;

  bool approves() const { return k > 0 && approvals.size() >= k; }

  bool objects() const { return k > 0 && objections.size() >= k; }

  // k-th smallest `at` of the approvals.
  std::optional<WallTime> time() const;
  std::size_t joins() const;

  bool joined() const { return k > 0 && joins() >= k; }

  // k-th smallest `at` of the approvals with join.
  std::optional<WallTime> join_time() const;
  // Demands that at least k approvals list.
  std::vector<std::uint32_t> ratified() const;
};

struct Tally {
  std::vector<OrgTally> orgs;  // full orgs, in the charter's order
  const OrgTally* of(const OrgId& org) const;
  std::vector<OrgId> approving() const;
  std::vector<OrgId> objecting() const;
};

struct Subject {
  StatementId id;
  StatementType type;
  Mode mode;
  // Of a successor: the version that a sign-off must name, or one device could approve two rivals
  // under two numbers; and the moment asked about, after which no word changes anything.
  std::optional<std::uint32_t> version = {};
  std::optional<WallTime> until = {};
};

// All sign-offs on `subject`, in any order, duplicates harmless. Sign-offs of other subjects,
// modes, orgs or persons are passed over, and those outside their manifest's life; expired
// authority still signs stops, charters, manifests and freezes: it may stop and repair.
Tally tally(const Electorate& electorate,
            const Subject& subject,
            std::span<const Signed<Signoff>> signoffs);
// Of one org of the charter, whatever its standing.
OrgTally tally_of(const Electorate& electorate,
                  const OrgId& org,
                  const Subject& subject,
                  std::span<const Signed<Signoff>> signoffs);
// What was decided at `at`: only approvals with at <= `at` <= expires.
Tally live_at(const Tally& tally, WallTime at);
OrgTally live_at(OrgTally org, WallTime at);

// `tally` is of the report: two delegates of its org (one of a solo org) approved it.
bool is_report_complete(const Electorate& electorate, const OrgId& org, const Tally& tally);

WallTime upper_median(std::vector<WallTime> times);  // not empty: ENSURE

}  // namespace tocsin::coalition
