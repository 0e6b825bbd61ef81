#include "tests/support/catch.hpp"
#include "tests/support/coalition_debrief.h"

namespace tocsin::tests {

TEST_CASE("the summary tells what each org says, and who is asked to do what next") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  file_debrief(net, "drivers", story.call);
  draft_debrief(net, "choir", debrief_body(net, story.call));  // nobody called it: it may tell too
  Row row;
  row.set("subject", story.call.hex());
  const auto rows = net.act(net.of("tenants"), "debrief summary", row, Level::read);
  REQUIRE(rows.has_value());
  const Row& head = rows->front();
  CHECK(head.kind() == "debriefs");
  CHECK(head.text("state").value() == "ENDED");
  CHECK(head.integer("orgs").value() == 2);
  CHECK(head.integer("filed").value() == 1);
  CHECK_FALSE(head.has("closed_at"));
  std::size_t told = 0;
  for (const Row& line : *rows) {
    if (line.kind() != "debrief_of") continue;
    const std::string slug = line.text("slug").value();
    ++told;
    if (slug == "choir") CHECK(line.text("state").value() == "DRAFT");
    if (slug == "plumbers") CHECK(line.text("state").value() == "DUE");
    if (slug != "drivers") continue;
    CHECK(line.text("happened").value().find("the yard at six") != std::string::npos);
    CHECK(line.texts("outcomes") == std::vector<std::string>{"part"});
  }
  CHECK(told == 3);
  CHECK(row_of(*rows, "next_step").text("text").value() == "Open the hall earlier.");
}

TEST_CASE("a debrief is read, shown and signed word for word") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  const StatementId debrief = draft_debrief(net, "drivers", debrief_body(net, story.call));
  Row row;
  row.set("subject", debrief.hex());
  const auto reviewed = net.act(net.of("drivers", 1), "review", row, Level::act);
  REQUIRE(reviewed.has_value());
  const std::string text = row_of(*reviewed, "review").text("text").value();
  CHECK(text.find("Of call: " + story.call.hex() + "\n") != std::string::npos);
  CHECK(text.find("Happened: Most came out at five,\n    | the yard at six.\n") !=
        std::string::npos);
  CHECK(text.find("Demand 1: met in part\n") != std::string::npos);
  CHECK(text.find("Next, choir: Open the hall earlier.\n") != std::string::npos);
  CHECK(row_of(*reviewed, "review").text("list").value() == "drill");  // no words that start
  const auto shown = net.act(net.of("choir"), "show", row, Level::read);
  REQUIRE(shown.has_value());
  CHECK(row_of(*shown, "statement").text("keep").value() == "Two stewards for each door.");
}

TEST_CASE("there is no summary of a call that is not over") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row row;
  row.set("subject", story.call.hex());
  const auto refused = net.act(net.of("choir"), "debrief summary", row, Level::read);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_TYPE");
  row.set("subject", story.proposal.hex());
  CHECK_FALSE(net.act(net.of("choir"), "debrief summary", row, Level::read).has_value());
}

}  // namespace tocsin::tests
