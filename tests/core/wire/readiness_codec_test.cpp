#include "core/wire/readiness_codec.h"

#include <functional>

#include "tests/core/wire/strict.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

bool is_taken(const std::function<void(Report&)>& change) {
  tests::TestCoalition test;
  return wire::is_taken(test.report(test.org("drivers"), tests::founding()), change);
}

std::string sector_numbered(std::size_t i) {
  return "s" + std::to_string(1000 + i);
}

}  // namespace

TEST_CASE("a report comes back the same") {
  tests::TestCoalition test;
  const Report report = test.report(test.org("drivers"), tests::founding());
  CHECK(wire::decode<Report>(wire::encode(report)).value() == report);
}

TEST_CASE("every list of a report is taken at its limit and refused one above") {
  const auto cells = [](std::size_t n) {
    return [n](Report& r) {
      r.cells.clear();
      for (std::size_t i = 0; i < n; ++i)
        r.cells.push_back(CellCount{{sector_numbered(i), "metro", ""}, 10, 5, false});
    };
  };
  const auto tests_of = [](std::size_t n) {
    return [n](Report& r) {
      r.tests.clear();
      for (std::size_t i = 0; i < n; ++i)
        r.tests.push_back(TestCount{{sector_numbered(i), "metro", ""}, "button", 1, 1});
    };
  };
  const auto contracts = [](std::size_t n) {
    return [n](Report& r) {
      for (std::size_t i = 0; i < n; ++i)
        r.contracts.push_back(ContractDate{{sector_numbered(i), "metro", ""}, 1, 1, true});
    };
  };
  CHECK(is_taken(cells(256)));
  CHECK_FALSE(is_taken(cells(257)));
  CHECK(is_taken(tests_of(32)));
  CHECK_FALSE(is_taken(tests_of(33)));
  CHECK(is_taken(contracts(32)));
  CHECK_FALSE(is_taken(contracts(33)));
}

TEST_CASE("counts that cannot be are refused") {
  CHECK(is_taken([](Report& r) { r.cells[0].pledged = r.cells[0].eligible; }));
  CHECK_FALSE(is_taken([](Report& r) { r.cells[0].pledged = r.cells[0].eligible + 1; }));
  CHECK_FALSE(is_taken([](Report& r) { r.cells[0].is_topped = true; }));
  CHECK(is_taken([](Report& r) {
    r.cells[0].is_topped = true;
    r.cells[0].pledged = 0;
  }));
  CHECK_FALSE(is_taken([](Report& r) { r.cells[1].cell = r.cells[0].cell; }));
  CHECK(is_taken([](Report& r) { r.vote = {1, 2, 10'000, 10'000, ""}; }));
  CHECK_FALSE(is_taken([](Report& r) { r.vote = {1, 2, 10'001, 0, ""}; }));
  CHECK_FALSE(is_taken([](Report& r) { r.vote = {1, 2, 0, 10'001, ""}; }));
  CHECK_FALSE(is_taken([](Report& r) { r.vote.method = std::string(81, 'a'); }));
}

TEST_CASE("rows of a list come back as they were, and in no other encoding") {
  const Cell cell{"public", "metro", ""};
  const WallTime at = wall_from_ms(1'800'000'000'000);
  ListRows rows;
  rows.is_asking = true;
  Worker worker;
  worker.ref = "w-1";
  worker.name = "Mo O'Neil";
  worker.contact = "0555-01";
  worker.workplace = cell;
  worker.steward = "sol";
  worker.edited_at = at;
  rows.workers = {worker};
  rows.pledges = {{{"w-1", "main", "stop_work", "risk-1", "", 20'000, 0}, 19'990}};
  rows.tests = {{cell, "petition", 20'000, {"w-1", "w-2"}}};
  rows.votes = {{{20'000, 20'090, 8'000, 9'000, "paper"}, at}};
  rows.contracts = {{{cell, 20'500, 20'400, true}, at}};
  wire::check_strict(rows);
  const auto taken = [&](const std::function<void(ListRows&)>& change) {
    return wire::is_taken<ListRows>(rows, change);
  };
  CHECK_FALSE(taken([](ListRows& it) { it.workers[0].ref = "W 1"; }));
  CHECK_FALSE(taken([](ListRows& it) { it.workers[0].name = "two\nlines"; }));
  CHECK_FALSE(taken([](ListRows& it) { it.workers[0].name = std::string(1'025, 'a'); }));
  CHECK_FALSE(taken([](ListRows& it) { it.workers[0].workplace = {}; }));
  CHECK_FALSE(taken([](ListRows& it) { it.pledges[0].pledge.ask = ""; }));
  CHECK_FALSE(taken([](ListRows& it) { it.tests[0].took_part = {"w-2", "w-1"}; }));
  CHECK_FALSE(taken([](ListRows& it) { it.votes[0].vote.yes_bp = 10'001; }));
}

TEST_CASE("an assessment has no encoding") {
  Worker worker;
  worker.ref = "w-1";
  worker.workplace = {"public", "metro", ""};
  ListRows plain;
  plain.workers = {worker};
  ListRows assessed = plain;
  assessed.workers[0].assessment = 5;
  assessed.workers[0].assessed_day = 20'000;
  CHECK(wire::encode(plain) == wire::encode(assessed));
}

}  // namespace tocsin
