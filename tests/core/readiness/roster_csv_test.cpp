#include "core/readiness/roster_csv.h"

#include "core/readiness/import.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

Worker worker(const std::string& ref, const std::string& name, const std::string& code) {
  return Worker{
      ref, name, "+49 30 1", {"public", "metro", code}, "=unit", "late, \"n\"", "chi", 4, 20'000};
}

Roster small_list() {
  Roster roster;
  for (const Worker& one : {worker("w-1", "Ana, the first", "yard"),
                            worker("w-2", "@Bo", ""),
                            worker("w-3", "Chi \u00e9", "depot")})
    roster.emplace(one.ref, one);
  return roster;
}

}  // namespace

TEST_CASE("a list that was written out is imported to the same list") {
  const Roster roster = small_list();
  const ImportWish wish{roster_csv(roster, CsvScope{nullptr, 20'000, 21}), {}, {}};
  const auto import = plan_import(wish, ImportPlace{Roster{}, nullptr, nullptr, 20'000, 21, false});
  REQUIRE(import);
  CHECK(import->faults.empty());
  CHECK(import->added == 3);
  Roster back;
  for (const Worker& one : import->writes) back.emplace(one.ref, one);
  CHECK(back == roster);
  const auto again = plan_import(wish, ImportPlace{roster, nullptr, nullptr, 20'000, 21, false});
  CHECK(again.value().writes.empty());
}

TEST_CASE("only the workplace that was asked for is written out, old assessments as unknown") {
  const Roster roster = small_list();
  const Cell yard{"public", "metro", "yard"};
  CHECK(count_in(roster, &yard) == 1);
  CHECK(count_in(roster, nullptr) == 3);
  CHECK(to_text(roster_csv(roster, CsvScope{&yard, 20'022, 21})) ==
        "ref,name,contact,cell,unit,shift,steward,assessment\n"
        "w-1,\"Ana, the first\",'+49 30 1,public/metro/yard,'=unit,\"late, \"\"n\"\"\",chi,0\n");
}

}  // namespace tocsin::readiness
