#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("a report counts once a second delegate of its own org has signed it") {
  CoalitionNet net;
  CoalitionStory story{net};
  REQUIRE(net.report(net.of("drivers"), net.counts_of("drivers")).has_value());
  net.deliver();
  CHECK(net.of("choir").machine->reports().empty());
  StatementId report = StatementId::zero();
  for (const Row& event : net.of("drivers").events) {
    if (event.text("event").value_or("") == "report.state")
      report = StatementId::from(event.bytes("id").value()).value();
  }
  const auto foreign = net.sign(net.of("choir"), report);
  REQUIRE_FALSE(foreign.has_value());
  CHECK(foreign.error().exit == Exit::permission);
  REQUIRE(net.sign(net.of("drivers", 1), report).has_value());
  net.deliver();
  const auto reports = net.of("choir").machine->reports();
  REQUIRE(reports.size() == 1);
  CHECK(reports.front().slug == "drivers");
  CHECK(reports.front().report.cells == net.counts_of("drivers").cells);
}

TEST_CASE("the newest complete report of an org is the one that is told") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.publish_reports();
  const WallTime first = net.of("choir").machine->reports().front().report.as_of;
  net.pass(Seconds{3'600});
  story.publish_reports();
  const auto reports = net.of("choir").machine->reports();
  CHECK(reports.size() == 2);
  for (const auto& published : reports) CHECK(published.report.as_of > first);
}

}  // namespace tocsin::tests
