// L12: what an amendment may do with members, and what nobody can amend.
#include <algorithm>
#include <iterator>
#include <set>

#include "core/coalition/lint.h"
#include "core/coalition/lint_rules.h"

namespace tocsin::coalition {
namespace {

const CharterOrg* org_in(const Charter& charter, const OrgId& id) {
  const auto found = std::ranges::find(charter.orgs, id, &CharterOrg::id);
  return found == charter.orgs.end() ? nullptr : &*found;
}

std::vector<Finding> appended(std::vector<Finding> all, std::vector<Finding> more) {
  std::ranges::move(more, std::back_inserter(all));
  return all;
}

class SuccessorLinter {
 public:
  SuccessorLinter(const Charter& next,
                  const Charter& prev,
                  const std::map<OrgId, Manifest>& manifests)
      : next_{next}, prev_{prev}, manifests_{manifests} {}

  std::vector<Finding> run() {
    require(next_.is_rehearsal == prev_.is_rehearsal,
            "a rehearsal stays one, and nothing else becomes one");
    require(next_.effective_at >= prev_.effective_at,
            "it would take effect before the charter that it follows");
    for (const CharterOrg& org : next_.orgs) {
      const CharterOrg* before = org_in(prev_, org.id);
      if (before == nullptr)
        enters(org);
      else
        stays(org, *before);
    }
    return std::move(findings_);
  }

 private:
  void require(bool holds, std::string text) {
    if (!holds) findings_.push_back(Finding{"L12", false, std::move(text)});
  }

  void enters(const CharterOrg& org) {
    require(org.standing != Standing::full,
            org.slug + ": a new organization enters as provisional");
    require(org.since == next_.effective_at, org.slug + ": is a member from effective_at on");
    sponsored(org);
    if (const auto found = manifests_.find(org.id); found != manifests_.end())
      findings_ = appended(std::move(findings_), lint_entry(next_, org, found->second));
  }

  // Sponsors are full members, and where there are enough, of different kinds.
  void sponsored(const CharterOrg& org) {
    const std::size_t full = full_orgs(prev_).size();
    const std::size_t needed = std::min<std::size_t>(prev_.params.org.sponsors, full);
    std::set<std::string> kinds;
    for (const OrgId& id : org.sponsors) {
      const CharterOrg* sponsor = org_in(prev_, id);
      require(sponsor != nullptr && sponsor->standing == Standing::full,
              org.slug + ": a sponsor is a full organization");
      if (sponsor != nullptr) kinds.insert(sponsor->kind);
    }
    require(org.sponsors.size() >= needed,
            org.slug + ": needs " + std::to_string(needed) + " sponsors");
    constexpr std::size_t enough_for_kinds = 4;
    require(full < enough_for_kinds || kinds.size() >= std::min(needed, kinds_of(prev_)),
            org.slug + ": its sponsors are of different kinds");
  }

  static std::size_t kinds_of(const Charter& charter) {
    std::set<std::string> kinds;
    for (const CharterOrg* org : full_orgs(charter)) kinds.insert(org->kind);
    return kinds.size();
  }

  void stays(const CharterOrg& org, const CharterOrg& before) {
    const bool rises = org.standing == Standing::full && before.standing != Standing::full;
    if (enters_again(before, org)) {
      require(org.since == next_.effective_at, org.slug + ": is provisional from effective_at on");
      sponsored(org);
      return;
    }
    require(org.since == before.since, org.slug + ": since when it is a member cannot change");
    if (!rises) return;
    require(before.standing == Standing::provisional,
            org.slug + ": an observer becomes provisional first");
    require(next_.effective_at >= before.since + prev_.params.org.probation,
            org.slug + ": is full after its probation");
  }

  const Charter& next_;
  const Charter& prev_;
  const std::map<OrgId, Manifest>& manifests_;
  std::vector<Finding> findings_;
};

}  // namespace

bool enters_again(const CharterOrg& before, const CharterOrg& now) {
  return before.standing == Standing::observer && now.standing == Standing::provisional;
}

std::vector<Finding> lint_successor(const Charter& next,
                                    const Charter& prev,
                                    const std::map<OrgId, Manifest>& manifests) {
  return appended(lint(next, manifests), SuccessorLinter{next, prev, manifests}.run());
}

std::vector<Finding> lint_successor(const Charter& next, const Charter& prev) {
  return appended(lint(next), SuccessorLinter{next, prev, {}}.run());
}

// A steward who was dropped stays dropped, or his later adds would count again.
std::vector<Finding> lint_successor(const Manifest& next, const Manifest& prev) {
  std::vector<Finding> findings = lint(next);
  for (const Cutoff& before : prev.dropped) {
    const auto kept = std::ranges::find(next.dropped, before.device, &Cutoff::device);
    if (kept == next.dropped.end() || kept->last_seq > before.last_seq)
      findings.push_back(
          Finding{"L3", false, next.name + ": a cut-off of the version before it is missing"});
  }
  return findings;
}

}  // namespace tocsin::coalition
