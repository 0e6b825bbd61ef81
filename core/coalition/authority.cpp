// From accepted charters, manifests and rolls to who counts and who may read. The first charter is
// in force once its manifests are here, it passes lint and k of each org have approved it; a later
// one from the moment it names, once it is complete (decisions.md §5, §6).
#include "core/coalition/lint.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {
namespace {

template <class T>
void collect(std::vector<Signed<T>>& out,
             Signoffs& signoffs,
             const Statements& statements,
             StatementType type) {
  for (const Accepted* paper : statements.of(type)) {
    out.push_back(signed_of<T>(*paper));
    for (const Accepted* signoff : statements.about(paper->id, StatementType::signoff))
      signoffs.push_back(signed_of<Signoff>(*signoff));
  }
}

// DRAFT, COMPLETE, IN_FORCE, REPLACED, FORK; FALLEN: another one of its place stands.
template <class T>
std::string_view state_in(const Line<T>& line,
                          const StatementId& id,
                          const StatementId& in_force,
                          const Lineage& lineage) {
  if (std::ranges::find(line.rivals, id) != line.rivals.end()) return "FORK";
  std::string_view state = "REPLACED";
  for (const Version<T>& version : line.versions) {
    if (version.paper.id == in_force) state = "IN_FORCE";
    if (version.paper.id == id) return state;
    if (version.paper.id == in_force) state = "COMPLETE";
  }
  return lineage.complete().contains(id) ? "FALLEN" : "DRAFT";
}

}  // namespace

Papers Reading::papers() const {
  Papers out;
  out.anchor = StatementId{anchor().array()};
  collect(out.charters, out.signoffs, statements, StatementType::charter);
  collect(out.manifests, out.signoffs, statements, StatementType::manifest);
  return out;
}

Signoffs Reading::signoffs_on(const StatementId& subject) const {
  Signoffs out;
  for (const Accepted* signoff : statements.about(subject, StatementType::signoff))
    out.push_back(signed_of<Signoff>(*signoff));
  return out;
}

// k of each org approved it, by the manifests of then. Who thinks better of it later takes nothing
// back, or one founder could keep every newcomer out.
bool Reading::is_founded() const {
  const Signed<Charter>& first = lineage->charters().versions.front().paper;
  const Electorate founders = lineage->founders();
  if (has_error(lint(first.value, founders.manifests()))) return false;
  Ballots ballots;
  ballots.signoffs = signoffs_on(first.id);
  std::erase_if(ballots.signoffs, [](const Signed<Signoff>& signoff) {
    return signoff.value.stance != Stance::approve;
  });
  return charter_lacks(founders, ballots).empty();
}

void Coalition::State::learn_authority(Step& step) {
  const bool was_known = is_known();
  trace_authority(step);
  if (!is_known()) return;
  step.out.view_changed = true;
  if (!was_known) {
    const Signed<Charter>& root = lineage->charters().versions.front().paper;
    step.out.founded = CoalitionId{root.id.array()};
    step.out.events.push_back(
        event_row("charter.founded", root.id, StatementType::charter, root.mode));
  }
  step.opens = true;
  learn_exclusions(step);
  observe_all(step);  // what came before there was anybody to count it for, and recounts
}

void Coalition::State::trace_authority(Step& step) {
  if (anchor().is_zero()) return;
  lineage.emplace(papers());
  directory = Directory{*lineage, statements};
  if (!lineage->is_known() || (!electorate && !is_founded())) return;
  electorates.clear();
  const auto& versions = lineage->charters().versions;
  for (std::size_t place = 0; place < versions.size(); ++place)
    electorates.emplace(versions[place].paper.id, lineage->electorate(place));
  follow_charter(step);
}

// The last whose time has come; once in force here it stays, whatever the clock says later.
void Coalition::State::follow_charter(Step& step) {
  const auto& versions = lineage->charters().versions;
  std::size_t place = 0;
  for (std::size_t i = 1; i < versions.size(); ++i) {
    const Signed<Charter>& next = versions[i].paper;
    const bool is_due = next.value.effective_at <= step.now.wall;
    if (is_due) decisions.see(next.id, step.now.wall, step.outbox);
    if (is_due || decisions.first_seen(next.id)) place = i;
  }
  const StatementId in_force = versions[place].paper.id;
  if (!electorate || electorate->charter().id != in_force) step.out.view_changed = true;
  electorate = electorates.at(in_force);
  tell_chains(step);
}

void Coalition::State::tell_chains(Step& step) {
  for (const Accepted* paper : statements.of(StatementType::charter)) {
    const StatementId& in_force = electorate->charter().id;
    const auto state = state_in(lineage->charters(), paper->id, in_force, *lineage);
    note_state(paper->id, StatementType::charter, state, step);
  }
  for (const Accepted* paper : statements.of(StatementType::manifest)) {
    const OrgId& named = paper->as<Manifest>().head.org;
    const auto line = lineage->manifests().find(named.is_zero() ? OrgId{paper->id.array()} : named);
    if (line == lineage->manifests().end()) continue;
    const auto state = state_in(line->second, paper->id, line->second.last().id, *lineage);
    note_state(paper->id, StatementType::manifest, state, step);
  }
}

std::optional<WallTime> Reading::next_in_force() const {
  if (!electorate) return std::nullopt;
  const auto& versions = lineage->charters().versions;
  const auto place = lineage->place_of(electorate->charter().id);
  if (!place || *place + 1 >= versions.size()) return std::nullopt;
  return versions[*place + 1].paper.value.effective_at;
}

const Electorate& Reading::electorate_of(const Accepted& subject) const {
  const Accepted* proposal = proposal_of(statements, subject.id);
  if (proposal == nullptr) return *electorate;
  const auto found = electorates.find(proposal->as<Proposal>().charter);
  return found == electorates.end() ? *electorate : found->second;
}

}  // namespace tocsin::coalition
