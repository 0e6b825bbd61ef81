#include "core/coalition/lint.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "core/base/text.h"
#include "core/coalition/electorate.h"
#include "core/coalition/lint_rules.h"
#include "core/coalition/moment.h"
#include "core/coalition/param_table.h"
#include "core/coalition/small_order.h"
#include "core/model/device.h"

namespace tocsin::coalition {
namespace {

class Linter {
 public:
  explicit Linter(std::vector<Finding>& findings) : findings_{findings} {}

  void error(const char* rule, std::string text) {
    findings_.push_back(Finding{rule, false, std::move(text)});
  }

  void require(bool holds, const char* rule, std::string text) {
    if (!holds) error(rule, std::move(text));
  }

  void add(std::vector<Finding> more) { std::ranges::move(more, std::back_inserter(findings_)); }

 private:
  std::vector<Finding>& findings_;
};

template <class T>
bool has(const std::vector<T>& list, const T& entry) {
  return std::ranges::find(list, entry) != list.end();
}

// ---- L3

void lint_manifest(Linter& lint, const Manifest& manifest, bool is_solo) {
  const std::size_t delegates = manifest.delegates.size();
  lint.require(2 * static_cast<std::size_t>(manifest.k) > delegates,
               "L3",
               manifest.name + ": k must be more than half of the delegates; it is " +
                   std::to_string(manifest.k) + " of " + std::to_string(delegates));
  lint.require(manifest.k >= 2 || is_solo, "L3", manifest.name + ": k must be at least 2");
  lint.require(!is_solo || delegates == 1,
               "L3",
               manifest.name + ": an organization of one delegate only may be solo");
  lint.require(manifest.k <= delegates, "L3", manifest.name + ": k is more than all delegates");
}

void lint_manifests(Linter& lint,
                    const Charter& charter,
                    const std::map<OrgId, Manifest>& manifests) {
  std::size_t solo = 0;
  for (const CharterOrg& org : charter.orgs) {
    solo += org.is_solo ? 1 : 0;
    const auto found = manifests.find(org.id);
    if (found == manifests.end()) {
      lint.error("L3", org.slug + ": its manifest is missing");
      continue;
    }
    // Who enters later: lint_successor.cpp.
    if (charter.version == 1) lint.add(lint_entry(charter, org, found->second));
  }
  const std::size_t solo_max = std::max<std::size_t>(1, full_orgs(charter).size() / 4);
  lint.require(solo <= solo_max,
               "L3",
               "too many solo organizations: " + std::to_string(solo) + ", at most " +
                   std::to_string(solo_max));
}

// ---- L5

void lint_bounds(Linter& lint, const Charter& charter) {
  const StartParams& start = charter.params.start;
  for (const SpanParam& bound : span_params(charter.params)) {
    // A rehearsal has no floors of time, so that a demonstration can hold for seconds.
    const bool is_above = charter.is_rehearsal || bound.value >= bound.floor;
    lint.require(is_above && bound.value >= Seconds{0} && bound.value <= bound.ceiling,
                 "L5",
                 std::string{bound.name} + " is " + duration(bound.value) + ", must be from " +
                     duration(charter.is_rehearsal ? Seconds{0} : bound.floor) + " to " +
                     duration(bound.ceiling));
  }
  for (const NumberParam& bound : number_params(charter.params)) {
    lint.require(bound.value >= bound.floor && bound.value <= bound.ceiling,
                 "L5",
                 std::string{bound.name} + " is " + std::to_string(bound.value) +
                     ", must be from " + std::to_string(bound.floor) + " to " +
                     std::to_string(bound.ceiling));
  }
  lint.require(start.min_lead >= 2 * start.spread,
               "L5",
               "start.min_lead must be at least twice start.spread: it is " +
                   duration(start.min_lead) + ", spread " + duration(start.spread));
  lint.require(start.max_lead >= start.min_lead, "L5", "max_lead is less than min_lead");
  lint.require(charter.review_by > charter.effective_at &&
                   charter.review_by - charter.effective_at <= std::chrono::days{400},
               "L5",
               "review_by must be within 400 days of effective_at");
}

// ---- L7

void lint_names(Linter& lint, const Charter& charter) {
  std::set<std::string> slugs;
  std::set<std::string> names;
  for (const CharterOrg& org : charter.orgs) {
    lint.require(slugs.insert(org.slug).second, "L7", "the slug " + org.slug + " is there twice");
    lint.require(names.insert(look_alike_fold(org.name)).second,
                 "L7",
                 org.slug + ": its name looks like another organization's");
  }
}

void lint_keys(Linter& lint, const std::map<OrgId, Manifest>& manifests) {
  if (const Manifest* repeating = repeats_key(manifests))
    lint.error("L7", repeating->name + ": a key that is there twice");
  for (const auto& [org, manifest] : manifests)
    lint.require(std::ranges::none_of(keys_in(manifest),
                                      [](const DeviceKeys& keys) { return has_small_order(keys); }),
                 "L7",
                 manifest.name + ": a key of small order, which anybody could use");
}

// ---- L9

void lint_words(Linter& lint, const Charter& charter) {
  for (const CharterOrg& org : charter.orgs) {
    lint.require(has(charter.kinds, org.kind), "L9", org.slug + ": the kind is not among `kinds`");
    for (const Cell& claim : org.claims) {
      lint.require(has(charter.sectors, claim.sector) && has(charter.regions, claim.region),
                   "L9",
                   org.slug + ": the claim " + claim.sector + "/" + claim.region +
                       " is not made of `sectors` and `regions`");
    }
    for (const std::string& checklist : org.checklists)
      lint.require(has(charter.checklists, checklist),
                   "L9",
                   org.slug + ": the checklist " + checklist + " is not declared");
  }
  for (const Action& action : charter.actions)
    for (const Ask& ask : action.asks)
      lint.require(has(charter.kinds, ask.kind),
                   "L9",
                   action.name + ": asks of a kind that is not among `kinds`");
}

// ---- what a first charter cannot have

void lint_founding(Linter& lint, const Charter& charter) {
  if (charter.version > 1) return;  // lint_successor.cpp
  const bool is_first = charter.prev.is_zero() && charter.skips.empty() && charter.carry.empty();
  lint.require(is_first, "L12", "a first charter follows, skips and carries nothing");
  for (const CharterOrg& org : charter.orgs)
    lint.require(org.standing == Standing::full && org.sponsors.empty(),
                 "L12",
                 org.slug + ": founders are full organizations");
}

}  // namespace

std::vector<Finding> lint(const Charter& charter) {
  std::vector<Finding> findings;
  Linter lint{findings};
  lint_founding(lint, charter);
  lint_bounds(lint, charter);
  lint_names(lint, charter);
  lint_words(lint, charter);
  lint_rules(charter, findings);
  return findings;
}

std::vector<Finding> lint(const Charter& charter, const std::map<OrgId, Manifest>& manifests) {
  std::vector<Finding> findings = lint(charter);
  Linter more{findings};
  lint_manifests(more, charter, manifests);
  lint_keys(more, manifests);
  return findings;
}

std::vector<Finding> lint(const Manifest& manifest) {
  std::vector<Finding> findings;
  Linter lint{findings};
  lint_manifest(lint, manifest, manifest.delegates.size() == 1);
  lint_keys(lint, {{OrgId::zero(), manifest}});
  lint.require(manifest.valid_until > manifest.head.at, "L3", "a manifest that never lives");
  const bool is_first = manifest.version == 1;
  lint.require(!is_first || (manifest.skips.empty() && !manifest.is_closed),
               "L3",
               "a first manifest skips nothing and is not the last");
  return findings;
}

std::vector<Finding> lint_entry(const Charter& charter,
                                const CharterOrg& org,
                                const Manifest& manifest) {
  std::vector<Finding> findings;
  Linter lint{findings};
  lint_manifest(lint, manifest, org.is_solo);
  lint.require(manifest.valid_until - manifest.head.at <= charter.params.fresh.manifest,
               "L3",
               org.slug + ": its manifest lives longer than fresh.manifest");
  lint.require(manifest.name == org.name,
               "L3",
               org.slug + ": its manifest says another name than the charter");
  return findings;
}

const Manifest* repeats_key(const std::map<OrgId, Manifest>& manifests) {
  std::set<std::array<std::uint8_t, 32>> keys;
  for (const auto& [org, manifest] : manifests) {
    for (const DeviceKeys& device : keys_in(manifest))
      if (!keys.insert(device.idk).second || !keys.insert(device.ltk).second) return &manifest;
  }
  return nullptr;
}

bool has_error(const std::vector<Finding>& findings) {
  return std::ranges::any_of(findings, [](const Finding& finding) { return !finding.is_note; });
}

}  // namespace tocsin::coalition
