// chart, calendar, draft report: what is published, and the next thing to publish.
#include <algorithm>
#include <map>
#include <set>

#include "core/readiness/calendar.h"
#include "core/readiness/campaign.h"
#include "core/readiness/cell.h"
#include "core/readiness/chart.h"
#include "core/readiness/days.h"
#include "core/readiness/report.h"
#include "core/readiness/state.h"
#include "core/readiness/tests.h"

namespace tocsin::readiness {
namespace {

tl::unexpected<Refusal> no_charter() {
  return refuse(Reason::charter_unknown,
                Exit::later,
                "this device knows no charter in force that lists your organization");
}

OwnLead own_lead(const Roster& roster, const CharterOrg& org) {
  struct Led {
    std::uint32_t workers = 0;
    std::set<std::string> stewards;
  };

  std::map<Cell, Led> areas;
  for (const auto& [ref, worker] : roster) {
    if (!is_claimed(org, worker.workplace)) continue;
    Led& led = areas[area(worker.workplace)];
    ++led.workers;
    if (!worker.steward.empty()) led.stewards.insert(worker.steward);
  }
  OwnLead lead{org.id, {}};
  for (const auto& [cell, led] : areas) {
    const auto stewards = static_cast<std::uint32_t>(led.stewards.size());
    if (stewards > 0)
      lead.workers_per_steward.emplace(cell, (led.workers + stewards - 1) / stewards);
  }
  return lead;
}

Row cell_row(const CellCount& count) {
  Row row{"report_cell"};
  row.set("cell", cell_text(count.cell)).set("eligible", count.eligible);
  if (!count.is_topped) row.set("pledged", count.pledged);
  return row.set("topped", count.is_topped).set("hidden", false);
}

Row test_row(const TestCount& test) {
  Row row{"report_test"};
  row.set("cell", cell_text(test.cell)).set("test", test.kind).set("day", day_text(test.day));
  return row.set("took_part", test.took_part);
}

Row vote_row(const VoteResult& vote) {
  Row row{"report_vote"};
  row.set("day", day_text(vote.day)).set("valid_until", day_text(vote.valid_until_day));
  row.set("turnout_bp", vote.turnout_bp).set("yes_bp", vote.yes_bp);
  return row.set("method", vote.method);
}

Row contract_row(const ContractDate& contract) {
  Row row{"report_contract"};
  row.set("cell", cell_text(contract.cell)).set("ends", day_text(contract.ends_day));
  if (contract.notice_by_day != 0) row.set("notice_by", day_text(contract.notice_by_day));
  return row.set("sure", contract.is_sure);
}

// What a delegate's laptop without the list would publish, over the true one.
bool says_nothing(const BuiltReport& built) {
  return built.rows.empty() && built.report.tests.empty() && built.report.vote == VoteResult{} &&
         built.report.contracts.empty();
}

// All that is published, and what is hidden of it: whoever reads this need not guess the rest.
std::vector<Row> draft_rows(const Report& report, const std::vector<Cell>& hidden) {
  Row head{"report_head"};
  head.set("period", report.period).set("as_of", Value{report.as_of});
  std::vector<Row> rows{head.set("root", Value{to_bytes(ByteView{report.root})})};
  for (const CellCount& count : report.cells) rows.push_back(cell_row(count));
  for (const Cell& cell : hidden)
    rows.push_back(Row{"report_cell"}.set("cell", cell_text(cell)).set("hidden", true));
  for (const TestCount& test : report.tests) rows.push_back(test_row(test));
  if (report.vote != VoteResult{}) rows.push_back(vote_row(report.vote));
  for (const ContractDate& contract : report.contracts) rows.push_back(contract_row(contract));
  return rows;
}

}  // namespace

Reply<Done> Readiness::State::calendar(const Wish& wish) {
  const Charter* known = charter(wish);
  if (known == nullptr) return no_charter();
  std::vector<OrgContract> contracts;
  for (const Published& published : wish.around.reports) {
    if (published.org == identity.org) continue;
    for (const ContractDate& contract : published.report.contracts)
      contracts.push_back(OrgContract{published.slug, contract});
  }
  if (const CharterOrg* org = own_org(wish))
    for (const ContractDate& contract : read_contracts(archive))
      contracts.push_back(OrgContract{org->slug, contract});
  Done done;
  for (const CalendarWindow& window : calendar_windows(std::move(contracts), wish.today())) {
    Row row{"window"};
    row.set("from", day_text(window.from_day)).set("until", day_text(window.until_day));
    if (window.notice_by_day != 0) row.set("notice_by", day_text(window.notice_by_day));
    row.set("orgs", Value{window.orgs}).set("cells", Value{window.cells});
    done.rows.push_back(std::move(row));
  }
  return done;
}

Reply<Done> Readiness::State::chart(const Wish& wish) {
  const Charter* known = charter(wish);
  if (known == nullptr) return no_charter();
  const CharterOrg* org = own_org(wish);
  const OwnLead lead = org == nullptr
                           ? OwnLead{}
                           : own_lead(read_roster(archive, Campaigns{archive}.list_key()), *org);
  return Done{chart_rows(*known, wish.around.reports, lead, wish.now.wall), {}};
}

Reply<Done> Readiness::State::draft_report(const Wish& wish) {
  const CharterOrg* org = own_org(wish);
  if (org == nullptr) return no_charter();
  const auto campaign = campaign_argument(wish.arguments);
  if (!campaign) return tl::unexpected{campaign.error()};
  Campaigns campaigns{archive};
  if (*campaign != default_campaign && campaigns.find(*campaign) == nullptr)
    return refuse(Exit::usage, "E_NOT_FOUND", "no pledge was ever recorded for this campaign");
  const auto period = period_at(*charter(wish), wish.now.wall);
  if (!period)
    return refuse(Exit::later, "E_PERIOD", "the charter is not in force yet by this clock");
  const Holdings held = holdings(*campaign);
  const auto votes = read_votes(archive);
  const auto contracts = read_contracts(archive);
  const Asks counted = asks(wish);
  const BuiltReport built =
      build_report(ReportSources{held, votes, contracts, *charter(wish), *org, counted}, *period);
  if (says_nothing(built))
    return refuse(Exit::usage,
                  "E_EMPTY",
                  "this laptop has no list, test, vote or contract: the report would be empty",
                  "draft it on the laptop that keeps the list, or tocsin roster import FILE");
  const RowKey& key = campaigns.open(*campaign, wish.today(), random, wish.outbox);
  auto report =
      commit_report(built, ReportPlace{*period, *campaign, key, archive}, random, wish.outbox);
  if (!report) return tl::unexpected{report.error()};
  Done done;
  done.rows = draft_rows(*report, built.hidden);
  done.report = *std::move(report);
  return done;
}

}  // namespace tocsin::readiness
