#include "core/readiness/report.h"

#include "core/model/limits/readiness.h"
#include "core/readiness/cell.h"
#include "core/wire/readiness_codec.h"
#include "tests/core/readiness/counts.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

TEST_CASE("a period ends and the next begins, from the charter's first moment") {
  const Charter charter = desk_charter();
  const WallTime start = charter.effective_at;
  CHECK(!period_at(charter, start - Millis{1}));
  const auto first = period_at(charter, start + 14 * one_day - Millis{1});
  REQUIRE(first);
  CHECK(first->number == 0);
  CHECK(first->as_of == start);
  const auto second = period_at(charter, start + 14 * one_day);
  REQUIRE(second);
  CHECK(second->number == 1);
  CHECK(second->as_of == start + 14 * one_day);
  CHECK(second->next == start + 28 * one_day);
}

TEST_CASE("a report is as of its period's end") {
  Desk desk;
  desk.staff("pipe", "public/metro", 40, 20);
  desk.now += 14 * one_day;
  for (int i = 20; i < 30; ++i) CHECK(desk.pledge("pipe-" + std::to_string(i)) == "ok");
  CHECK(find_count(desk.report(), {"public", "metro", ""})->pledged == 30);
  Desk late;
  late.staff("pipe", "public/metro", 40, 20);
  late.now += 15 * one_day;
  for (int i = 20; i < 30; ++i) CHECK(late.pledge("pipe-" + std::to_string(i)) == "ok");
  CHECK(find_count(late.report(), {"public", "metro", ""})->pledged == 20);
  late.now += 14 * one_day;
  CHECK(find_count(late.report(), {"public", "metro", ""})->pledged == 30);
}

TEST_CASE("one period has one report") {
  Desk desk;
  desk.staff("pipe", "public/metro", 40, 20);
  const Report first = desk.report();
  CHECK(desk.report() == first);
  // What the rounding swallows changes nothing.
  CHECK(desk.pledge("pipe-20") == "ok");
  CHECK(desk.report() == first);
  for (int i = 21; i < 25; ++i) CHECK(desk.pledge("pipe-" + std::to_string(i)) == "ok");
  const auto second = desk.run("draft report");
  REQUIRE(!second.has_value());
  CHECK(second.error().code == "E_PERIOD");
  CHECK(second.error().exit == Exit::later);
  CHECK(second.error().remedy == "the next period begins on 2027-05-25");
  desk.now += 14 * one_day;
  const Report next = desk.report();
  CHECK(next.period == 1);
  CHECK(find_count(next, {"public", "metro", ""})->pledged == 25);
  CHECK(next.root != first.root);
}

TEST_CASE("the root opens for each row of the list, long after") {
  Desk desk;
  desk.staff("pipe", "public/metro", 40, 20);
  desk.staff("van", "transport/metro", 20, 0);  // claimed by others
  const Report report = desk.report();
  CHECK(desk.code("pledge revoke", row_with("worker", "pipe-3")) == "ok");
  desk.restart();
  const auto drafted = find_drafted(desk.store, report.as_of);
  REQUIRE(drafted);
  CHECK(drafted->root == report.root);
  const Campaigns campaigns{desk.store};
  const auto kept = find_openings(desk.store, *campaigns.key("main"), report.as_of);
  REQUIRE(kept);
  REQUIRE(kept->rows.size() == 40);
  const RootTree tree{kept->seed, kept->rows};
  CHECK(tree.root() == report.root);
  std::size_t pledged = 0;
  for (std::uint32_t i = 0; i < kept->rows.size(); ++i) {
    const auto leaf = leaf_of(salt_of(kept->seed, i), kept->rows[i]);
    REQUIRE(opens(report.root, leaf, tree.path(leaf)));
    if (!kept->rows[i].ask.empty()) ++pledged;
  }
  CHECK(pledged == 20);
  CHECK(!find_drafted(desk.store, report.as_of + one_day));
  CHECK(!find_openings(desk.store, *campaigns.key("main"), report.as_of + one_day));
}

TEST_CASE("the openings of a long list lie in rows that the store takes") {
  Desk desk;
  std::string csv = "ref,cell\n";
  const std::string tail = "-" + std::string(limits::ref_bytes_max - 6, 'x');
  for (std::size_t i = 10'000; i < 15'000; ++i)
    csv += std::to_string(i) + tail + ",public/metro/" + std::string(16, 'c') + "\n";
  CHECK(desk.import(csv).front().integer("added").value_or(0) == 5'000);
  const Report report = desk.report();
  const Campaigns campaigns{desk.store};
  CHECK(find_openings(desk.store, *campaigns.key("main"), report.as_of)->rows.size() == 5'000);
}

TEST_CASE("votes and contracts are those of the period's end") {
  Desk desk;
  Row vote;
  vote.set("day", "2027-05-02").set("valid_until", "2027-08-02").set("turnout_bp", 8000);
  CHECK(desk.code("vote record", vote.set("yes_bp", 9100).set("method", "ballot")) == "ok");
  CHECK(desk.code("vote record", vote.set("day", "2027-05-12").set("yes_bp", 9500)) == "ok");
  CHECK(desk.code("contract add",
                  row_with("cell", "public/metro").set("ends", "2027-06-30").set("sure", true)) ==
        "ok");
  CHECK(desk.code("contract add", row_with("cell", "service/metro").set("ends", "2027-05-01")) ==
        "ok");
  const Report report = desk.report();
  CHECK(report.vote.yes_bp == 9100);
  REQUIRE(report.contracts.size() == 1);
  CHECK(report.contracts.front().is_sure);
  CHECK(wire::decode_signed<Report>(wire::encode(report)).has_value());
}

TEST_CASE("a report is bytes that a verifier takes") {
  Desk desk;
  desk.staff("a", "public/metro/a", 50, 30);
  desk.staff("b", "public/metro/b", 40, 39);
  desk.staff("c", "public/metro/c", 5, 5);
  desk.staff("d", "service/metro", 30, 15);
  CHECK(desk.test("public/metro", "2027-05-03", refs("a", 33)) == "ok");
  CHECK(desk.test("service/metro", "2027-05-03", refs("d", 20)) == "ok");
  const Report report = desk.report();
  const auto decoded = wire::decode_signed<Report>(wire::encode(report));
  REQUIRE(decoded.has_value());
  CHECK(*decoded == report);
}

}  // namespace
}  // namespace tocsin::readiness
