#include "core/coalition/facts.h"

#include <algorithm>

#include "core/base/basis_points.h"

namespace tocsin::coalition {
namespace {

constexpr Millis drill_answer_time = std::chrono::hours{24};

bool is_reviewed(AckLevel level) {
  return level == AckLevel::reviewed || level == AckLevel::cascaded || level == AckLevel::committed;
}

OrgFacts org_facts(const CharterOrg& org) {
  OrgFacts out;
  out.org = org.id;
  out.slug = org.slug;
  out.kind = org.kind;
  for (const Cell& claim : org.claims) out.sectors.push_back(claim.sector);
  std::ranges::sort(out.sectors);
  return out;
}

std::uint32_t worth(const CellCount& count, std::uint32_t top_code_bp) {
  if (!count.is_topped) return count.pledged;
  const std::uint64_t topped = static_cast<std::uint64_t>(count.eligible) * top_code_bp / whole_bp;
  return static_cast<std::uint32_t>(topped);
}

const CellCount* count_of(const Report& report, const Cell& cell) {
  const auto found = std::ranges::find(report.cells, cell, &CellCount::cell);
  return found == report.cells.end() ? nullptr : &*found;
}

std::vector<std::uint32_t> test_days(const Report& report, const Cell& cell) {
  std::vector<std::uint32_t> days;
  for (const TestCount& test : report.tests)
    if (test.cell == cell && test.took_part > 0) days.push_back(test.day);
  std::ranges::sort(days);
  return days;
}

}  // namespace

std::set<OrgId> orgs_of(const std::vector<Target>& targets) {
  std::set<OrgId> out;
  for (const Target& target : targets) out.insert(target.org);
  return out;
}

std::set<OrgId> orgs_of(const std::vector<CallTarget>& targets) {
  std::set<OrgId> out;
  for (const CallTarget& target : targets) out.insert(target.org);
  return out;
}

FactSheet::FactSheet(const Electorate& electorate,
                     const Signed<Proposal>& proposal,
                     const Ballots& ballots)
    : electorate_{electorate},
      proposal_{proposal},
      bearing_{orgs_of(proposal.value.targets)},
      are_reports_attested_{!ballots.left_out.empty()} {
  // A drill needs no facts.
  if (is_drill(proposal.mode)) return;
  gather_reports(ballots);
  gather_drills(ballots);
}

void FactSheet::gather_reports(const Ballots& ballots) {
  // Sign-offs by report first: a tally of all of them per report would cost their product.
  std::map<StatementId, Signoffs> by_report;
  for (const Signed<Signoff>& signoff : ballots.signoffs)
    if (signoff.value.subject_type == StatementType::report)
      by_report[signoff.value.subject].push_back(signoff);
  std::set<StatementId> seen;
  for (const Signed<Report>& report : ballots.reports) {
    if (report.mode != proposal_.mode || !seen.insert(report.id).second) continue;
    const Voter* author = electorate_.voter(report.value.head.author);
    if (author == nullptr || author->org != report.value.head.org) continue;
    const Signoffs& signoffs = by_report[report.id];
    const Tally counted =
        tally(electorate_, Subject{report.id, StatementType::report, report.mode}, signoffs);
    if (!is_report_complete(electorate_, author->org, counted)) continue;
    CompleteReport complete{&report, WallTime{}, {}};
    const OrgTally& org = *counted.of(author->org);
    const std::size_t needed =
        std::min<std::size_t>(2, electorate_.manifest(author->org)->delegates.size());
    for (std::size_t i = 0; i < needed; ++i) {
      complete.since = std::max(complete.since, org.approvals[i].signoff->value.head.at);
      complete.signoffs.push_back(org.approvals[i].signoff->id);
    }
    reports_[author->org].push_back(std::move(complete));
  }
  for (auto& [org, reports] : reports_) {
    std::ranges::sort(reports, [](const CompleteReport& a, const CompleteReport& b) {
      return std::pair{a.report->value.as_of, a.report->id} >
             std::pair{b.report->value.as_of, b.report->id};
    });
  }
}

void FactSheet::gather_drills(const Ballots& ballots) {
  std::set<StatementId> seen;
  for (const Signed<Call>& call : ballots.drill_calls) {
    if (call.mode != drill_mode(proposal_.mode) || !seen.insert(call.id).second) continue;
    if (electorate_.voter(call.value.head.author) == nullptr) continue;
    std::map<OrgId, DrillAnswer> first;
    for (const Signed<Ack>& ack : ballots.drill_acks) {
      if (ack.mode != call.mode || ack.value.call != call.id || !is_reviewed(ack.value.level))
        continue;
      const Voter* voter = electorate_.voter(ack.value.head.author);
      if (voter == nullptr || voter->org != ack.value.head.org) continue;
      const WallTime at = ack.value.head.at;
      if (at < call.value.head.at || at - call.value.head.at > drill_answer_time) continue;
      const DrillAnswer answer{voter->org, at, ack.id};
      const auto [known, is_first] = first.try_emplace(voter->org, answer);
      if (!is_first && std::pair{at, ack.id} < std::pair{known->second.at, known->second.ack})
        known->second = answer;
    }
    AnsweredDrill drill{&call, {}};
    for (const auto& [org, answer] : first) drill.answers.push_back(answer);
    drills_.push_back(std::move(drill));
  }
}

const CompleteReport* FactSheet::report_of(const OrgId& org, WallTime at) const {
  const auto found = reports_.find(org);
  if (found == reports_.end()) return nullptr;
  const auto newest = std::ranges::find_if(found->second, [&](const CompleteReport& report) {
    return report.since <= at && report.report->value.as_of <= at;
  });
  return newest == found->second.end() ? nullptr : &*newest;
}

std::vector<WallTime> FactSheet::moments() const {
  std::vector<WallTime> out;
  for (const auto& [org, reports] : reports_)
    for (const CompleteReport& report : reports)
      out.push_back(std::max(report.since, report.report->value.as_of));
  for (const AnsweredDrill& drill : drills_)
    for (const DrillAnswer& answer : drill.answers) out.push_back(answer.at);
  return out;
}

OrgFacts FactSheet::facts_of(const OrgTally& tally, WallTime at) const {
  const Charter& charter = electorate_.charter().value;
  OrgFacts out = org_facts(*electorate_.org(tally.org));
  out.is_approving = tally.approves();
  out.objections = tally.objections.size();
  out.is_objecting = tally.objects();
  out.is_bearing = bearing_.contains(tally.org);
  out.ratified = tally.ratified();
  const CompleteReport* report = report_of(tally.org, at);
  if (report == nullptr) return out;
  const Report& said = report->report->value;
  out.is_stale = at - said.as_of > charter.params.fresh.report;
  for (const Target& target : proposal_.value.targets) {
    const CellCount* count = target.org == tally.org ? count_of(said, target.cell) : nullptr;
    if (count != nullptr && worth(*count, charter.params.privacy.top_code_bp) > 0)
      out.has_pledges = !out.is_stale;
  }
  const std::uint32_t today = day_of(at);
  out.has_valid_vote =
      said.vote.day > 0 && said.vote.day <= today && said.vote.valid_until_day >= today;
  out.turnout_bp = said.vote.turnout_bp;
  out.yes_bp = said.vote.yes_bp;
  return out;
}

Facts FactSheet::at(const Tally& live, WallTime at) const {
  const CharterParams& params = electorate_.charter().value.params;
  Facts out;
  out.at = at;
  out.needs_pledges = !is_drill(proposal_.mode);
  out.are_reports_attested = are_reports_attested_;
  out.demands = static_cast<std::uint32_t>(proposal_.value.demands.size());
  for (const OrgTally& org : live.orgs) out.orgs.push_back(facts_of(org, at));
  for (const Target& target : proposal_.value.targets) {
    TargetFacts facts;
    facts.sector = target.cell.sector;
    const CompleteReport* report = report_of(target.org, at);
    const CellCount* count =
        report == nullptr ? nullptr : count_of(report->report->value, target.cell);
    if (count != nullptr) {
      facts.is_fresh = at - report->report->value.as_of <= params.fresh.report;
      facts.eligible = count->eligible;
      facts.pledged = worth(*count, params.privacy.top_code_bp);
      facts.test_days = test_days(report->report->value, target.cell);
    }
    out.targets.push_back(std::move(facts));
  }
  for (const AnsweredDrill& drill : drills_) {
    DrillFacts facts{drill.call->value.head.at, {}};
    for (const DrillAnswer& answer : drill.answers)
      if (answer.at <= at) facts.orgs.push_back(answer.org);
    out.drills.push_back(std::move(facts));
  }
  return out;
}

Facts plain_facts(const Electorate& electorate,
                  const std::vector<OrgId>& approving,
                  const Involved& involved) {
  Facts out;
  for (const OrgId& id : electorate.full()) {
    OrgFacts facts = org_facts(*electorate.org(id));
    facts.is_approving = std::ranges::find(approving, id) != approving.end();
    facts.is_bearing = involved.bearing.contains(id);
    facts.is_called = involved.called.contains(id);
    out.orgs.push_back(std::move(facts));
  }
  return out;
}

}  // namespace tocsin::coalition
