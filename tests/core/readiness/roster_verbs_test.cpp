#include "core/model/limits/readiness.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

constexpr std::string_view list =
    "ref,name,contact,cell,steward,assessment\n"
    "w-1,Ana,ana@example,public/metro,bo,4\n"
    "w-2,Bo,,public/metro,bo,0\n"
    "w-3,Chi,,transport/metro,ana,\n";

TEST_CASE("a dry run tells what would happen and changes nothing") {
  Desk desk;
  Row wish;
  wish.set("csv", Value{to_bytes(list)}).set("dry_run", true);
  const auto rows = desk.rows("roster import", wish);
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().integer("added").value_or(0) == 3);
  CHECK(rows.front().flag("dry_run"));
  CHECK(desk.rows("roster list").empty());
  CHECK(desk.import(list).front().integer("added").value_or(0) == 3);
  CHECK(desk.rows("roster list").size() == 3);
}

TEST_CASE("each hostile list has its code and exit") {
  struct Case {
    std::string csv;
    const char* code;
  };

  const std::string line(10 * 1024 * 1024, 'x');
  for (const Case& one : {Case{"ref,cell\nw-1,publ\xff/metro\n", "E_ENCODING"},
                          Case{"ref,cell\n" + line + "\n", "E_SIZE"},
                          Case{"ref,cell\nw-1,\"public/metro\n", "E_CSV"},
                          Case{"ref,name,cell\nw-1,=cmd|' /C calc'!A0,public/metro\n", "E_FORMULA"},
                          Case{"", "E_COLUMNS"}}) {
    Desk desk;
    const auto done = desk.run("roster import", Row{}.set("csv", Value{to_bytes(one.csv)}));
    REQUIRE(!done.has_value());
    CHECK(done.error().code == one.code);
    CHECK(done.error().exit == Exit::invalid);
    CHECK(desk.rows("roster list").empty());
  }
}

TEST_CASE("refused and duplicate rows are told one by one, the others taken") {
  Desk desk;
  const auto rows = desk.import(
      "ref,name,cell\nw-1,Ana,public/metro\nw-1,Ana,public/metro\nw-2,@x,public/metro\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].integer("added").value_or(0) == 1);
  CHECK(rows[0].integer("duplicates").value_or(0) == 1);
  CHECK(rows[0].integer("refused").value_or(0) == 1);
  CHECK(rows[1].text("code").value_or("") == "E_DUPLICATE");
  CHECK(rows[1].integer("line").value_or(0) == 3);
  CHECK(rows[2].text("code").value_or("") == "E_FORMULA");
  CHECK(desk.rows("roster list").size() == 1);
}

TEST_CASE("an answer stays small however much is refused") {
  Desk desk;
  std::string csv = "ref,cell\nok,public/metro\n";
  for (int i = 0; i < 5'000; ++i) csv += "W,public/metro\n";
  const auto rows = desk.import(csv);
  CHECK(rows.size() == limits::refused_rows_max + 1);
  CHECK(rows.front().integer("refused").value_or(0) == 5'000);
}

TEST_CASE("a long list comes in parts") {
  Desk desk;
  std::string csv = "ref,cell\n";
  const auto count = limits::roster_list_rows_max + 7;
  for (std::size_t i = 0; i < count; ++i) csv += std::to_string(10'000 + i) + ",public/metro\n";
  REQUIRE(desk.import(csv).front().integer("added").value_or(0) ==
          static_cast<std::int64_t>(count));
  auto rows = desk.rows("roster list");
  REQUIRE(rows.size() == limits::roster_list_rows_max + 1);
  REQUIRE(rows.back().kind() == "more");
  rows = desk.rows("roster list", row_with("from", rows.back().text("from").value_or("")));
  CHECK(rows.size() == 7);
}

TEST_CASE("the list is shown by cell, in counts or with names") {
  Desk desk;
  desk.import(list);
  CHECK(desk.pledge("w-1") == "ok");
  const auto counts = desk.rows("roster show");
  REQUIRE(counts.size() == 2);
  CHECK(counts[0].text("cell").value_or("") == "public/metro");
  CHECK(counts[0].integer("eligible").value_or(0) == 2);
  CHECK(counts[0].integer("pledged").value_or(0) == 1);
  CHECK(counts[0].integer("assessed").value_or(0) == 1);
  CHECK(counts[0].integer("stewards").value_or(0) == 1);
  CHECK(counts[0].flag("claimed"));
  CHECK(!counts[1].flag("claimed"));
  const auto workers = desk.rows("roster list", row_with("cell", "transport/metro"));
  REQUIRE(workers.size() == 1);
  CHECK(workers[0].text("name").value_or("") == "Chi");
  CHECK(desk.code("roster list", row_with("cell", "nowhere")) == "E_CELL");
}

TEST_CASE("a worker has one steward at a time") {
  Desk desk;
  desk.import(list);
  CHECK(desk.code("roster assign", row_with("worker", "w-1").set("steward", "chi")) == "ok");
  CHECK(desk.rows("roster list").front().text("steward").value_or("") == "chi");
  CHECK(desk.code("roster assign", row_with("worker", "w-9").set("steward", "chi")) ==
        "E_NOT_FOUND");
  CHECK(desk.code("roster assign", row_with("worker", "w-1")) == "E_TEXT");
  CHECK(desk.code("roster assign", row_with("steward", "chi")) == "E_REF");
}

TEST_CASE("a worker is given to nobody whom neither the org nor the list knows") {
  Desk desk;
  desk.import(list);
  const auto assign = [&](const char* steward) {
    return desk.code("roster assign", row_with("worker", "w-1").set("steward", steward));
  };
  desk.around.people = {"ana", "chi"};
  CHECK(assign("nobody") == "E_NOT_FOUND");
  CHECK(assign("chi") == "ok");
  CHECK(assign("bo") == "ok");  // w-2's steward
  CHECK(assign("dee") == "E_NOT_FOUND");
  desk.import("ref,cell,steward\nw-3,transport/metro,dee\n");
  CHECK(assign("dee") == "ok");
  desk.around.people.clear();  // before a founding
  CHECK(assign("whoever") == "ok");
}

TEST_CASE("an assessment fades from what is shown") {
  Desk desk;
  desk.import(list);
  desk.now += std::chrono::hours{24 * 22};
  CHECK(desk.rows("roster list").front().integer("assessment").value_or(9) == 0);
  CHECK(desk.rows("roster show").front().integer("assessed").value_or(9) == 0);
}

}  // namespace
}  // namespace tocsin::readiness
