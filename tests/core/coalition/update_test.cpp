#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Row postpone(const char* target, WallTime until) {
  return Row{}.set("target", target).set("until", Value{until});
}

}  // namespace

TEST_CASE("a narrowing update is one abort and one hold per time, and the call stays as it is") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const WallTime later = net.now().wall + Seconds{26 * 3600};
  Row row;
  row.set("drop", Value{std::vector<std::string>{"drivers:transport/metro"}});
  row.set("postpone", Value{std::vector<Row>{postpone("plumbers:public/metro", later)}});
  const auto rows = net.stop(net.of("choir"), "update", story.call, row);
  REQUIRE(rows.has_value());
  net.deliver();
  std::vector<StatementId> stops;
  for (const Row& told : *rows)
    if (told.kind() == "draft") stops.push_back(StatementId::from(*told.bytes("id")).value());
  REQUIRE(stops.size() == 2);
  CHECK(story.state("bakers", story.call) == "CALLED");
  for (const StatementId& stop : stops) {
    REQUIRE(net.sign(net.of("choir", 1), stop).has_value());
    for (const std::size_t person : {0U, 1U})
      REQUIRE(net.sign(net.of("tenants", person), stop).has_value());
  }
  net.deliver();
  CHECK(story.target_state("bakers", "drivers") == "ABORTED");
  CHECK(story.target("bakers", "plumbers").time("t0").value() == later);
  net.pass(Seconds{26 * 3600 + 1});
  CHECK(story.target_state("bakers", "drivers") == "ABORTED");
  CHECK(story.target_state("bakers", "plumbers") == "IN_EFFECT");
}

TEST_CASE("an update narrows: nothing named, something unknown, named twice or past is refused") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const auto update = [&](const Row& row) {
    const auto done = net.stop(net.of("drivers"), "update", story.call, row);
    return done ? std::string{"ok"} : done.error().code;
  };
  CHECK(update(Row{}) == "E_USAGE");
  CHECK(update(Row{}.set("drop", Value{std::vector<std::string>{"choir:public/metro"}})) ==
        "E_TARGET");
  const WallTime later = net.now().wall + Seconds{3600};
  Row twice;
  twice.set("drop", Value{std::vector<std::string>{"drivers:transport/metro"}});
  twice.set("postpone", Value{std::vector<Row>{postpone("drivers:transport/metro", later)}});
  CHECK(update(twice) == "E_USAGE");
  Row past;
  past.set("postpone",
           Value{std::vector<Row>{postpone("drivers:transport/metro", net.now().wall)}});
  CHECK(update(past) == "E_HOLD");
}

}  // namespace tocsin::tests
