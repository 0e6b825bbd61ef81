// From accepted charter, manifests and rolls to who counts and who may read. The charter is in
// force once its manifests are here, it passes lint and k of each org have approved it
// (decisions.md §5).
#include "core/coalition/lint.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {
namespace {

void add_signoffs(Ballots& ballots, const Statements& statements, const StatementId& subject) {
  for (const Accepted* signoff : statements.about(subject, StatementType::signoff))
    ballots.signoffs.push_back(signed_of<Signoff>(*signoff));
}

}  // namespace

std::map<OrgId, Manifest> Coalition::State::manifests_of(const Charter& charter) const {
  std::map<OrgId, Manifest> manifests;
  for (const CharterOrg& org : charter.orgs) {
    const Manifest* manifest = statements.find_as<Manifest>(StatementId{org.id.array()});
    if (manifest != nullptr) manifests.emplace(org.id, *manifest);
  }
  return manifests;
}

Ballots Coalition::State::founding_ballots(const StatementId& charter,
                                           const std::map<OrgId, Manifest>& manifests) const {
  Ballots ballots;
  add_signoffs(ballots, statements, charter);
  for (const auto& [org, manifest] : manifests)
    add_signoffs(ballots, statements, StatementId{org.array()});
  return ballots;
}

void Coalition::State::learn_authority(Step& step) {
  const auto charters = statements.of(StatementType::charter);
  if (charters.empty()) return;
  const Signed<Charter> charter = signed_of<Charter>(*charters.front());
  const std::map<OrgId, Manifest> manifests = manifests_of(charter.value);
  directory = Directory{manifests, statements};
  if (electorate) {
    step.out.view_changed = true;
    learn_exclusions(step);
    return;
  }
  if (manifests.size() != charter.value.orgs.size() || has_error(lint(charter.value, manifests)))
    return;
  Electorate candidate{charter, manifests};
  if (!charter_lacks(candidate, founding_ballots(charter.id, manifests)).empty()) return;
  electorate = std::move(candidate);
  step.out.view_changed = true;
  step.out.founded = CoalitionId{charter.id.array()};
  step.out.events.push_back(
      event_row("charter.founded", charter.id, StatementType::charter, charter.mode));
  learn_exclusions(step);
  retry_waiting(step);
  observe_all(step);  // what came before there was anybody to count it for
}

}  // namespace tocsin::coalition
