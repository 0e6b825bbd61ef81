#include "core/coalition/objections.h"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Reply<std::vector<Row>> object(CoalitionNet& net,
                               CoalitionNet::Device& device,
                               const StatementId& subject,
                               std::string_view reason) {
  Row arguments = net.live_arguments(device, subject);
  arguments.set("stance", "object").set("reason", reason);
  auto done = net.act(device, "confirm", arguments);
  net.deliver();
  return done;
}

Row org_named(const std::vector<Row>& rows, std::string_view slug) {
  for (const Row& row : rows)
    if (row.kind() == "org" && row.text("slug").value() == slug) return row;
  return Row{};
}

}  // namespace

TEST_CASE("one objection of two is told with its person, org and reason, and blocks nothing yet") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  const auto done = object(net, net.of("choir"), story.proposal, "the footbridge first");
  REQUIRE(done.has_value());
  CHECK(row_of(*done, "signed").integer("objections").value() == 1);
  const std::vector<Row> rows = story.status("drivers", story.proposal);
  const Row told = row_of(rows, "objection");
  CHECK(told.text("slug").value() == "choir");
  CHECK(told.text("handle").value() == net.of("choir").person);
  CHECK(told.text("reason").value() == "the footbridge first");
  CHECK(org_named(rows, "choir").integer("objections").value() == 1);
  CHECK_FALSE(org_named(rows, "choir").flag("objects"));
  CHECK_FALSE(row_of(rows, "proposal").has("blocked_by"));
  CHECK(std::ranges::any_of(rows, [](const Row& row) {
    return row.text("hint").value_or("").find("choir (1 of it against)") != std::string::npos;
  }));
  std::vector<std::string> heard;
  for (const Row& event : net.of("drivers").events) heard.push_back(event.text("event").value());
  CHECK(std::ranges::count(heard, "proposal.objected") == 1);
}

TEST_CASE("an org that objects is told as against, in the rule's line and in what is blocked") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  for (const std::string_view slug : {"choir", "tenants"}) {
    REQUIRE(object(net, net.of(slug, 0), story.proposal, "no").has_value());
    REQUIRE(object(net, net.of(slug, 1), story.proposal, "not so").has_value());
  }
  const std::vector<Row> rows = story.status("drivers", story.proposal);
  CHECK(org_named(rows, "choir").flag("objects"));
  CHECK(row_of(rows, "proposal").flag("blocked"));
  CHECK(row_of(rows, "proposal").texts("blocked_by") ==
        std::vector<std::string>{"choir", "tenants"});
  std::size_t lines = 0;
  for (const Row& row : rows) {
    const std::string hint = row.text("hint").value_or("");
    if (hint.find("choir") == std::string::npos) continue;
    ++lines;
    CHECK(hint.ends_with("; against: choir, tenants"));
  }
  CHECK(lines > 0);
  Row subject = about(story.proposal);
  const auto review = net.act(net.of("bakers"), "review", subject, Level::act);
  REQUIRE(review.has_value());
  CHECK(row_of(*review, "objection").text("reason").has_value());
  const auto matrix = net.act(net.of("bakers"), "matrix", subject, Level::read);
  REQUIRE(matrix.has_value());
  for (const Row& row : *matrix) {
    if (row.kind() == "matrix_org" && row.text("slug").value() == "tenants")
      CHECK(row.flag("objects"));
  }
}

}  // namespace tocsin::tests
