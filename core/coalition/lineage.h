// Which charters and manifests stand (decisions.md §6): a pure function of the statements on them,
// the same for a node, a newcomer and whoever verifies a proof. A version is complete at the first
// moment at which the sign-offs given until then, none of them expired, are enough; what comes
// later, or another manifest, takes nothing away. What is in force is a question of a clock and not
// asked here. Next: chain.h, electorate.h, lint.h (L12).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/coalition/electorate.h"
#include "core/coalition/tally.h"
#include "core/model/verdict.h"

namespace tocsin::coalition {

// What is known of both chains, in any order. Signatures and canonical form were checked; charter
// version 1 and the first manifests are known by their ids.
struct Papers {
  StatementId anchor = StatementId::zero();  // charter version 1
  std::vector<Signed<Charter>> charters;
  std::vector<Signed<Manifest>> manifests;
  Signoffs signoffs;  // on charters and manifests
};

// One version of a chain that stands.
template <class T>
struct Version {
  Signed<T> paper;
  WallTime complete;                  // since when; of a first version its own date
  std::vector<StatementId> signoffs;  // that completed it, as few as will do; of a first one none
};

template <class T>
struct Line {
  std::vector<Version<T>> versions;  // the first one first, the last stands
  std::vector<StatementId> rivals;   // complete successors of the last: a fork. Sorted

  bool is_forked() const { return !rivals.empty(); }

  const Signed<T>& last() const { return versions.back().paper; }
};

using CharterLine = Line<Charter>;
using ManifestLine = Line<Manifest>;

class Lineage {
 public:
  // Nothing of it stands without charter version 1 and a manifest of each of its orgs.
  explicit Lineage(const Papers& papers);

  bool is_known() const { return !charters_.versions.empty(); }

  const CharterLine& charters() const { return charters_; }

  const std::map<OrgId, ManifestLine>& manifests() const { return manifests_; }

  // Complete versions, fallen ones and rivals too: what a view may name.
  const std::set<StatementId>& complete() const { return complete_; }

  // Who counts under the charter at that place in the line, by the newest manifests; by those that
  // stood at `at` with `at` given.
  Electorate electorate(std::size_t place, std::optional<WallTime> at = std::nullopt) const;

  // Who founded it. What they wrote into later manifests undoes no founding, whatever its date.
  Electorate founders() const;
  // What lint asks of its orgs: those that are here.
  std::map<OrgId, Manifest> first_manifests(const Charter& charter) const;

  // Its place in the line of charters that stand.
  std::optional<std::size_t> place_of(const StatementId& charter) const;

 private:
  class Tracer;
  friend std::vector<Lack> successor_lacks(const Lineage&,
                                           const Signed<Charter>&,
                                           const Signoffs&,
                                           WallTime);
  Electorate electorate_of(const Signed<Charter>& charter, std::optional<WallTime> at) const;

  CharterLine charters_;
  std::map<OrgId, ManifestLine> manifests_;
  std::set<StatementId> complete_;
};

// What a successor still lacks by the sign-offs that are not expired at `now`; empty when they are
// enough. charter_stale: the version it follows is not the last that stands.
std::vector<Lack> successor_lacks(const Lineage& lineage,
                                  const Signed<Charter>& next,
                                  const Signoffs& signoffs,
                                  WallTime now);
std::vector<Lack> successor_lacks(const Lineage& lineage,
                                  const Signed<Manifest>& next,
                                  const Signoffs& signoffs,
                                  WallTime now);

}  // namespace tocsin::coalition
