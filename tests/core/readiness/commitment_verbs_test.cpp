#include "core/model/limits/readiness.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

Row wish(const std::string& worker) {
  Row row;
  row.set("worker", worker).set("ask", "stop_work").set("text_id", "risk-1");
  return row;
}

std::int64_t pledged(Desk& desk) {
  return desk.rows("roster show").front().integer("pledged").value_or(-1);
}

TEST_CASE("revoked pledge never returns") {
  Desk desk;
  desk.staff("w", "public/metro", 3, 2);
  CHECK(pledged(desk) == 2);
  const auto rows = desk.rows("pledge revoke", row_with("worker", "w-0"));
  CHECK(rows.front().text("revoked").value_or("") == "2027-05-11");
  CHECK(pledged(desk) == 1);
  CHECK(desk.pledge("w-0") == "E_REVOKED");
  desk.restart();
  CHECK(desk.pledge("w-0") == "E_REVOKED");
  CHECK(pledged(desk) == 1);
  // Again is the same, on the first day.
  desk.now += std::chrono::hours{48};
  CHECK(
      desk.rows("pledge revoke", row_with("worker", "w-0")).front().text("revoked").value_or("") ==
      "2027-05-11");
  CHECK(desk.code("pledge revoke", row_with("worker", "w-2")) == "E_NOT_FOUND");
  // Another campaign asks anew.
  CHECK(desk.code("pledge record", wish("w-0").set("campaign", "spring")) == "ok");
  CHECK(pledged(desk) == 1);
}

TEST_CASE("only who is on the list can pledge") {
  Desk desk;
  desk.staff("w", "public/metro", 1, 0);
  CHECK(desk.code("pledge record", wish("w-1")) == "E_NOT_FOUND");
  CHECK(desk.code("pledge record", wish("w-0").set("text_id", "")) == "E_TEXT_ID");
  CHECK(desk.code("pledge record", wish("w-0").set("ask", "close")) == "E_ASK");
  CHECK(pledged(desk) == 0);
}

TEST_CASE("many lines are one act with one answer each") {
  Desk desk;
  desk.staff("w", "public/metro", 3, 0);
  std::vector<Row> lines{
      wish("w-0"), wish("w-0"), wish("w-9"), wish("w-1").set("text_id", ""), wish("w-2")};
  const auto rows = desk.rows("pledge record", Row{}.set("lines", Value{lines}));
  REQUIRE(rows.size() == 6);
  CHECK(rows[0].flag("ok"));
  CHECK(rows[1].flag("ok"));
  CHECK(rows[2].text("code").value_or("") == "E_NOT_FOUND");
  CHECK(rows[3].text("code").value_or("") == "E_TEXT_ID");
  CHECK(rows[4].flag("ok"));
  CHECK(rows[3].integer("line").value_or(0) == 4);
  CHECK(rows[5].integer("count").value_or(0) == 3);
  CHECK(rows[5].integer("refused").value_or(0) == 2);
  CHECK(pledged(desk) == 2);
  lines.assign(limits::pledge_lines_max + 1, wish("w-0"));
  CHECK(desk.code("pledge record", Row{}.set("lines", Value{lines})) == "E_SIZE");
}

TEST_CASE("a test is held by those of the cell who are on the list") {
  Desk desk;
  desk.staff("w", "public/metro/yard", 4, 0);
  desk.staff("van", "transport/metro", 1, 0);
  Row test;
  test.set("cell", "public/metro").set("test", "petition").set("day", "2027-05-10");
  test.set("took_part", Value{std::vector<std::string>{"w-0", "w-0", "w-1", "w-9", "=1", "van-0"}});
  auto rows = desk.rows("test record", test);
  CHECK(rows.front().integer("took_part").value_or(0) == 2);
  CHECK(rows.front().integer("unknown").value_or(0) == 2);
  CHECK(rows.front().integer("elsewhere").value_or(0) == 1);
  // A second sheet of the same test.
  rows = desk.rows("test record",
                   test.set("took_part", Value{std::vector<std::string>{"w-1", "w-2"}}));
  CHECK(rows.front().integer("took_part").value_or(0) == 3);
  CHECK(desk.code("test record", test.set("day", "2027-05-12")) == "ok");  // tomorrow, somewhere
  CHECK(desk.code("test record", test.set("day", "2027-05-13")) == "E_DAY");
  CHECK(desk.code("test record", test.set("day", "soon")) == "E_DAY");
  CHECK(desk.code("test record", test.set("test", "")) == "E_TEXT");
  CHECK(desk.code("test record", test.set("cell", "public")) == "E_CELL");
  test = row_with("cell", "public/metro").set("test", "petition").set("day", "2027-05-10");
  test.set("took_part", Value{refs("w", static_cast<int>(limits::took_part_max) + 1)});
  CHECK(desk.code("test record", test) == "E_SIZE");
}

TEST_CASE("a vote was held and is valid for a time") {
  Desk desk;
  Row vote;
  vote.set("day", "2027-05-01").set("valid_until", "2027-08-01").set("turnout_bp", 8000);
  vote.set("yes_bp", 9100).set("method", "secret ballot");
  CHECK(desk.rows("vote record", vote).front().kind() == "vote");
  CHECK(desk.code("vote record", Row{vote}.set("yes_bp", 10'001)) == "E_RANGE");
  CHECK(desk.code("vote record", Row{vote}.set("turnout_bp", -1)) == "E_RANGE");
  CHECK(desk.code("vote record", Row{vote}.set("valid_until", "2027-04-30")) == "E_DAY");
  CHECK(desk.code("vote record", Row{vote}.set("day", "2027-05-20")) == "E_DAY");
  CHECK(desk.code("vote record", Row{vote}.set("method", "a\nb")) == "E_TEXT");
}

TEST_CASE("a contract ends in a cell of the org") {
  Desk desk;
  Row contract;
  contract.set("cell", "public/metro").set("ends", "2027-06-30").set("notice_by", "2027-05-30");
  CHECK(desk.rows("contract add", contract).front().text("notice_by").value_or("") == "2027-05-30");
  CHECK(desk.code("contract add", Row{contract}.set("notice_by", "2027-07-01")) == "E_DAY");
  CHECK(desk.code("contract add", Row{contract}.set("cell", "transport/metro")) == "E_CELL");
  CHECK(desk.code("contract add", Row{contract}.set("ends", "")) == "E_DAY");
}

}  // namespace
}  // namespace tocsin::readiness
