#include "core/model/limits/statements.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_debrief.h"

namespace tocsin::tests {

TEST_CASE("an own action begins with its first T0 and is closed with its calls") {
  CoalitionNet net;
  CoalitionStory story{net};
  const auto actions_of = [&](std::string_view slug) {
    return net.of(slug).machine->own_actions(net.now().wall);
  };
  story.reach_call();
  CHECK(actions_of("drivers").empty());
  story.all_sign_call();
  REQUIRE(actions_of("drivers").size() == 1);
  CHECK(actions_of("drivers").front().proposal == story.proposal);
  CHECK(actions_of("choir").empty());  // nobody of it is called
  const WallTime t0 = actions_of("drivers").front().first_t0;
  CHECK(t0 > net.now().wall);
  net.pass(Seconds{200});
  net.pass(day_ms);
  CHECK_FALSE(actions_of("drivers").front().closed_at);
  file_debrief(net, "drivers", story.call);
  net.pass(Seconds{60});
  file_debrief(net, "plumbers", story.call);
  REQUIRE(actions_of("drivers").front().closed_at);
  CHECK(*actions_of("drivers").front().closed_at == net.now().wall);
  CHECK(actions_of("drivers").front().first_t0 == t0);
}

TEST_CASE("an action nobody tells of is closed when it is due, and one called off is none") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(Seconds{200});
  net.pass(day_ms + limits::debrief_due);
  const auto actions = net.of("drivers").machine->own_actions(net.now().wall);
  REQUIRE(actions.size() == 1);
  CHECK(*actions.front().closed_at == actions.front().first_t0 + day_ms + limits::debrief_due);
  CoalitionNet other;
  CoalitionStory off{other};
  off.certify();
  auto rows =
      other.stop(other.of("drivers"), "abort", off.call, Row{}.set("own", true).set("reason", "r"));
  REQUIRE(rows.has_value());
  other.deliver();
  REQUIRE(other.sign(other.of("drivers", 1), id_of(*rows)).has_value());
  other.deliver();
  CHECK(other.of("drivers").machine->own_actions(other.now().wall).empty());
  CHECK(other.of("plumbers").machine->own_actions(other.now().wall).size() == 1);
}

TEST_CASE("cells stay as they are from the opening of a proposal to its end") {
  CoalitionNet net;
  CoalitionStory story{net};
  const auto is_pending = [&](std::string_view slug) {
    return net.of(slug).machine->has_pending_target(net.now().wall);
  };
  CHECK_FALSE(is_pending("drivers"));
  story.propose();
  CHECK_FALSE(is_pending("drivers"));  // a draft of one org
  for (const std::size_t person : {0U, 1U})
    REQUIRE(net.sign(net.of("plumbers", person), story.proposal).has_value());
  net.deliver();
  CHECK(is_pending("drivers"));
  CHECK_FALSE(is_pending("bakers"));
  net.pass(day_ms);  // the vote is over
  CHECK_FALSE(is_pending("drivers"));
}

}  // namespace tocsin::tests
