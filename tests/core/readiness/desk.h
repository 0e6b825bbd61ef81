// One org's machine at a desk: a store in memory, a charter, a clock that the test turns, and what
// the hub would do around a command. A refusal keeps nothing; restart() is a kill -9.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ensure.h"
#include "core/readiness/readiness.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::readiness {

inline constexpr std::int64_t desk_start_ms = 1'810'000'000'000;  // 2027-05-11
inline constexpr std::chrono::hours one_day{24};

template <class T>
std::string code_of(const Reply<T>& reply) {
  return reply ? "ok" : reply.error().code;
}

inline OrgId org_id(std::uint8_t number) {
  OrgId::Array bytes{};
  bytes.front() = number;
  return OrgId{bytes};
}

inline CharterOrg charter_org(std::uint8_t number,
                              const std::string& slug,
                              std::string kind,
                              std::vector<Cell> claims) {
  return CharterOrg{.id = org_id(number),
                    .slug = slug,
                    .name = slug,
                    .kind = std::move(kind),
                    .claims = std::move(claims),
                    .checklists = {},
                    .sponsors = {},
                    .since = {}};
}

// The page's example, as far as readiness reads it.
inline Charter desk_charter() {
  Charter charter;
  charter.name = "North River Coalition";
  charter.regions = {"metro", "valley"};
  charter.sectors = {"energy", "public", "service", "transport"};
  charter.kinds = {"faith", "small_business", "union"};
  charter.orgs = {
      charter_org(1, "drivers", "union", {{"transport", "metro", ""}}),
      charter_org(2, "plumbers", "union", {{"public", "metro", ""}, {"service", "metro", ""}}),
      charter_org(3, "choir", "faith", {})};
  Action rally;
  rally.name = "rally";
  rally.asks = {{"faith", "rally"}, {"union", "rally"}};
  Action stoppage;
  stoppage.name = "stoppage";
  stoppage.stops_work = true;
  stoppage.asks = {{"faith", "vigil"}, {"union", "stop_work"}};
  RuleNode strength;
  strength.op = RuleOp::strength;
  strength.min_bp = 7500;
  strength.tests = 2;
  strength.span_s = 60 * 86'400;
  stoppage.mandate = {strength};
  charter.actions = {rally, stoppage};
  charter.params = default_params();
  charter.effective_at = wall_from_ms(desk_start_ms);
  charter.review_by = charter.effective_at + std::chrono::hours{24 * 365};
  return charter;
}

class Desk {
 public:
  explicit Desk(std::uint8_t org = 2, std::uint64_t seed = 1) : random_{seed} {
    identity_.org = org_id(org);
    around.charter = desk_charter();
    restart();
  }

  Reply<Done> run(std::string_view verb, Row arguments = {}, Level level = Level::act) {
    Outbox outbox;
    auto done = machine_->command(Command{std::string{verb}, std::move(arguments), level},
                                  around,
                                  Now{Instant{}, now},
                                  outbox);
    Effects effects = outbox.take();
    ENSURE(done.has_value() || effects.writes.empty());
    ENSURE(effects.releases.empty());
    ENSURE(store.stage(std::move(effects.writes)).has_value());
    if (commits) ENSURE(store.commit().has_value());
    return done;
  }

  // What time brings about; what it keeps is kept.
  std::vector<Row> wake() { return wake_up().rows; }

  Done wake_up() {
    Outbox outbox;
    Done done = machine_->wake(around, Now{*machine_->next_wakeup(), now}, outbox);
    ENSURE(store.stage(outbox.take().writes).has_value() && store.commit().has_value());
    return done;
  }

  // Records of one event: what one keeps, the next does not see yet.
  void hear(const std::vector<Received>& records) {
    Outbox outbox;
    for (const Received& record : records) machine_->heard(record, Now{Instant{}, now}, outbox);
    ENSURE(store.stage(outbox.take().writes).has_value() && store.commit().has_value());
  }

  Identity& identity() { return identity_; }

  Readiness& machine() { return *machine_; }

  std::optional<Instant> next_wakeup() const { return machine_->next_wakeup(); }

  // At the instant of all its commands.
  void look_again() { machine_->look_again(Now{Instant{}, now}); }

  // What was answered, or one row that says why not.
  std::vector<Row> rows(std::string_view verb, Row arguments = {}) {
    auto done = run(verb, std::move(arguments));
    if (done) return std::move(done->rows);
    return {Row{"refused"}.set("code", done.error().code)};
  }

  std::string code(std::string_view verb, Row arguments = {}) {
    return code_of(run(verb, std::move(arguments)));
  }

  std::vector<Row> import(std::string_view csv) {
    return rows("roster import", Row{}.set("csv", Value{to_bytes(csv)}));
  }

  // `count` workers of one cell, refs "<prefix>-0" and on, of whom the first `pledged` pledge.
  void staff(const std::string& prefix, const std::string& cell, int count, int pledged) {
    std::string csv = "ref,name,cell\n";
    for (int i = 0; i < count; ++i) {
      const std::string ref = prefix + "-" + std::to_string(i);
      csv += ref;
      csv += ",Worker " + ref + "," + cell + "\n";
    }
    ENSURE(import(csv).front().kind() == "imported");
    for (int i = 0; i < pledged; ++i) ENSURE(pledge(prefix + "-" + std::to_string(i)) == "ok");
  }

  std::string pledge(const std::string& worker) {
    Row line;
    line.set("worker", worker).set("ask", "stop_work").set("text_id", "risk-1");
    return code("pledge record", std::move(line));
  }

  std::string test(const std::string& cell, const std::string& day, std::vector<std::string> refs) {
    Row line;
    line.set("cell", cell).set("test", "petition").set("day", day);
    return code("test record", std::move(line.set("took_part", Value{std::move(refs)})));
  }

  Report report() {
    auto done = run("draft report");
    ENSURE(done.has_value() && done->report.has_value());
    return *std::move(done->report);
  }

  void restart() {
    store.crash();
    machine_.emplace(random_, store, identity_, store.snapshot());
  }

  Surroundings around;
  WallTime now = wall_from_ms(desk_start_ms) + std::chrono::hours{1};
  tests::MemoryStore store;
  bool commits = true;  // false: the process dies before the batch is on disk

 private:
  tests::SeededRandom random_;
  Identity identity_;
  std::optional<Readiness> machine_;
};

// refs "<prefix>-0" to "<prefix>-<count - 1>"
inline std::vector<std::string> refs(const std::string& prefix, int count) {
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) out.push_back(prefix + "-" + std::to_string(i));
  return out;
}

inline Row row_with(std::string_view name, std::string_view text) {
  return Row{}.set(name, text);
}

}  // namespace tocsin::readiness
