#include "core/node/journal.h"

#include "core/model/limits/node.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin {
namespace {

constexpr Now noon{Instant{}, WallTime{Millis{1'810'000'000'000}}};

struct JournalDesk {
  std::vector<Row> write(Journal& journal, int events) {
    for (int i = 0; i < events; ++i)
      journal.write(Row{"said"}.set("number", journal.last() + 1), noon, outbox);
    Effects effects = outbox.take();
    REQUIRE((store.stage(std::move(effects.writes)) && store.commit()));
    std::vector<Row> notices;
    for (Release& release : effects.releases)
      notices.push_back(std::get<Notify>(std::move(release)).notice.row);
    return notices;
  }

  tests::MemoryStore store;
  Outbox outbox;
};

std::vector<std::int64_t> cursors(const std::vector<Row>& events) {
  std::vector<std::int64_t> all;
  for (const Row& event : events) all.push_back(event.integer("cursor").value());
  return all;
}

}  // namespace

TEST_CASE("an event is told with its cursor and time, and read back as it was told") {
  JournalDesk desk;
  Journal journal{desk.store};
  const std::vector<Row> told = desk.write(journal, 2);
  REQUIRE(told.size() == 2);
  CHECK(told[1].kind() == "said");
  CHECK(told[1].integer("number").value() == 2);
  CHECK(told[1].time("at").value() == noon.wall);
  CHECK(cursors(told) == std::vector<std::int64_t>{1, 2});
  CHECK(journal.since(0, 10) == told);
}

TEST_CASE("the cursor goes on after a restart") {
  JournalDesk desk;
  {
    Journal journal{desk.store};
    desk.write(journal, 300);  // past one byte of the key
  }
  Journal journal{desk.store};
  CHECK(journal.last() == 300);
  CHECK(cursors(desk.write(journal, 1)) == std::vector<std::int64_t>{301});
  CHECK(cursors(journal.since(299, 10)) == std::vector<std::int64_t>{300, 301});
}

TEST_CASE("events come in pages, oldest first, after the cursor") {
  JournalDesk desk;
  Journal journal{desk.store};
  desk.write(journal, 600);
  CHECK(cursors(journal.since(254, 4)) == std::vector<std::int64_t>{255, 256, 257, 258});
  CHECK(cursors(journal.since(598, 4)) == std::vector<std::int64_t>{599, 600});
  CHECK(journal.since(600, 4).empty());
}

TEST_CASE("an event that a crash undid gives its cursor to the next") {
  JournalDesk desk;
  Journal before{desk.store};
  desk.write(before, 1);
  before.write(Row{"lost"}, noon, desk.outbox);
  static_cast<void>(desk.outbox.take());
  Journal journal{desk.store};
  CHECK(journal.last() == 1);
}

TEST_CASE("the journal keeps its newest events and forgets the rest") {
  JournalDesk desk;
  Journal journal{desk.store};
  desk.write(journal, static_cast<int>(limits::events_kept) + 2);
  CHECK(cursors(journal.since(0, 1)) == std::vector<std::int64_t>{3});
  CHECK(desk.store.rows(Table::events, {}, 20'000).size() ==
        static_cast<std::size_t>(limits::events_kept));
}

}  // namespace tocsin
