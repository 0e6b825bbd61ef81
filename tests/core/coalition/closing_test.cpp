#include "core/coalition/closing.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_debrief.h"

namespace tocsin::tests {

TEST_CASE("what has ended is closed after 30 days, also without debriefs") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  REQUIRE(story.state("choir", story.proposal) == "ENDED");
  net.pass(Seconds{29 * 24 * 3600});
  CHECK(story.state("choir", story.proposal) == "ENDED");
  net.pass(Seconds{24 * 3600});
  CHECK(story.state("choir", story.proposal) == "CLOSED");
}

TEST_CASE("what was aborted before it started owes nothing and closes nothing") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  story.stop_by({"choir", "tenants"}, "abort", story.call, Row{}.set("reason", "no"));
  REQUIRE(story.state("choir", story.call) == "DEAD");
  net.pass(Seconds{60 * 24 * 3600});
  CHECK(story.state("choir", story.proposal) == "DEAD");
}

TEST_CASE("a vote that nobody answered ends on its day, and debriefs close it like any other end") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.max_duration = Seconds{14 * 24 * 3600};
  story.certify();
  net.pass(Seconds{200});
  const WallTime day = net.now().wall + Seconds{3600};
  Row vote;
  vote.set("form", "vote").set("vote_by", Value{day}).set("reason", "shall we go on");
  story.stop_by({"drivers", "plumbers"}, "end", story.call, vote);
  net.pass(Seconds{7200});
  REQUIRE(story.state("choir", story.call) == "ENDED");
  const auto told = [&] {
    Row row;
    row.set("subject", story.call.hex());
    const auto rows = net.act(net.of("choir"), "debrief summary", row, Level::read);
    return rows->front();
  };
  CHECK(told().time("ended_at").value() == day);
  file_debrief(net, "drivers", story.call);
  CHECK(story.state("choir", story.proposal) == "ENDED");
  file_debrief(net, "plumbers", story.call);
  CHECK(story.state("choir", story.call) == "CLOSED");
  CHECK(story.state("choir", story.proposal) == "CLOSED");
  const WallTime closed = told().time("closed_at").value();
  net.pass(Seconds{24 * 3600});
  CHECK(told().time("closed_at").value() == closed);  // names are kept from there on
}

}  // namespace tocsin::tests
