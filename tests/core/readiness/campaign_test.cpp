#include "core/readiness/campaign.h"

#include <algorithm>

#include "core/model/limits/readiness.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

struct Stage {
  tests::MemoryStore store;
  tests::SeededRandom random{1};

  void stage(Outbox& outbox) { REQUIRE(store.stage(outbox.take().writes)); }
};

WallTime at(int days) {
  return wall_from_ms(desk_start_ms) + one_day * days;
}

OwnAction action(std::uint8_t number, int t0, std::optional<int> closed) {
  OwnAction out{StatementId{{number}}, at(t0), {}};
  if (closed) out.closed_at = at(*closed);
  return out;
}

Campaign opened(int days) {
  return Campaign{"main", day_of(at(days)), 0};
}

}  // namespace

TEST_CASE("campaigns share the list's key, each has its own, and all come back from the store") {
  Stage s;
  Outbox outbox;
  Campaigns campaigns{s.store};
  CHECK(campaigns.list_key() == nullptr);
  CHECK(campaigns.key("main") == nullptr);
  const RowTag main = campaigns.open("main", 100, s.random, outbox).tag();
  const RowTag next = campaigns.open("next", 101, s.random, outbox).tag();
  CHECK(main != next);
  CHECK(campaigns.open("main", 105, s.random, outbox).tag() == main);
  const RowTag list = campaigns.list_key()->tag();
  s.stage(outbox);
  const Campaigns again{s.store};
  CHECK(again.key("main")->tag() == main);
  CHECK(again.key("next")->tag() == next);
  CHECK(again.list_key()->tag() == list);
  CHECK(again.all() == std::vector<Campaign>{{"main", 100, 0}, {"next", 101, 0}});
}

TEST_CASE("a shredded campaign keeps its days and no key, and the list goes with the last") {
  Stage s;
  Outbox outbox;
  Campaigns campaigns{s.store};
  const Bytes key = to_bytes(campaigns.open("main", 100, s.random, outbox).reveal());
  campaigns.open("next", 101, s.random, outbox);
  const Bytes list = to_bytes(campaigns.list_key()->reveal());
  campaigns.shred("main", 200, outbox);
  CHECK(campaigns.list_key() != nullptr);
  campaigns.shred("next", 201, outbox);
  CHECK(campaigns.list_key() == nullptr);
  s.stage(outbox);
  for (const StoredRow& row : s.store.rows(Table::campaigns, {}, 10)) {
    CHECK(std::ranges::search(row.value, key).empty());
    CHECK(std::ranges::search(row.value, list).empty());
  }
  Campaigns again{s.store};
  CHECK(again.key("main") == nullptr);
  CHECK(again.find("main")->shredded_day == 200);
  // The same name is another campaign with another key.
  Outbox more;
  CHECK_FALSE(same_bytes(again.open("main", 300, s.random, more).reveal(), key));
  CHECK(again.find("main")->opened_day == 300);
}

TEST_CASE("a campaign belongs to the first action that began when it was open") {
  const std::vector<OwnAction> actions{action(1, 10, 20), action(2, 40, std::nullopt)};
  CHECK(action_of(opened(0), actions)->proposal == StatementId{{1}});
  CHECK(action_of(opened(10), actions)->proposal == StatementId{{1}});
  CHECK(action_of(opened(11), actions)->proposal == StatementId{{2}});
  CHECK(action_of(opened(41), actions) == nullptr);
  CHECK(shred_time(opened(0), actions, one_day * 7) == at(27));
  CHECK_FALSE(shred_time(opened(11), actions, one_day * 7));
}

TEST_CASE("a key is destroyed at its time, not before, and once") {
  Stage s;
  Outbox outbox;
  Campaigns campaigns{s.store};
  campaigns.open("main", day_of(at(0)), s.random, outbox);
  const std::vector<OwnAction> actions{action(1, 10, 20)};
  CHECK(shred_due(campaigns, actions, one_day * 7, at(27) - Millis{1}, outbox).empty());
  CHECK(shred_due(campaigns, {}, one_day * 7, at(900), outbox).empty());
  CHECK(shred_due(campaigns, actions, one_day * 7, at(27), outbox) ==
        std::vector<std::string>{"main"});
  CHECK(shred_due(campaigns, actions, one_day * 7, at(28), outbox).empty());
}

TEST_CASE("rows that nothing opens are cleared away in pieces, and no others") {
  Stage s;
  Outbox outbox;
  Campaigns campaigns{s.store};
  const RowKey dead = RowKey::fresh(s.random);
  const RowKey& live = campaigns.open_list(100, s.random, outbox);
  const std::size_t many = limits::shred_rows_max + 10;
  for (std::size_t i = 0; i < many; ++i)
    outbox.keep(Table::roster, dead.place(std::to_string(i)), Bytes{1});
  outbox.keep(Table::roster, live.place("w-1"), Bytes{1});
  outbox.keep(Table::pledges, dead.place("w-1"), Bytes{1});
  outbox.keep(Table::pledges, campaigns.key("main")->place("w-1"), Bytes{1});
  outbox.keep(Table::report_salts, Bytes(16, 0), Bytes{1});  // a drafted report: it stays
  s.stage(outbox);
  Outbox first;
  CHECK_FALSE(forget_dead_rows(s.store, campaigns, first));
  s.stage(first);
  Outbox second;
  CHECK(forget_dead_rows(s.store, campaigns, second));
  s.stage(second);
  CHECK(s.store.rows(Table::roster, {}, 10).size() == 1);
  CHECK(s.store.rows(Table::pledges, {}, 10).size() == 1);
  CHECK(s.store.rows(Table::report_salts, {}, 10).size() == 1);
}

}  // namespace tocsin::readiness
