#include "core/coalition/picture.h"

#include <algorithm>

#include "core/model/limits/coalition.h"

namespace tocsin::coalition {
namespace {

template <class T>
void collect(std::vector<Signed<T>>& out, const std::vector<const Accepted*>& found) {
  for (const Accepted* accepted : found) out.push_back(signed_of<T>(*accepted));
}

void collect_subject(Ballots& ballots, const Statements& statements, const StatementId& subject) {
  collect(ballots.signoffs, statements.about(subject, StatementType::signoff));
  for (const Accepted* stop : statements.about(subject, StatementType::stop)) {
    ballots.stops.push_back(signed_of<Stop>(*stop));
    collect(ballots.signoffs, statements.about(stop->id, StatementType::signoff));
  }
}

void collect_drills(Ballots& ballots, const Statements& statements) {
  for (const Accepted* call : statements.of(StatementType::call)) {
    if (!is_drill(call->statement.domain.mode)) continue;
    ballots.drill_calls.push_back(signed_of<Call>(*call));
    collect(ballots.drill_acks, statements.about(call->id, StatementType::ack));
  }
}

}  // namespace

Picture Picture::under(const StatementId& charter) const {
  if (electorates == nullptr) return *this;
  const auto found = electorates->find(charter);
  const Electorate& named = found == electorates->end() ? electorate : found->second;
  return Picture{named,
                 statements,
                 decisions,
                 mandates,
                 takes_attested,
                 exclusions,
                 lineage,
                 electorates,
                 is_clock_suspect};
}

Ballots ballots_for(const Picture& picture, const StatementId& proposal) {
  const Statements& statements = picture.statements;
  Ballots ballots;
  collect_subject(ballots, statements, proposal);
  for (const Accepted* call : statements.about(proposal, StatementType::call))
    collect_subject(ballots, statements, call->id);
  for (const Accepted* report : statements.of(StatementType::report)) {
    ballots.reports.push_back(signed_of<Report>(*report));
    collect(ballots.signoffs, statements.about(report->id, StatementType::signoff));
  }
  collect_drills(ballots, statements);
  return ballots;
}

Ballots counting(const Picture& picture, Ballots all) {
  if (picture.exclusions == nullptr) return all;
  return without(std::move(all), *picture.exclusions, picture.statements);
}

Ballots counting_for(const Picture& picture, const StatementId& proposal) {
  return counting(picture, ballots_for(picture, proposal));
}

std::vector<StatementId> earlier_waves(const Statements& statements, const Call& call) {
  std::vector<StatementId> out;
  // A wave names the one before, and a call can only name what was there before it.
  for (const Call* at = &call; at->wave > 1 && out.size() < limits::waves_max;) {
    const Call* before = statements.find_as<Call>(at->prev);
    if (before == nullptr) break;
    out.push_back(at->prev);
    at = before;
  }
  return out;
}

const Accepted* proposal_of(const Statements& statements, const StatementId& subject) {
  const Accepted* found = statements.find(subject);
  if (found == nullptr) return nullptr;
  if (const Stop* stop = std::get_if<Stop>(&found->body)) found = statements.find(stop->subject);
  if (found == nullptr) return nullptr;
  if (const Debrief* told = std::get_if<Debrief>(&found->body)) found = statements.find(told->call);
  if (found == nullptr) return nullptr;
  if (const Call* call = std::get_if<Call>(&found->body)) found = statements.find(call->proposal);
  return found != nullptr && std::holds_alternative<Proposal>(found->body) ? found : nullptr;
}

}  // namespace tocsin::coalition
