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

}  // namespace tocsin
