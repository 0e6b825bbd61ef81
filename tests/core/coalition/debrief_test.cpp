#include "core/coalition/debrief.h"

#include <algorithm>

#include "core/coalition/standing.h"
#include "core/coalition/verify.h"
#include "core/model/limits/statements.h"
#include "core/readiness/readiness.h"
#include "core/wire/debrief_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_debrief.h"

namespace tocsin::tests {

TEST_CASE("a call is closed once each called org has told how it went") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(Seconds{200});
  CHECK(story.state("choir", story.call) == "IN_EFFECT");
  net.pass(day_ms);
  CHECK(story.state("choir", story.call) == "ENDED");
  CHECK(story.state("choir", story.proposal) == "ENDED");
  file_debrief(net, "drivers", story.call);
  CHECK(story.state("choir", story.call) == "ENDED");
  file_debrief(net, "plumbers", story.call);
  CHECK(story.state("choir", story.call) == "CLOSED");
  CHECK(story.state("choir", story.proposal) == "CLOSED");
  // Over is over: nothing is stopped any more.
  const auto refused = net.stop(net.of("choir"), "abort", story.call, Row{}.set("reason", "late"));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_STOPPED");
}

TEST_CASE("after thirty days a call is closed all the same, and who owes it shows overdue") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  file_debrief(net, "plumbers", story.call);
  net.pass(limits::debrief_due - Seconds{3600});
  CHECK(story.state("choir", story.call) == "ENDED");
  CHECK(state_of_debrief(net, "drivers", story.call) == "DUE");
  net.pass(Seconds{3600});
  CHECK(story.state("choir", story.call) == "CLOSED");
  CHECK(state_of_debrief(net, "drivers", story.call) == "OVERDUE");
  CHECK(state_of_debrief(net, "plumbers", story.call) == "FILED");
  // Late is better than never.
  file_debrief(net, "drivers", story.call);
  CHECK(state_of_debrief(net, "drivers", story.call) == "FILED");
}

TEST_CASE("a debrief counts once a second delegate of its own org has signed it") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  const StatementId debrief = draft_debrief(net, "drivers", debrief_body(net, story.call));
  CHECK(state_of_debrief(net, "drivers", story.call) == "DRAFT");
  CHECK(story.state("choir", debrief) == "DRAFT");
  const auto foreign = net.sign(net.of("choir"), debrief);
  REQUIRE_FALSE(foreign.has_value());
  CHECK(foreign.error().exit == Exit::permission);
  REQUIRE(net.sign(net.of("drivers", 1), debrief).has_value());
  net.deliver();
  CHECK(state_of_debrief(net, "drivers", story.call) == "FILED");
  CHECK(story.state("choir", debrief) == "COMPLETE");
  // What counted goes on counting.
  REQUIRE(net.sign(net.of("drivers", 1), debrief, "abstain").has_value());
  net.deliver();
  CHECK(state_of_debrief(net, "drivers", story.call) == "FILED");
}

TEST_CASE("overdue debrief refuses next") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(Seconds{200});
  net.pass(Seconds{4 * 24 * 3600});
  const StatementId last = story.call;
  story.reach_call();
  const auto owing = net.sign(net.of("drivers"), story.call, "approve", true);
  REQUIRE_FALSE(owing.has_value());
  CHECK(owing.error().code == "E_DEBRIEF");
  CHECK(owing.error().exit == Exit::held);
  CHECK_FALSE(net.sign(net.of("drivers", 1), story.call).has_value());
  CHECK(net.sign(net.of("choir"), story.call).has_value());  // it was not called
  file_debrief(net, "drivers", last);
  CHECK(net.sign(net.of("drivers"), story.call, "approve", true).has_value());
}

TEST_CASE("overdue is owed as well, though the call is closed") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(Seconds{200});
  net.pass(day_ms + limits::debrief_due);
  CHECK(story.state("choir", story.call) == "CLOSED");
  story.reach_call();
  const auto owing = net.sign(net.of("plumbers"), story.call, "approve", true);
  REQUIRE_FALSE(owing.has_value());
  CHECK(owing.error().code == "E_DEBRIEF");
  CHECK(owing.error().reason.find("overdue") != std::string::npos);
}

TEST_CASE(
    "a debrief is of a call that is over, says of every demand, and tells of own cells alone") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const auto code = [&](const Debrief& body) {
    Row row;
    row.set("body", Value{wire::encode(body)});
    const auto done = net.act(net.of("drivers"), "draft debrief", row, Level::act);
    return done ? std::string{"ok"} : done.error().code;
  };
  const Debrief good = debrief_body(net, story.call);
  CHECK(code(good) == "E_TYPE");
  net.pass(Seconds{200});
  CHECK(code(good) == "E_TYPE");
  net.pass(day_ms);
  Debrief bad = good;
  bad.outcomes.clear();
  CHECK(code(bad) == "E_DEMAND");
  bad = good;
  bad.call = StatementId{{7}};
  CHECK(code(bad) == "E_MISSING");
  bad = good;
  bad.turnout = {Turnout{{"public", "metro", ""}, TurnoutBand::most}};  // the plumbers'
  CHECK(code(bad) == "E_TARGET");
  bad.turnout = {Turnout{{"transport", "metro", ""}, TurnoutBand::most}};
  CHECK(code(bad) == "ok");
}

TEST_CASE("a band of a cell that the reports hide is refused") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  Report hidden = net.counts_of("drivers");
  hidden.cells.clear();
  REQUIRE(net.report(net.of("drivers"), hidden).has_value());
  net.deliver();
  StatementId report = StatementId::zero();
  for (const Row& event : net.of("drivers").events) {
    if (event.text("type").value_or("") == "report")
      report = StatementId::from(event.bytes("id").value()).value();
  }
  REQUIRE(net.sign(net.of("drivers", 1), report).has_value());
  net.deliver();
  Debrief body = debrief_body(net, story.call);
  body.turnout = {Turnout{{"transport", "metro", ""}, TurnoutBand::most}};
  Row row;
  row.set("body", Value{wire::encode(body)});
  const auto refused = net.act(net.of("drivers"), "draft debrief", row, Level::act);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_CELL");
}

TEST_CASE("what is owed survives a restart") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  file_debrief(net, "drivers", story.call);
  net.restart(net.of("choir"));
  CHECK(story.state("choir", story.call) == "ENDED");
  CHECK(state_of_debrief(net, "drivers", story.call) == "FILED");
  CHECK(state_of_debrief(net, "plumbers", story.call) == "DUE");
}

TEST_CASE("one device tells of one call so often and no more") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  for (std::size_t i = 0; i < limits::debriefs_per_device_max; ++i)
    draft_debrief(net, "drivers", debrief_body(net, story.call));
  Row row;
  row.set("body", Value{wire::encode(debrief_body(net, story.call))});
  CHECK_FALSE(net.act(net.of("drivers"), "draft debrief", row, Level::act).has_value());
}

TEST_CASE("debrief verifies after shred") {
  CoalitionNet net;
  CoalitionStory story{net};
  CoalitionNet::Device& device = net.of("drivers");
  SeededRandom random{5};
  readiness::Readiness list{random, *device.store, device.identity, device.store->snapshot()};
  readiness::Surroundings around{net.charter(), {}};
  const auto keep = [&](Outbox& outbox) {
    REQUIRE(device.store->stage(outbox.take().writes).has_value());
    REQUIRE(device.store->commit().has_value());
  };
  Outbox outbox;
  const Command import{
      "roster import",
      Row{}.set("csv", Value{to_bytes("ref,name,cell\nw-1,Ana,transport/metro\n")}),
      Level::act};
  REQUIRE(list.command(import, around, net.now(), outbox).has_value());
  keep(outbox);
  story.run_to_end();
  const StatementId debrief = file_debrief(net, "drivers", story.call);
  file_debrief(net, "plumbers", story.call);
  const Bytes certificate = story.certificate("drivers");
  for (const coalition::OwnAction& action : device.machine->own_actions(net.now().wall))
    around.actions.push_back({action.proposal, action.first_t0, action.closed_at});
  net.pass(net.charter().params.privacy.retention);
  Outbox shred;
  REQUIRE(list.wake(around, net.now(), shred).rows.size() == 1);
  keep(shred);
  CHECK(device.store->rows(Table::roster, {}, 10).empty());
  // What was signed is all there, on this laptop too, and proves what it proved.
  net.restart(device);
  CHECK(story.state("drivers", debrief) == "COMPLETE");
  CHECK(state_of_debrief(net, "drivers", story.call) == "FILED");
  CHECK(story.certificate("drivers") == certificate);
  CHECK(coalition::verify(certificate, net.anchor()).is_valid());
}

}  // namespace tocsin::tests
