#include "core/readiness/cell.h"

#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

TEST_CASE("a cell is read and written alike") {
  for (const char* text : {"transport/metro", "transport/metro/depot 7", "public/valley/a"}) {
    const auto cell = parse_cell(text);
    REQUIRE(cell);
    CHECK(cell_text(*cell) == text);
  }
}

TEST_CASE("what is not two or three names is no cell") {
  for (const char* text : {"",
                           "transport",
                           "transport/",
                           "/metro",
                           "transport//depot",
                           "transport/metro/",
                           "transport/metro/depot/7",
                           "transport/metro/a code that is too long",
                           "transport/me\ttro"})
    CHECK(!parse_cell(text));
}

TEST_CASE("a claim without code covers every workplace of its area") {
  const Cell whole{"transport", "metro", ""};
  const Cell depot{"transport", "metro", "depot-7"};
  CHECK(covers(whole, depot));
  CHECK(covers(whole, whole));
  CHECK(covers(depot, depot));
  CHECK(!covers(depot, whole));
  CHECK(!covers(whole, Cell{"transport", "valley", ""}));
  CHECK(area(depot) == whole);
}

TEST_CASE("claims and words are those of the charter") {
  const Charter charter = desk_charter();
  const CharterOrg* plumbers = find_org(charter, org_id(2));
  REQUIRE(plumbers != nullptr);
  CHECK(is_claimed(*plumbers, Cell{"service", "metro", "yard"}));
  CHECK(!is_claimed(*plumbers, Cell{"service", "valley", ""}));
  CHECK(is_declared(charter, Cell{"energy", "valley", "x"}));
  CHECK(!is_declared(charter, Cell{"enregy", "valley", ""}));
  CHECK(!is_declared(charter, Cell{"energy", "moon", ""}));
  CHECK(find_org(charter, org_id(9)) == nullptr);
}

}  // namespace
}  // namespace tocsin::readiness
