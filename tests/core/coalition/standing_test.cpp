#include "core/coalition/standing.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("a replaced proposal is dead, and its successor is not") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  for (const std::size_t person : {0U, 1U})
    REQUIRE(net.sign(net.of("plumbers", person), story.proposal).has_value());
  net.deliver();
  const StatementId first = story.proposal;
  CHECK(story.state("choir", first) == "OPEN");
  net.pass(Seconds{1});
  story.replaces = first;
  story.propose();
  CHECK(story.state("choir", first) == "OPEN");
  for (const std::size_t person : {0U, 1U})
    REQUIRE(net.sign(net.of("plumbers", person), story.proposal).has_value());
  net.deliver();
  CHECK(story.state("choir", first) == "DEAD");
  CHECK(row_of(story.status("choir", first), "proposal").text("reason").value() == "REPLACED");
  CHECK(story.state("choir", story.proposal) == "OPEN");
}

TEST_CASE("a hold moves a target's start, and past the window it is dead") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row hold;
  hold.set("own", true).set("reason", "rain").set("until", Value{net.now().wall + Seconds{3'600}});
  auto rows = net.stop(net.of("drivers"), "hold", story.call, hold);
  REQUIRE(rows.has_value());
  net.deliver();
  REQUIRE(net.sign(net.of("drivers", 1), id_of(*rows)).has_value());
  net.deliver();
  net.pass(Seconds{200});
  const auto state_of = [&](std::string_view slug) {
    for (const Row& row : story.status("choir", story.call)) {
      if (row.kind() == "target" && row.text("slug").value() == slug)
        return row.text("state").value();
    }
    return std::string{};
  };
  CHECK(state_of("drivers") == "CALLED");
  CHECK(state_of("plumbers") == "IN_EFFECT");
  net.pass(Seconds{3'420});
  CHECK(state_of("drivers") == "IN_EFFECT");
}

}  // namespace tocsin::tests
