#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"
#include "tests/support/strands.h"

namespace tocsin::tests {

TEST_CASE("status tells the coalition, each proposal and each call, and of one what is missing") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.reach_call();
  const auto all = net.act(net.of("choir"), "status", Row{}, Level::read);
  REQUIRE(all.has_value());
  CHECK(row_of(*all, "coalition").text("org").value() == "choir");
  CHECK(row_of(*all, "coalition").integer("proposals").value() == 2);
  CHECK(row_of(*all, "coalition").integer("calls").value() == 2);
  std::vector<std::string> order;
  for (const Row& row : *all)
    if (row.kind() == "call") order.push_back(row.text("mode").value());
  CHECK(order ==
        std::vector<std::string>{"rehearsal_exercise", "rehearsal"});  // as they were issued
  const std::vector<Row> call = story.status("choir", story.call);
  CHECK(row_of(call, "call").integer("targets").value() == 2);
  CHECK(row_of(call, "call").integer("joined").value() == 0);
  std::size_t joins_missing = 0;
  for (const Row& row : call)
    joins_missing += row.kind() == "lack" && row.text("code").value() == "E_JOIN" ? 1U : 0U;
  CHECK(joins_missing == 2);
}

TEST_CASE("who is listed by two organizations is told that the device signs for neither") {
  CoalitionNet net;
  CoalitionNet::Device& ana = net.of("choir");
  const auto listed_by = [&](CoalitionNet::Device& device) {
    const auto rows = net.act(device, "status", Row{}, Level::read);
    return row_of(rows.value(), "coalition").texts("listed_by");
  };
  CHECK(listed_by(ana).empty());
  Forge forge{net};
  const Manifest both =
      with_delegate(second_manifest(net, "bakers"), "anna", ana.identity.keys->device);
  Strand strand = forge.carried(
      "both", forge.sign({"bakers"}, StatementType::manifest, both), {"bakers"}, both.version);
  const StatementId id = id_of(strand.statements.front());
  strand.statements.push_back(
      forge.signoff(ana, {id, StatementType::manifest, Stance::approve, false, both.version}));
  for (const Bytes& statement : strand.statements) REQUIRE(net.accept(ana, statement).has_value());
  CHECK(listed_by(ana) == std::vector<std::string>{"bakers", "choir"});
}

TEST_CASE("the call of a drill calls nobody and asks nobody to join") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.mandate();
  const std::vector<Row> rows = story.status("drivers", story.exercise);
  const Row& drill = row_of(rows, "call");
  CHECK(drill.text("instruction").value() == "THIS IS PRACTICE. NOBODY IS CALLED.");
  CHECK_FALSE(drill.has("joined"));
}

TEST_CASE("what was aborted before it started calls nobody any more") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  story.stop_by({"choir", "tenants"}, "abort", story.call, Row{}.set("reason", "no"));
  const std::vector<Row> rows = story.status("drivers", story.call);
  CHECK(row_of(rows, "call").text("instruction").value() == "CALLED OFF. NOBODY IS CALLED.");
}

TEST_CASE("an unknown or ambiguous id is a usage error with words") {
  CoalitionNet net;
  Row row;
  row.set("subject", "ffffffffffffff");
  const auto unknown = net.act(net.of("choir"), "status", row, Level::read);
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error().exit == Exit::usage);
  CHECK_FALSE(unknown.error().reason.empty());
}

}  // namespace tocsin::tests
