#include "core/coalition/debrief.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/base/ensure.h"
#include "core/coalition/standing.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

Signoffs signoffs_on(const Statements& statements, const StatementId& subject) {
  Signoffs out;
  for (const Accepted* signoff : statements.about(subject, StatementType::signoff))
    out.push_back(signed_of<Signoff>(*signoff));
  // Of one moment approvals come first: what counted goes on counting, whoever's number is larger.
  std::ranges::sort(out, {}, [](const Signed<Signoff>& signoff) {
    const Signoff& value = signoff.value;
    return std::tuple{value.head.at, value.stance != Stance::approve, value.head.seq};
  });
  return out;
}

// Drafts of one org in the order of what counts: complete before not, the newest first.
bool is_better(const FiledDebrief& a, const FiledDebrief& b) {
  const auto rank = [](const FiledDebrief& filed) {
    return std::tuple{filed.since.has_value(),
                      filed.since.value_or(WallTime{}),
                      filed.debrief->as<Debrief>().head.at,
                      filed.debrief->id};
  };
  return rank(a) > rank(b);
}

// The moment from which an org's debrief was there; later ones mend it and delay nothing.
std::optional<WallTime> told_since(const Picture& picture, const Accepted& call, const OrgId& org) {
  std::optional<WallTime> first;
  for (const Accepted* debrief : picture.statements.about(call.id, StatementType::debrief)) {
    const bool is_of_call = debrief->statement.domain.mode == call.statement.domain.mode &&
                            debrief->as<Debrief>().head.org == org;
    const auto since = is_of_call ? complete_since(picture, *debrief) : std::nullopt;
    if (since) first = std::min(first.value_or(*since), *since);
  }
  return first;
}

}  // namespace

std::vector<RanTarget> ran_targets(const Picture& picture,
                                   const Accepted& call,
                                   const CallStanding& standing,
                                   WallTime now) {
  std::vector<RanTarget> out;
  for (std::size_t i = 0; i < standing.targets.size(); ++i) {
    const TargetStanding& target = standing.targets[i];
    if (target.state != TargetState::ended) continue;
    const auto fate = picture.decisions.fate(call.id, static_cast<std::uint16_t>(i));
    const bool is_decided = fate && fate->fate == TargetFate::ended;
    // A vote that nobody answered is decided by its day alone. Who heard of it late does not move
    // the day for itself.
    const WallTime over_at =
        is_decided ? fate->at : std::min(now, target.stops.voted_out_at.value_or(now));
    out.push_back(RanTarget{target.target.org, std::min(over_at, target.ends_at)});
  }
  return out;
}

std::optional<WallTime> complete_since(const Picture& picture, const Accepted& debrief) {
  const OrgId& org = debrief.as<Debrief>().head.org;
  const Subject subject{debrief.id, StatementType::debrief, debrief.statement.domain.mode};
  const Signoffs all = signoffs_on(picture.statements, debrief.id);
  for (std::size_t count = 1; count <= all.size(); ++count) {
    const Tally votes = tally(picture.electorate, subject, std::span{all}.first(count));
    if (is_report_complete(picture.electorate, org, votes)) return all[count - 1].value.head.at;
  }
  return std::nullopt;
}

std::map<OrgId, FiledDebrief> debriefs_of(const Picture& picture, const Accepted& call) {
  std::map<OrgId, FiledDebrief> out;
  for (const Accepted* debrief : picture.statements.about(call.id, StatementType::debrief)) {
    if (debrief->statement.domain.mode != call.statement.domain.mode) continue;
    const FiledDebrief filed{debrief, complete_since(picture, *debrief)};
    const auto [known, is_first] = out.emplace(debrief->as<Debrief>().head.org, filed);
    if (!is_first && is_better(filed, known->second)) known->second = filed;
  }
  return out;
}

Closing closing_of(const Picture& picture,
                   const Accepted& call,
                   const std::vector<RanTarget>& ran,
                   WallTime now) {
  ENSURE(!ran.empty());
  Closing out{std::ranges::max(ran, {}, &RanTarget::over_at).over_at, {}, {}, {}};
  out.due = out.ended_at + limits::debrief_due;
  std::set<OrgId> orgs;
  for (const RanTarget& target : ran) orgs.insert(target.org);
  WallTime last = out.ended_at;
  for (const OrgId& org : orgs) {
    const auto since = told_since(picture, call, org);
    if (since)
      last = std::max(last, *since);
    else
      out.owing.push_back(org);
  }
  if (out.owing.empty())
    out.closed_at = std::min(last, out.due);
  else if (now >= out.due)
    out.closed_at = out.due;
  return out;
}

std::optional<Owed> owed_debrief(const Picture& picture,
                                 const OrgId& org,
                                 const Accepted& next_call,
                                 WallTime now) {
  std::optional<Owed> owed;
  for (const Accepted* call : picture.statements.of(StatementType::call)) {
    if (call->statement.domain.mode != next_call.statement.domain.mode ||
        !picture.decisions.first_seen(call->id))
      continue;
    const auto closing = call_standing(picture, *call, now).closing;
    if (!closing || !std::ranges::binary_search(closing->owing, org)) continue;
    const bool is_overdue = now >= closing->due;
    const bool is_same = call->as<Call>().proposal == next_call.as<Call>().proposal;
    if (is_same && !is_overdue) continue;
    if (!owed || (is_overdue && !owed->is_overdue)) owed = Owed{call->id, is_overdue};
  }
  return owed;
}

Result<void> check_debrief_count(const Statements& statements, const Debrief& debrief) {
  const auto others = statements.about(debrief.call, StatementType::debrief);
  const auto same = std::ranges::count_if(others, [&](const Accepted* other) {
    return other->statement.author == debrief.head.author;
  });
  if (same >= static_cast<std::ptrdiff_t>(limits::debriefs_per_device_max))
    return fail(Errc::limit_exceeded, "too many debriefs of one device on one call");
  return {};
}

}  // namespace tocsin::coalition
