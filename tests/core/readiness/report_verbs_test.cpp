#include <algorithm>

#include "core/wire/readiness_codec.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

// Every text, list and byte string of a row.
std::string everything(const Row& row) {
  std::string out;
  for (const auto& [name, value] : row.fields()) {
    out += name + " ";
    if (const auto* text = std::get_if<std::string>(&value)) out += *text + " ";
    if (const auto* bytes = std::get_if<Bytes>(&value)) out += to_text(*bytes) + " ";
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value))
      for (const std::string& text : *texts) out += text + " ";
    if (const auto* rows = std::get_if<std::vector<Row>>(&value))
      for (const Row& inner : *rows) out += everything(inner);
  }
  return out;
}

std::string everything(const std::vector<Row>& rows) {
  std::string out;
  for (const Row& row : rows) out += everything(row);
  return out;
}

TEST_CASE("canary names never leave") {
  Desk desk;
  std::string csv = "ref,name,contact,cell,unit,shift,steward\n";
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    csv += "canary-ref-" + n + ",Canary Name " + n + ",canary-contact-" + n +
           ",public/metro,Canary Unit,Canary Shift,canary steward\n";
  }
  std::string said = everything(desk.import(csv));
  for (int i = 0; i < 30; ++i) CHECK(desk.pledge("canary-ref-" + std::to_string(i)) == "ok");
  said += everything(desk.rows("test record",
                               row_with("cell", "public/metro")
                                   .set("test", "petition")
                                   .set("day", "2027-05-01")
                                   .set("took_part", Value{refs("canary-ref", 25)})));
  auto done = desk.run("draft report");
  REQUIRE(done.has_value());
  said += everything(done->rows) + to_text(wire::encode(*done->report));
  desk.around.reports.push_back(Published{org_id(2), "plumbers", *done->report, desk.now});
  for (const char* verb : {"chart", "calendar", "roster show"}) said += everything(desk.rows(verb));
  CHECK(said.find("eligible") != std::string::npos);
  std::ranges::transform(said, said.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  CHECK(said.find("canary") == std::string::npos);
}

TEST_CASE("kill at any moment and everything acknowledged is there") {
  Desk desk;
  desk.staff("w", "public/metro", 40, 20);
  CHECK(desk.test("public/metro", "2027-05-01", refs("w", 20)) == "ok");
  Row vote = row_with("day", "2027-05-01").set("valid_until", "2027-08-01").set("method", "");
  CHECK(desk.code("vote record", vote.set("turnout_bp", 8000).set("yes_bp", 9000)) == "ok");
  CHECK(desk.code("contract add", row_with("cell", "public/metro").set("ends", "2027-06-30")) ==
        "ok");
  const auto list = desk.rows("roster list");
  const Report report = desk.report();
  desk.restart();
  CHECK(desk.rows("roster list") == list);
  CHECK(desk.report() == report);
  // What was never on disk is as if it had not been asked.
  desk.commits = false;
  CHECK(desk.pledge("w-30") == "ok");
  desk.restart();
  desk.commits = true;
  CHECK(desk.rows("roster show").front().integer("pledged").value_or(0) == 20);
}

TEST_CASE("the draft shows what is published and what is hidden") {
  Desk desk;
  desk.staff("a", "public/metro/a", 50, 30);
  desk.staff("b", "public/metro/b", 40, 20);
  desk.staff("c", "public/metro/c", 5, 5);
  desk.staff("d", "service/metro", 20, 19);
  desk.staff("e", "transport/metro", 50, 50);  // others claim it
  CHECK(desk.test("public/metro", "2027-05-01", refs("a", 25)) == "ok");
  std::vector<std::string> lines;
  for (const Row& row : desk.rows("draft report")) {
    if (row.kind() == "report_head") continue;
    lines.push_back(
        row.kind() + " " + row.text("cell").value_or("") + " " +
        (row.flag("hidden") ? "hidden"
         : row.flag("topped")
             ? "topped"
             : std::to_string(row.integer(row.kind() == "report_test" ? "took_part" : "pledged")
                                  .value_or(-1))));
  }
  // The test of a alone would say that nobody of b and c took part.
  CHECK(lines == std::vector<std::string>{"report_cell public/metro 55",
                                          "report_cell public/metro/a 30",
                                          "report_cell service/metro topped",
                                          "report_cell public/metro/b hidden",
                                          "report_cell public/metro/c hidden",
                                          "report_test public/metro 25"});
}

TEST_CASE("the draft shows whatever the report holds, the vote and contracts too") {
  Desk desk;
  desk.staff("w", "public/metro", 40, 20);
  Row vote = row_with("day", "2027-05-01").set("valid_until", "2027-08-01").set("method", "hands");
  CHECK(desk.code("vote record", vote.set("turnout_bp", 8050).set("yes_bp", 9100)) == "ok");
  CHECK(desk.code("contract add",
                  row_with("cell", "public/metro").set("ends", "2027-06-30").set("sure", true)) ==
        "ok");
  Row with_notice = row_with("cell", "service/metro").set("ends", "2027-07-31");
  CHECK(desk.code("contract add", with_notice.set("notice_by", "2027-06-30")) == "ok");
  const auto done = desk.run("draft report");
  REQUIRE(done);
  REQUIRE(done->report);
  const auto& rows = done->rows;
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].kind() == "report_head");
  CHECK(rows[0].time("as_of").value() == done->report->as_of);
  CHECK(rows[0].bytes("root").value() == to_bytes(ByteView{done->report->root}));
  CHECK(rows[1].kind() == "report_cell");
  CHECK(rows[2].kind() == "report_vote");
  CHECK(rows[2].integer("turnout_bp").value() == 8050);
  CHECK(rows[2].integer("yes_bp").value() == 9100);
  CHECK(rows[2].text("method").value() == "hands");
  CHECK(rows[2].text("valid_until").value() == "2027-08-01");
  CHECK(rows[3].text("ends").value() == "2027-06-30");
  CHECK(rows[3].flag("sure"));
  CHECK_FALSE(rows[3].has("notice_by"));
  CHECK(rows[4].kind() == "report_contract");
  CHECK(rows[4].text("notice_by").value() == "2027-06-30");
}

TEST_CASE("without a charter that lists the org there is nothing to publish") {
  Desk desk;
  desk.around.charter.reset();
  desk.staff("w", "anywhere/at all", 20, 0);
  for (const char* verb : {"chart", "calendar", "draft report"}) {
    const auto done = desk.run(verb);
    REQUIRE(!done.has_value());
    CHECK(done.error().code == "E_CHARTER_UNKNOWN");
    CHECK(done.error().exit == Exit::later);
  }
  Desk stranger{9};
  CHECK(stranger.code("draft report") == "E_CHARTER_UNKNOWN");
  CHECK(stranger.code("chart") == "ok");
  Desk early;
  early.now = early.around.charter->effective_at - Millis{1};
  CHECK(early.code("draft report") == "E_PERIOD");
}

TEST_CASE("a laptop that has nothing to report drafts no empty report over the true one") {
  Desk desk;
  CHECK(desk.code("draft report") == "E_EMPTY");
  desk.import("ref,name,cell\np-1,Ann,public/metro\n");
  CHECK(desk.code("draft report") == "ok");
}

TEST_CASE("a campaign is reported by its own pledges") {
  Desk desk;
  desk.staff("w", "public/metro", 40, 20);
  CHECK(desk.code("draft report", row_with("campaign", "spring")) == "E_NOT_FOUND");
  for (const std::string& ref : refs("w", 10)) {
    Row line = row_with("worker", ref).set("ask", "stop_work").set("text_id", "risk-1");
    CHECK(desk.code("pledge record", line.set("campaign", "spring")) == "ok");
  }
  const auto done = desk.run("draft report", row_with("campaign", "spring"));
  REQUIRE(done.has_value());
  CHECK(done->report->cells.front().pledged == 10);
}

TEST_CASE("the chart knows the own stewards, the calendar the own contracts") {
  Desk desk;
  desk.staff("w", "public/metro", 40, 20);
  for (const std::string& ref : refs("w", 7)) {
    Row wish = row_with("worker", ref);
    wish.set("steward", "bo " + ref.substr(2, 1));
    CHECK(desk.code("roster assign", wish) == "ok");
  }
  desk.around.reports.push_back(Published{org_id(2), "plumbers", desk.report(), desk.now});
  CHECK(desk.rows("chart").front().integer("lead_ratio").value_or(0) == 6);
  CHECK(desk.code("contract add", row_with("cell", "public/metro").set("ends", "2027-06-30")) ==
        "ok");
  CHECK(desk.rows("calendar").empty());
  Report drivers;
  drivers.contracts = {{{"transport", "metro", ""}, 20'990, 20'960, true}};
  desk.around.reports.push_back(Published{org_id(1), "drivers", drivers, desk.now});
  const auto rows = desk.rows("calendar");
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().text("from").value_or("") == "2027-06-21");
  CHECK(rows.front().text("until").value_or("") == "2027-06-30");
  CHECK(rows.front().texts("orgs") == std::vector<std::string>{"drivers", "plumbers"});
  // A date put right here is right before the next report says so.
  desk.around.reports.front().report.contracts = {{{"public", "metro", ""}, 20'999, 0, true}};
  CHECK(desk.code("contract add", row_with("cell", "public/metro").set("ends", "2027-09-30")) ==
        "ok");
  CHECK(desk.rows("calendar").empty());
}

}  // namespace
}  // namespace tocsin::readiness
