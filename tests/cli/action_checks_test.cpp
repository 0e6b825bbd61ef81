#include "cli/action_checks.h"

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

constexpr std::int64_t now_ms = 1'810'000'000'000;
constexpr std::int64_t day_ms = 86'400'000;

WallTime in_days(std::int64_t days) {
  return wall_from_ms(now_ms + days * day_ms);
}

// A laptop on which all is well.
ActionFacts ready() {
  ActionFacts facts;
  facts.now = wall_from_ms(now_ms);
  facts.state = {Row{"daemon"}.set("state", "open")};
  Row mesh{"mesh"};
  mesh.set("links", 3).set("relay_links", 2).set("relays_listed", 2).set("syncs", 5);
  facts.status = {Row{"self"}.set("org_slug", "plumbers"),
                  mesh.set("missing", 0).set("unstored", 0),
                  Row{"coalition"}.set("clock", "ok")};
  facts.chart = {Row{"chart"}.set("slug", "plumbers").set("age_days", 4),
                 Row{"chart"}.set("slug", "drivers").set("missing", true)};
  facts.charter = {Row{"charter"}.set("review_by", Value{in_days(90)})};
  facts.manifest = {Row{"manifest"}.set("valid_until", Value{in_days(60)})};
  facts.free_bytes = std::uint64_t{50} * 1024 * 1024 * 1024;
  return facts;
}

Row& row_of(std::vector<Row>& rows, std::string_view kind) {
  for (Row& row : rows)
    if (row.kind() == kind) return row;
  FAIL("no such row");
  return rows.front();
}

std::string action_verdict(const ActionFacts& facts, std::string_view about) {
  for (const Row& row : action_checks(facts)) {
    if (row.text("about").value_or("") != about) continue;
    const std::string found = row.text("verdict").value_or("");
    // Whatever is not fine says what to do.
    CHECK((found == "green") == !row.has("todo"));
    return found;
  }
  return "not told";
}

}  // namespace

TEST_CASE("where all is right before an action, every line is green") {
  for (const Row& row : action_checks(ready())) {
    INFO(row.text("about").value_or(""));
    CHECK(row.text("verdict").value_or("") == "green");
  }
  CHECK(action_checks(ready()).size() == 9);
}

TEST_CASE("a closed profile is red, and of the rest nothing is guessed") {
  ActionFacts facts = ready();
  facts.state = {Row{"daemon"}.set("state", "locked")};
  CHECK(action_verdict(facts, "profile") == "red");
  CHECK(action_verdict(facts, "clock") == "not told");
  facts.state.clear();
  CHECK(action_verdict(facts, "profile") == "red");
  facts = ready();
  facts.status.pop_back();
  CHECK(action_verdict(facts, "coalition") == "red");
}

TEST_CASE("a clock that peers or signed objects contradict is red") {
  ActionFacts facts = ready();
  row_of(facts.status, "coalition").set("clock", "suspect");
  CHECK(action_verdict(facts, "clock") == "red");
  facts = ready();
  row_of(facts.status, "mesh").set("clock_suspect", true);
  CHECK(action_verdict(facts, "clock") == "red");
}

TEST_CASE("no link is red, a lone one or a lone relay is worth a thought") {
  ActionFacts facts = ready();
  Row& mesh = row_of(facts.status, "mesh");
  mesh.set("relay_links", 1);
  CHECK(action_verdict(facts, "links") == "yellow");
  mesh.set("links", 1).set("relays_listed", 1);
  CHECK(action_verdict(facts, "links") == "yellow");
  mesh.set("links", 0).set("relay_links", 0);
  CHECK(action_verdict(facts, "links") == "red");
}

TEST_CASE("what is still to come or lies here alone is told") {
  ActionFacts facts = ready();
  Row& mesh = row_of(facts.status, "mesh");
  mesh.set("unstored", 2);
  CHECK(action_verdict(facts, "sync") == "yellow");
  mesh.set("unstored", 0).set("missing", 1);
  CHECK(action_verdict(facts, "sync") == "yellow");
  mesh.set("syncs", 0);
  CHECK(action_verdict(facts, "sync") == "red");
}

TEST_CASE("a nearly full disk is red, a filling one yellow") {
  ActionFacts facts = ready();
  facts.free_bytes = std::uint64_t{64} * 1024 * 1024;
  CHECK(action_verdict(facts, "disk") == "yellow");
  --*facts.free_bytes;
  CHECK(action_verdict(facts, "disk") == "red");
  facts = ready();
  row_of(facts.status, "mesh").set("normal_refused", true);
  CHECK(action_verdict(facts, "disk") == "red");
  facts = ready();
  facts.free_bytes.reset();
  CHECK(action_verdict(facts, "disk") == "yellow");
}

TEST_CASE("the own report counts, not that of others") {
  ActionFacts facts = ready();
  facts.chart.front().set("stale", true);
  CHECK(action_verdict(facts, "report") == "red");
  facts.chart.front().set("stale", false).set("missing", true);
  CHECK(action_verdict(facts, "report") == "red");
  facts.chart.erase(facts.chart.begin());
  CHECK(action_verdict(facts, "report") == "green");  // claims no workplace
}

TEST_CASE("an overdue debrief of the own organization is red, one that is due yellow") {
  ActionFacts facts = ready();
  const auto filed = [](const char* slug, const char* state) {
    return Row{"debrief_of"}.set("slug", slug).set("state", state);
  };
  facts.debriefs = {filed("drivers", "OVERDUE"), filed("plumbers", "FILED")};
  CHECK(action_verdict(facts, "debriefs") == "green");
  facts.debriefs.push_back(filed("plumbers", "DRAFT"));
  CHECK(action_verdict(facts, "debriefs") == "yellow");
  facts.debriefs.push_back(filed("plumbers", "OVERDUE"));
  CHECK(action_verdict(facts, "debriefs") == "red");
}

TEST_CASE("charter and manifest that end soon are yellow, and over red") {
  ActionFacts facts = ready();
  facts.charter.front().set("review_by", Value{in_days(13)});
  facts.manifest.front().set("valid_until", Value{in_days(0)});
  CHECK(action_verdict(facts, "charter") == "yellow");
  CHECK(action_verdict(facts, "manifest") == "red");
  facts.manifest.clear();
  CHECK(action_verdict(facts, "manifest") == "yellow");
}

}  // namespace tocsin::cli
