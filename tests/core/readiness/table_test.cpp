#include "core/readiness/table.h"

#include "core/readiness/cell.h"
#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

const Charter charter = desk_charter();
const CharterOrg& plumbers = charter.orgs[1];
const Asks asks = asks_of(&charter, &plumbers);

void hire(Holdings& held, const std::string& ref, const char* cell) {
  Worker worker;
  worker.ref = ref;
  worker.workplace = parse_cell(cell).value();
  held.roster.emplace(ref, worker);
}

void pledge(Holdings& held,
            const std::string& ref,
            std::uint32_t day,
            const char* ask = "stop_work") {
  held.pledges.emplace(ref, Pledge{ref, "main", ask, "risk-1", "", day, 0});
}

TEST_CASE("workers count in the cells that the org claims") {
  Holdings held;
  hire(held, "w-1", "public/metro");
  hire(held, "w-2", "public/metro/yard");
  hire(held, "w-3", "transport/metro");
  pledge(held, "w-2", 10);
  pledge(held, "w-3", 10);
  CHECK(count_workers(held, &plumbers, asks, 10) ==
        std::vector<Tally>{{{"public", "metro", ""}, 1, 0}, {{"public", "metro", "yard"}, 1, 1}});
  CHECK(count_workers(held, nullptr, asks, 10).size() == 3);
}

TEST_CASE("a pledge counts while it stands, from its day on, for what was asked, of who is here") {
  Holdings held;
  for (const char* ref : {"w-1", "w-2", "w-3", "w-4"}) hire(held, ref, "public/metro");
  pledge(held, "w-1", 10);
  pledge(held, "w-2", 11);
  pledge(held, "w-3", 10, "rally");
  pledge(held, "w-4", 10);
  held.pledges.at("w-4").revoked_day = 12;
  pledge(held, "gone", 10);
  CHECK(count_workers(held, &plumbers, asks, 10).front().pledged == 1);
  CHECK(count_workers(held, &plumbers, asks, 11).front().pledged == 2);
  CHECK(counting_pledge(held, "w-4", asks, 11) == nullptr);
}

TEST_CASE("a test counts who is on the list, by workplace, once however often recorded") {
  Holdings held;
  hire(held, "w-1", "public/metro/a");
  hire(held, "w-2", "public/metro/b");
  hire(held, "w-3", "public/metro/b");
  hire(held, "w-4", "service/metro");
  held.tests = {{{"public", "metro", ""}, "petition", 5, {"gone", "w-1", "w-2", "w-4"}},
                {{"public", "metro", "b"}, "petition", 5, {"w-2", "w-3"}},
                {{"public", "metro", ""}, "petition", 6, {"w-1"}}};
  CHECK(count_tests(held, plumbers, 5) ==
        std::vector<TestTally>{{{"public", "metro", "a"}, "petition", 5, 1},
                               {{"public", "metro", "b"}, "petition", 5, 2}});
  // A line also for the workplace that nobody took part from.
  CHECK(count_tests(held, plumbers, 6).back() ==
        TestTally{{"public", "metro", "b"}, "petition", 6, 0});
}

}  // namespace
}  // namespace tocsin::readiness
