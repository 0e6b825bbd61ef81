#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("before T0 one aborts, after it one ends, and each says so of the other") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row end = with_reason();
  end.set("form", "settled").set("outcomes", Value{std::vector<std::string>{"met"}});
  end.set("next_review", Value{net.now().wall + Seconds{24 * 3600}});
  CHECK(code_of(net.stop(net.of("drivers"), "end", story.call, end)) == "E_TYPE");
  net.pass(Seconds{200});
  CHECK(code_of(net.stop(net.of("drivers"), "abort", story.call, with_reason())) == "E_TYPE");
  CHECK(code_of(net.stop(net.of("drivers"), "end", story.call, with_reason())) == "E_USAGE");
  end.set("outcomes", Value{std::vector<std::string>{"met", "unmet"}});
  CHECK(code_of(net.stop(net.of("drivers"), "end", story.call, end)) == "E_DEMAND");
  end.set("outcomes", Value{std::vector<std::string>{"part"}});
  CHECK(code_of(net.stop(net.of("drivers"), "end", story.call, end)) == "ok");
}

TEST_CASE("one's own targets are one's own, and a target is named as the chart names it") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row own = with_reason();
  own.set("own", true);
  CHECK(code_of(net.stop(net.of("choir"), "abort", story.call, own)) == "E_TARGET");
  Row named = with_reason();
  named.set("targets", Value{std::vector<std::string>{"drivers:energy/metro"}});
  CHECK(code_of(net.stop(net.of("drivers"), "abort", story.call, named)) == "E_TARGET");
  named.set("targets", Value{std::vector<std::string>{"drivers:transport/metro"}});
  CHECK(code_of(net.stop(net.of("drivers"), "abort", story.call, named)) == "ok");
}

TEST_CASE("there is something to resume, or nothing is signed") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CHECK(code_of(net.stop(net.of("drivers"), "resume", story.proposal, with_reason())) == "E_TYPE");
  const auto idle = net.stop(net.of("drivers"), "resume", story.call, with_reason());
  CHECK(code_of(idle) == "E_TYPE");
  CHECK_FALSE(idle.error().remedy.empty());
  REQUIRE(net.stop(net.of("drivers"), "hold", story.call, Row{with_reason()}.set("own", true))
              .has_value());
  net.deliver();
  CHECK(code_of(net.stop(net.of("drivers"), "resume", story.call, with_reason())) == "ok");
  Row elsewhere = with_reason();
  elsewhere.set("targets", Value{std::vector<std::string>{"plumbers:public/metro"}});
  CHECK(code_of(net.stop(net.of("drivers"), "resume", story.call, elsewhere)) == "E_TYPE");
}

TEST_CASE("a hold is finite") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.mandate();
  CHECK(code_of(net.stop(net.of("choir"), "hold", story.proposal, with_reason())) == "E_HOLD");
  Row hold = with_reason();
  hold.set("until", Value{net.now().wall + Seconds{73 * 3600}});
  CHECK(code_of(net.stop(net.of("choir"), "hold", story.proposal, hold)) == "E_HOLD");
  hold.set("until", Value{net.now().wall + Seconds{3600}});
  auto rows = net.stop(net.of("choir"), "hold", story.proposal, hold);
  REQUIRE(rows.has_value());
  net.deliver();
  REQUIRE(net.sign(net.of("choir", 1), id_of(*rows)).has_value());
  net.deliver();
  net.pass(Seconds{6});
  CHECK(story.draft_call().error().code == "E_HOLD");
  net.pass(Seconds{3600});
  CHECK(story.draft_call().has_value());
}

}  // namespace tocsin::tests
