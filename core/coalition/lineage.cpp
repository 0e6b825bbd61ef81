#include "core/coalition/lineage.h"

#include <algorithm>
#include <iterator>

#include "core/base/ensure.h"
#include "core/coalition/chain.h"
#include "core/coalition/lint.h"
#include "core/coalition/successor.h"

namespace tocsin::coalition {
namespace {

template <class T>
const Version<T>& version_at(const Line<T>& line, std::optional<WallTime> at) {
  ENSURE(!line.versions.empty());
  const Version<T>* found = &line.versions.front();
  for (const Version<T>& version : line.versions)
    if (!at || version.complete <= *at) found = &version;
  return *found;
}

StandingManifest standing_of(const ManifestLine& line, std::optional<WallTime> at) {
  const Version<Manifest>& last = version_at(line, at);
  const bool is_last = last.paper.id == line.last().id;
  StandingManifest out{last.paper.id, last.paper.value, {}, is_last && line.is_forked()};
  for (const Version<Manifest>& version : line.versions) {
    for (const Delegate& delegate : version.paper.value.delegates)
      for (const DeviceKeys& keys : delegate.devices)
        out.since.emplace(device_id(keys), version.paper.value.head.at);
    if (version.paper.id == last.paper.id) break;
  }
  return out;
}

template <class T>
void add_papers(std::set<StatementId>& out, const Line<T>& line, const StatementId& last) {
  for (const Version<T>& version : line.versions) {
    out.insert(version.paper.id);
    out.insert(version.signoffs.begin(), version.signoffs.end());
    if (version.paper.id == last) return;
  }
}

}  // namespace

// Walks both chains from their first versions on.
class Lineage::Tracer {
 public:
  Tracer(const Papers& papers, Lineage& out) : papers_{papers}, out_{out} {}

  void run() {
    for (const Signed<Manifest>& manifest : papers_.manifests) {
      if (manifest.value.version == 1 && manifest.value.head.org.is_zero())
        out_.manifests_.emplace(OrgId{manifest.id.array()}, line_from(manifest));
    }
    const auto root = std::ranges::find(papers_.charters, papers_.anchor, &Signed<Charter>::id);
    if (root == papers_.charters.end() || !has_manifests(root->value)) return;
    out_.complete_.insert(root->id);
    out_.charters_.versions.push_back(Version<Charter>{*root, root->value.head.at, {}});
    while (grow(out_.charters_, charters_after(out_.charters_.last()))) {
    }
  }

 private:
  ManifestLine line_from(const Signed<Manifest>& first) {
    ManifestLine line;
    out_.complete_.insert(first.id);
    line.versions.push_back(Version<Manifest>{first, first.value.head.at, {}});
    // Who has left does not come back: it returns as a new org.
    while (!line.last().value.is_closed && grow(line, manifests_after(line, first.id))) {
    }
    return line;
  }

  // One step; false at the end of the line.
  template <class T>
  bool grow(Line<T>& line, std::vector<Version<T>> complete) {
    std::vector<ChainLink> links;
    for (const Version<T>& version : complete) {
      links.push_back(link_of(version.paper.id, version.paper.value));
      out_.complete_.insert(version.paper.id);
    }
    const std::vector<StatementId> standing = unskipped(links);
    if (standing.size() > 1) line.rivals = standing;
    if (standing.size() != 1) return false;
    const auto next = std::ranges::find_if(
        complete, [&](const Version<T>& version) { return version.paper.id == standing.front(); });
    line.versions.push_back(std::move(*next));
    return true;
  }

  std::vector<Version<Manifest>> manifests_after(const ManifestLine& line,
                                                 const StatementId& first) {
    const OrgId org{first.array()};
    const StandingManifest prev = standing_of(line, std::nullopt);
    const ChainLink link = link_of(prev.id, prev.value);
    std::vector<Version<Manifest>> out;
    for (const Signed<Manifest>& next : papers_.manifests) {
      const bool is_next =
          next.value.head.org == org && follows(link_of(next.id, next.value), link);
      if (!is_next || has_error(lint_successor(next.value, prev.value))) continue;
      if (const auto done = completion_of(ManifestStep{org, prev, next}, papers_.signoffs))
        out.push_back(Version<Manifest>{next, done->at, done->signoffs});
    }
    return out;
  }

  std::vector<Version<Charter>> charters_after(const Signed<Charter>& last) {
    const ChainLink link = link_of(last.id, last.value);
    std::vector<Version<Charter>> out;
    for (const Signed<Charter>& next : papers_.charters) {
      if (!follows(link_of(next.id, next.value), link) || !has_manifests(next.value)) continue;
      auto version = completed(next);
      // Last, because it is dear: whoever has a quorum's keys may cost us that.
      if (version &&
          !has_error(lint_successor(next.value, last.value, out_.first_manifests(next.value))))
        out.push_back(*std::move(version));
    }
    return out;
  }

  std::optional<Version<Charter>> completed(const Signed<Charter>& next) const {
    const std::size_t place = out_.charters_.versions.size() - 1;
    const std::vector<WallTime> renewals = renewal_times();
    std::optional<Electorate> before;
    std::optional<Electorate> after;
    auto renewal = renewals.begin();
    for (const WallTime at : moments_of(next, renewals)) {
      const auto later = std::upper_bound(renewal, renewals.end(), at);
      // The same people are asked until some org renews its manifest.
      if (!before || later != renewal) {
        before = out_.electorate(place, at);
        after = out_.electorate_of(next, at);
        renewal = later;
      }
      const CharterStep step{*before, *after};
      if (!lacks_at(step, papers_.signoffs, at).empty()) continue;
      return Version<Charter>{next, at, signoffs_at(step, papers_.signoffs, at)};
    }
    return std::nullopt;
  }

  // When each version of a manifest was complete. Sorted.
  std::vector<WallTime> renewal_times() const {
    std::vector<WallTime> out;
    for (const auto& [org, line] : out_.manifests_) {
      for (const Version<Manifest>& version : line.versions) out.push_back(version.complete);
    }
    std::ranges::sort(out);
    return out;
  }

  // A new manifest may lower what an org needs.
  std::vector<WallTime> moments_of(const Signed<Charter>& next,
                                   const std::vector<WallTime>& renewals) const {
    const std::vector<WallTime> approvals = approval_times(next.id, papers_.signoffs);
    std::vector<WallTime> out;
    if (approvals.empty()) return out;
    const auto since = std::ranges::upper_bound(renewals, approvals.front());
    std::set_union(
        approvals.begin(), approvals.end(), since, renewals.end(), std::back_inserter(out));
    return out;
  }

  bool has_manifests(const Charter& charter) const {
    return std::ranges::all_of(
        charter.orgs, [&](const CharterOrg& org) { return out_.manifests_.contains(org.id); });
  }

  const Papers& papers_;
  Lineage& out_;
};

Lineage::Lineage(const Papers& papers) {
  Tracer{papers, *this}.run();
}

Electorate Lineage::electorate(std::size_t place, std::optional<WallTime> at) const {
  ENSURE(place < charters_.versions.size());
  return electorate_of(charters_.versions[place].paper, at);
}

Electorate Lineage::electorate_of(const Signed<Charter>& charter,
                                  std::optional<WallTime> at) const {
  std::set<StatementId> papers;
  std::set<OrgId> listed;  // by this charter, or by one before it: their sign-offs prove the line
  const auto add_orgs = [&](const Charter& of) {
    for (const CharterOrg& org : of.orgs) listed.insert(org.id);
  };
  add_orgs(charter.value);
  if (const auto place = place_of(charter.id)) {
    add_papers(papers, charters_, charter.id);
    for (std::size_t i = 0; i < *place; ++i) add_orgs(charters_.versions[i].paper.value);
  }
  std::map<OrgId, StandingManifest> manifests;
  for (const OrgId& org : listed) {
    const auto line = manifests_.find(org);
    if (line == manifests_.end()) continue;
    StandingManifest standing = standing_of(line->second, at);
    add_papers(papers, line->second, standing.id);
    const auto& orgs = charter.value.orgs;
    if (std::ranges::find(orgs, org, &CharterOrg::id) != orgs.end())
      manifests.emplace(org, std::move(standing));
  }
  return Electorate{charter, std::move(manifests), {papers.begin(), papers.end()}};
}

Electorate Lineage::founders() const {
  const Signed<Charter>& first = charters_.versions.front().paper;
  return Electorate{first, first_manifests(first.value)};
}

std::map<OrgId, Manifest> Lineage::first_manifests(const Charter& charter) const {
  std::map<OrgId, Manifest> out;
  for (const CharterOrg& org : charter.orgs) {
    const auto line = manifests_.find(org.id);
    if (line != manifests_.end()) out.emplace(org.id, line->second.versions.front().paper.value);
  }
  return out;
}

std::optional<std::size_t> Lineage::place_of(const StatementId& charter) const {
  for (std::size_t i = 0; i < charters_.versions.size(); ++i)
    if (charters_.versions[i].paper.id == charter) return i;
  return std::nullopt;
}

namespace {

std::vector<Lack> stale() {
  return {Lack{Reason::charter_stale, "prev", 0, 1, "it follows a version that stands no more"}};
}

}  // namespace

std::vector<Lack> successor_lacks(const Lineage& lineage,
                                  const Signed<Charter>& next,
                                  const Signoffs& signoffs,
                                  WallTime now) {
  const auto place = lineage.place_of(next.value.prev);
  if (!place) return stale();
  const Electorate before = lineage.electorate(*place, now);
  const Electorate after = lineage.electorate_of(next, now);
  return lacks_at(CharterStep{before, after}, signoffs, now);
}

std::vector<Lack> successor_lacks(const Lineage& lineage,
                                  const Signed<Manifest>& next,
                                  const Signoffs& signoffs,
                                  WallTime now) {
  const auto line = lineage.manifests().find(next.value.head.org);
  if (line == lineage.manifests().end() || line->second.last().id != next.value.prev)
    return stale();
  const StandingManifest prev = standing_of(line->second, std::nullopt);
  return lacks_at(ManifestStep{next.value.head.org, prev, next}, signoffs, now);
}

}  // namespace tocsin::coalition
