#include "core/readiness/pledges.h"

#include "tests/core/readiness/desk.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

Row pledge_row() {
  Row row;
  row.set("worker", "w-1")
      .set("ask", "stop_work")
      .set("text_id", "risk-1")
      .set("card_ref", "card 7");
  return row;
}

Asks union_asks() {
  static const Charter charter = desk_charter();
  return asks_of(&charter, &charter.orgs[1]);
}

TEST_CASE("pledges come back from the store, each under its campaign") {
  tests::MemoryStore store;
  Outbox outbox;
  const Pledge first{"w-1", "main", "stop_work", "risk-1", "card", 20'000, 0};
  const Pledge second{"w-2", "main", "rally", "risk-2", "", 20'001, 20'002};
  const Pledge other{"w-1", "main-2", "stop_work", "risk-1", "", 20'003, 0};
  tests::SeededRandom random{1};
  const RowKey main = RowKey::fresh(random);
  const RowKey next = RowKey::fresh(random);
  for (const Pledge& pledge : {first, second}) keep_pledge(outbox, main, pledge);
  keep_pledge(outbox, next, other);
  REQUIRE(store.stage(outbox.take().writes));
  const Pledges pledges = read_pledges(store, &main);
  REQUIRE(pledges.size() == 2);
  CHECK(pledges.at("w-1") == first);
  CHECK(pledges.at("w-2") == second);
  CHECK(find_pledge(store, &next, "w-1") == other);
  CHECK(!find_pledge(store, &next, "w-2"));
  CHECK(!find_pledge(store, nullptr, "w-1"));
  CHECK(read_pledges(store, nullptr).empty());
}

TEST_CASE("pledge without text") {
  Row row = pledge_row();
  row.set("text_id", "");
  const auto pledge = read_pledge(row, union_asks(), 1);
  REQUIRE(!pledge);
  CHECK(pledge.error().code == "E_TEXT_ID");
  CHECK(pledge.error().exit == Exit::invalid);
}

TEST_CASE("a line says who, what and under which text") {
  CHECK(read_pledge(pledge_row(), union_asks(), 7).value() ==
        Pledge{"w-1", "main", "stop_work", "risk-1", "card 7", 7, 0});
  CHECK(code_of(read_pledge(pledge_row().set("worker", "W 1"), union_asks(), 7)) == "E_REF");
  CHECK(code_of(read_pledge(pledge_row().set("campaign", "a b"), union_asks(), 7)) == "E_CAMPAIGN");
  CHECK(code_of(read_pledge(pledge_row().set("ask", ""), union_asks(), 7)) == "E_ASK");
  CHECK(code_of(read_pledge(pledge_row().set("card_ref", "a\nb"), union_asks(), 7)) == "E_TEXT");
  CHECK(code_of(read_pledge(pledge_row().set("text_id", std::string(65, 'x')), union_asks(), 7)) ==
        "E_TEXT");
}

TEST_CASE("unknown code is refused") {
  CHECK(code_of(read_pledge(pledge_row().set("ask", "rally"), union_asks(), 7)) == "ok");
  CHECK(code_of(read_pledge(pledge_row().set("ask", "vigil"), union_asks(), 7)) == "E_ASK");
  // Nobody knows the words before founding.
  CHECK(code_of(read_pledge(pledge_row().set("ask", "vigil"), Asks{}, 7)) == "ok");
}

TEST_CASE("a pledge to come to a rally is none to stop work") {
  const Asks asks = union_asks();
  CHECK(asks.all == std::vector<std::string>{"rally", "stop_work"});
  CHECK(asks.stops_work == std::vector<std::string>{"stop_work"});
}

TEST_CASE("a revoked pledge never returns") {
  const Pledge wish{"w-1", "main", "stop_work", "risk-1", "", 7, 0};
  Pledge known = wish;
  known.given_day = 3;
  CHECK(after(std::nullopt, wish).value() == wish);
  CHECK(after(known, wish).value() == known);  // given when it was given
  Pledge other = wish;
  other.ask = "rally";
  CHECK(after(known, other).value() == other);
  known.revoked_day = 5;
  const auto again = after(known, wish);
  REQUIRE(!again);
  CHECK(again.error().code == "E_REVOKED");
  CHECK(again.error().exit == Exit::invalid);
}

}  // namespace
}  // namespace tocsin::readiness
