#include <algorithm>

#include "core/model/limits/readiness.h"
#include "core/readiness/report.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

OwnAction closed_action(const Desk& desk) {
  return OwnAction{StatementId{{1}}, desk.now, desk.now + one_day};
}

bool is_found(const Desk& desk, std::string_view text) {
  const ByteView wanted = as_bytes(text);
  for (const Table table : {Table::roster,
                            Table::pledges,
                            Table::tests,
                            Table::campaigns,
                            Table::report_salts,
                            Table::votes,
                            Table::contracts}) {
    for (const StoredRow& row : desk.store.rows(table, {}, 100'000)) {
      if (!std::ranges::search(row.key, wanted).empty()) return true;
      if (!std::ranges::search(row.value, wanted).empty()) return true;
    }
  }
  return false;
}

std::string state_of(Desk& desk, std::string_view campaign) {
  for (const Row& row : desk.rows("shred status"))
    if (row.text("campaign").value_or("") == campaign) return row.text("state").value();
  return "";
}

}  // namespace

TEST_CASE("no ref, name or pledge lies in the open in any row") {
  Desk desk;
  desk.staff("anna-smith", "public/metro", 12, 8);
  CHECK(desk.test("public/metro", "2027-05-03", refs("anna-smith", 6)) == "ok");
  desk.report();
  CHECK_FALSE(is_found(desk, "anna-smith"));
  CHECK_FALSE(is_found(desk, "Worker"));
  CHECK_FALSE(is_found(desk, "stop_work"));
}

TEST_CASE("the key is destroyed when its time has come, and then nothing is left but counts") {
  Desk desk;
  desk.staff("pipe", "public/metro", 40, 20);
  CHECK(desk.test("public/metro", "2027-05-03", refs("pipe", 20)) == "ok");
  const Report report = desk.report();
  const OwnAction action = closed_action(desk);
  desk.around.actions = {OwnAction{action.proposal, action.first_t0, {}}};
  CHECK(state_of(desk, "main") == "OPEN");
  desk.around.actions = {action};
  desk.now += one_day;
  CHECK(state_of(desk, "main") == "CLOSED");
  CHECK(desk.wake().empty());
  desk.now += desk.around.charter->params.privacy.retention;
  const auto events = desk.wake();
  REQUIRE(events.size() == 1);
  CHECK(events.front().text("event").value() == "campaign.shredded");
  CHECK(state_of(desk, "main") == "SHREDDED");
  CHECK(desk.rows("roster list").empty());
  for (const Table table : {Table::roster, Table::pledges, Table::tests})
    CHECK(desk.store.rows(table, {}, 10).empty());
  // What was signed stays checkable: its root is still known.
  CHECK(find_drafted(desk.store, report.as_of)->root == report.root);
  desk.restart();
  CHECK(state_of(desk, "main") == "SHREDDED");
  CHECK(desk.wake().empty());
}

TEST_CASE("a laptop that was closed when it was time destroys the key when it opens") {
  Desk desk;
  desk.staff("pipe", "public/metro", 12, 8);
  desk.around.actions = {closed_action(desk)};
  desk.restart();
  desk.now += one_day * 400;
  CHECK(desk.wake().size() == 1);
}

TEST_CASE("what is over takes no pledge, another campaign does, and the list lives on with it") {
  Desk desk;
  desk.staff("pipe", "public/metro", 12, 6);
  desk.around.actions = {closed_action(desk)};
  desk.now += one_day * 2;
  CHECK(desk.pledge("pipe-7") == "E_CAMPAIGN");
  Row line;
  line.set("worker", "pipe-7").set("ask", "stop_work").set("text_id", "risk-1");
  CHECK(desk.code("pledge record", line.set("campaign", "summer")) == "ok");
  desk.now += desk.around.charter->params.privacy.retention;
  CHECK(desk.wake().size() == 1);
  CHECK(state_of(desk, "main") == "SHREDDED");
  CHECK(state_of(desk, "summer") == "OPEN");
  CHECK(desk.rows("roster list").size() == 12);
  CHECK(desk.store.rows(Table::pledges, {}, 10).size() == 1);
}

TEST_CASE("the look at the keys comes once an hour, and at once after a start") {
  Desk desk;
  CHECK(desk.next_wakeup() == Instant{});
  desk.wake();
  CHECK(desk.next_wakeup() == Instant{} + limits::shred_look);
  desk.restart();
  CHECK(desk.next_wakeup() == Instant{});
}

TEST_CASE("where names are kept for seconds the key is destroyed to the second") {
  Desk desk;
  desk.staff("pipe", "public/metro", 12, 8);
  desk.wake();
  desk.around.charter->params.privacy.retention = Seconds{8};
  const OwnAction over{StatementId::zero(), desk.now, desk.now};
  desk.around.actions = {over};
  desk.look_again();
  CHECK(desk.next_wakeup() == Instant{});
  CHECK(desk.wake().empty());
  CHECK(desk.next_wakeup() == Instant{} + Seconds{8});
  desk.now += Seconds{8};
  CHECK(desk.wake().size() == 1);
  CHECK(state_of(desk, "main") == "SHREDDED");
}

TEST_CASE("while a proposal is open nobody on the list moves to another workplace") {
  Desk desk;
  desk.staff("pipe", "public/metro/yard", 12, 6);
  desk.around.are_cells_frozen = true;
  const auto moved = desk.import("ref,name,cell\npipe-0,Worker,public/metro/works\n");
  CHECK(moved.front().text("code").value_or("") == "E_CELLS_FROZEN");
  CHECK(desk.import("ref,name,cell\npipe-0,Other,public/metro/yard\nnew-1,New,public/metro/works\n")
            .front()
            .integer("added")
            .value_or(0) == 1);
  desk.around.are_cells_frozen = false;
  CHECK(desk.import("ref,name,cell\npipe-0,Worker,public/metro/works\n")
            .front()
            .integer("changed")
            .value_or(0) == 1);
}

}  // namespace tocsin::readiness
