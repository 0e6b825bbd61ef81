#include "core/readiness/readiness.h"

#include "core/readiness/commands.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

TEST_CASE("a list, pledges and tests become a report and a line of the chart") {
  Desk desk;
  desk.staff("pipe", "public/metro", 40, 32);
  CHECK(desk.test("public/metro", "2027-05-01", refs("pipe", 30)) == "ok");
  CHECK(desk.test("public/metro", "2027-05-08", refs("pipe", 33)) == "ok");
  const Report report = desk.report();
  REQUIRE(report.cells.size() == 1);
  CHECK(report.cells.front() == CellCount{{"public", "metro", ""}, 40, 30, false});
  REQUIRE(report.tests.size() == 2);
  CHECK(report.tests.front().took_part == 30);
  CHECK(report.tests.back().took_part == 30);
  CHECK(report.as_of == desk.around.charter->effective_at);
  CHECK(report.root != crypto::Hash{});

  desk.around.reports.push_back(Published{org_id(2), "plumbers", report, desk.now});
  const auto rows = desk.rows("chart");
  REQUIRE(rows.size() == 8);
  CHECK(rows.front().text("slug").value_or("") == "plumbers");
  CHECK(rows.front().integer("share_bp").value_or(0) == 7500);
  CHECK(rows.front().text("tests").value_or("") == "2/2");
}

TEST_CASE("a verb needs the level of its rule") {
  Desk desk;
  const auto done = desk.run("roster list", {}, Level::read);
  REQUIRE(!done.has_value());
  CHECK(done.error().code == "E_STEP_UP");
  CHECK(done.error().exit == Exit::permission);
  CHECK(desk.run("roster show", {}, Level::read).has_value());
}

TEST_CASE("every verb of the table is answered, and no other") {
  for (const VerbRule& rule : verb_rules) {
    CAPTURE(rule.verb);
    CHECK(Readiness::owns(rule.verb));
    CHECK(Desk{}.code(rule.verb) != "E_VERB");
  }
  CHECK(!Readiness::owns("roster forget"));
  CHECK(Desk{}.code("roster forget") == "E_VERB");
}

}  // namespace
}  // namespace tocsin::readiness
