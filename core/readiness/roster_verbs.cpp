// roster import, assign, show, list.
#include <algorithm>
#include <map>
#include <set>

#include "core/base/text.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/campaign.h"
#include "core/readiness/cell.h"
#include "core/readiness/import.h"
#include "core/readiness/state.h"

namespace tocsin::readiness {
namespace {

// How well a workplace is known.
struct Contacts {
  std::size_t assessed = 0;
  std::set<std::string> stewards;
};

tl::unexpected<Refusal> no_such_worker() {
  return refuse(Exit::usage, "E_NOT_FOUND", "your list has no such ref", "tocsin roster list");
}

// By the org's papers, or by the list itself: most stewards of a workplace have no device. Before
// there is an org nobody can say.
bool is_known_steward(const std::string& steward,
                      const std::vector<std::string>& people,
                      const Roster& roster) {
  return people.empty() || std::ranges::find(people, steward) != people.end() ||
         std::ranges::any_of(roster,
                             [&](const auto& entry) { return entry.second.steward == steward; });
}

Row worker_row(const Worker& worker, std::uint8_t assessment) {
  Row row{"worker"};
  row.set("ref", worker.ref).set("name", worker.name).set("contact", worker.contact);
  row.set("cell", cell_text(worker.workplace)).set("unit", worker.unit);
  row.set("shift", worker.shift).set("steward", worker.steward);
  return row.set("assessment", assessment);
}

std::vector<Row> import_rows(const Import& import, bool is_dry_run) {
  Row head{"imported"};
  head.set("rows", import.rows).set("added", import.added).set("changed", import.changed);
  head.set("duplicates", import.duplicates);
  head.set("refused", import.faults.size() - import.duplicates).set("dry_run", is_dry_run);
  head.set("ignored", Value{import.ignored});
  std::vector<Row> rows{std::move(head)};
  for (const RowFault& fault : import.faults) {
    if (rows.size() > limits::refused_rows_max) break;
    Row row{"row_refused"};
    row.set("line", fault.line).set("code", fault.code).set("reason", fault.reason);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Reply<Done> Readiness::State::roster_import(const Wish& wish) {
  ImportWish list{wish.arguments.bytes("csv").value_or(Bytes{}), {}, wish.arguments.texts("map")};
  if (wish.arguments.has("workplace")) {
    auto cell = cell_argument(wish.arguments, "workplace");
    if (!cell) return tl::unexpected{cell.error()};
    list.workplace = *std::move(cell);
  }
  Campaigns campaigns{archive};
  const Roster known = read_roster(archive, campaigns.list_key());
  const ImportPlace place{known,
                          charter(wish),
                          own_org(wish),
                          wish.today(),
                          fresh_days(wish),
                          wish.around.are_cells_frozen};
  auto import = plan_import(list, place);
  if (!import) return tl::unexpected{import.error()};
  auto rows = import_rows(*import, wish.arguments.flag("dry_run"));
  const bool is_all_refused = import->rows > 0 && import->faults.size() == import->rows;
  if (is_all_refused) {
    const RowFault& first = import->faults.front();
    Refusal refusal{Exit::invalid,
                    std::string{first.code},
                    "every row is refused; the first: " + std::string{first.reason},
                    "mend the file and try again with --dry-run"};
    refusal.rows = std::move(rows);
    return tl::unexpected{std::move(refusal)};
  }
  if (!wish.arguments.flag("dry_run") && !import->writes.empty()) {
    const RowKey& key = campaigns.open_list(wish.today(), random, wish.outbox);
    for (Worker& worker : import->writes) keep(key, std::move(worker), wish);
  }
  return Done{std::move(rows), {}};
}

Reply<Done> Readiness::State::roster_assign(const Wish& wish) {
  const auto ref = ref_argument(wish.arguments, "worker");
  if (!ref) return tl::unexpected{ref.error()};
  const std::string steward = wish.arguments.text("steward").value_or("");
  if (!check_name(steward, limits::handle_bytes_max))
    return refuse(Exit::usage, "E_TEXT", "a steward is named by a handle");
  const Campaigns campaigns{archive};
  auto worker = find_worker(archive, campaigns.list_key(), *ref);
  if (!worker) return no_such_worker();
  if (!is_known_steward(steward, wish.around.people, read_roster(archive, campaigns.list_key())))
    return refuse(
        Exit::usage,
        "E_NOT_FOUND",
        "neither your organization's members nor the stewards in your list have this handle",
        "who is new comes in by the column steward: tocsin roster import");
  worker->steward = steward;
  keep(*campaigns.list_key(), *std::move(worker), wish);
  Row row{"worker"};
  row.set("ref", *ref).set("steward", steward);
  return Done{{std::move(row)}, {}};
}

Reply<Done> Readiness::State::roster_show(const Wish& wish) {
  const auto campaign = campaign_argument(wish.arguments);
  if (!campaign) return tl::unexpected{campaign.error()};
  const Holdings held = holdings(*campaign);
  const CharterOrg* org = own_org(wish);
  std::map<Cell, Contacts> contacts;
  for (const auto& [ref, worker] : held.roster) {
    Contacts& here = contacts[worker.workplace];
    if (assessment_of(worker, wish.today(), fresh_days(wish)) > 0) ++here.assessed;
    if (!worker.steward.empty()) here.stewards.insert(worker.steward);
  }
  Done done;
  for (const Tally& tally : count_workers(held, nullptr, asks(wish), wish.today())) {
    const Contacts& here = contacts[tally.cell];
    Row row{"cell"};
    row.set("cell", cell_text(tally.cell)).set("eligible", tally.eligible);
    row.set("pledged", tally.pledged).set("assessed", here.assessed);
    row.set("stewards", here.stewards.size());
    row.set("claimed", org != nullptr && is_claimed(*org, tally.cell));
    done.rows.push_back(std::move(row));
  }
  return done;
}

Reply<Done> Readiness::State::roster_list(const Wish& wish) {
  std::optional<Cell> within;
  if (wish.arguments.has("cell")) {
    auto cell = cell_argument(wish.arguments, "cell");
    if (!cell) return tl::unexpected{cell.error()};
    within = *std::move(cell);
  }
  const std::string from = wish.arguments.text("from").value_or("");
  Done done;
  const Roster roster = read_roster(archive, Campaigns{archive}.list_key());
  for (auto at = roster.lower_bound(from); at != roster.end(); ++at) {
    const Worker& worker = at->second;
    if (within && !covers(*within, worker.workplace)) continue;
    if (done.rows.size() == limits::roster_list_rows_max) {
      done.rows.push_back(Row{"more"}.set("from", worker.ref));
      break;
    }
    done.rows.push_back(worker_row(worker, assessment_of(worker, wish.today(), fresh_days(wish))));
  }
  return done;
}

}  // namespace tocsin::readiness
