#include "core/wire/decision_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Row of_org(const std::vector<Row>& rows, std::string_view slug) {
  for (const Row& row : rows) {
    if (row.text("slug").value_or("") == slug) return row;
  }
  return Row{};
}

}  // namespace

TEST_CASE("devices acknowledge by themselves, people further, and nobody's silence is a no") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row cascade = about(story.call);
  cascade.set("level", "cascaded").set("reached", 34).set("of", 36);
  REQUIRE(net.act(net.of("drivers"), "ack", cascade, Level::act).has_value());
  Row reviewed = about(story.call);
  reviewed.set("level", "reviewed");
  REQUIRE(net.act(net.of("drivers", 1), "ack", reviewed, Level::act).has_value());
  net.deliver();
  const auto rows = net.act(net.of("choir"), "acks", about(story.call), Level::read);
  REQUIRE(rows.has_value());
  CHECK(rows->size() == 5);
  const Row drivers = of_org(*rows, "drivers");
  CHECK(drivers.integer("received").value() == 2);
  CHECK(drivers.integer("reviewed").value() == 2);  // who cascaded it has read it
  CHECK_FALSE(drivers.has("phone"));
  CHECK(drivers.integer("cascaded_reached").value() == 34);
  const Row bakers = of_org(*rows, "bakers");
  CHECK(bakers.integer("received").value() == 2);
  CHECK(bakers.integer("reviewed").value() == 0);
  CHECK_FALSE(bakers.flag("declined"));
  // No answer is no number, and somebody to phone.
  CHECK_FALSE(bakers.has("cascaded_of"));
  CHECK_FALSE(bakers.has("committed"));
  CHECK(bakers.texts("phone") == std::vector<std::string>{"ana", "bo"});
}

TEST_CASE("each ack that comes is told as an event, once, with its call, org and level") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row reviewed = about(story.call);
  reviewed.set("level", "reviewed");
  REQUIRE(net.act(net.of("drivers"), "ack", reviewed, Level::act).has_value());
  net.deliver();
  net.deliver();  // what came before is no news
  std::vector<Row> told;
  for (const Row& event : net.of("choir").events) {
    const bool is_ours = event.text("event").value_or("") == "call.acked" &&
                         event.bytes("id").value_or(Bytes{}) == story.call.bytes();
    if (is_ours && event.text("level").value_or("") == "reviewed") told.push_back(event);
  }
  REQUIRE(told.size() == 1);
  CHECK(told.front().bytes("org").value() == net.org("drivers").bytes());
}

TEST_CASE("who is committed is told in rounded numbers, already in what is signed") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row committed = about(story.call);
  committed.set("level", "committed").set("reached", 43).set("of", 61);
  REQUIRE(net.act(net.of("drivers"), "ack", committed, Level::act).has_value());
  net.deliver();
  bool is_signed = false;
  for (const StoredRow& row : kept_by(net.of("choir"))) {
    const auto statement = wire::decode<Statement>(row.value);
    if (statement->type != StatementType::ack) continue;
    const Ack ack = wire::decode<Ack>(statement->body).value();
    if (ack.level != AckLevel::committed) continue;
    is_signed = true;
    CHECK(ack.reached == 40);
    CHECK(ack.of == 65);
  }
  CHECK(is_signed);
  const auto rows = net.act(net.of("choir"), "acks", about(story.call), Level::read);
  CHECK(of_org(*rows, "drivers").integer("committed").value() == 40);
  committed.set("reached", 3).set("of", 61);
  net.pass(Millis{1});
  REQUIRE(net.act(net.of("drivers"), "ack", committed, Level::act).has_value());
  net.deliver();
  const auto few = net.act(net.of("choir"), "acks", about(story.call), Level::read);
  CHECK(of_org(*few, "drivers").flag("committed_hidden"));
  CHECK_FALSE(of_org(*few, "drivers").has("committed"));
}

TEST_CASE("a device acknowledges a call once, also after restarts") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& bo = net.of("choir", 1);
  const std::size_t kept = kept_by(bo).size();
  for (int round = 0; round < 3; ++round) {
    net.restart(bo);
    net.wake_all();
  }
  CHECK(kept_by(bo).size() == kept);
}

TEST_CASE("a call that is not certified is not acknowledged, and a level must be one") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.reach_call();
  Row row = about(story.call);
  row.set("level", "reviewed");
  const auto early = net.act(net.of("choir"), "ack", row, Level::act);
  REQUIRE_FALSE(early.has_value());
  CHECK(early.error().exit == Exit::not_met);
  row.set("subject", story.exercise.hex()).set("level", "received");
  CHECK(net.act(net.of("choir"), "ack", row, Level::act).error().exit == Exit::usage);
}

TEST_CASE("a drill report says who was reached and how fast, and is for drills alone") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const auto rows = net.act(net.of("choir"), "drill report", about(story.exercise), Level::read);
  REQUIRE(rows.has_value());
  CHECK(row_of(*rows, "drill").integer("reached").value() == 5);
  CHECK(row_of(*rows, "drill").integer("orgs").value() == 5);
  const auto live = net.act(net.of("choir"), "drill report", about(story.call), Level::read);
  REQUIRE_FALSE(live.has_value());
  CHECK(live.error().code == "E_MODE");
}

}  // namespace tocsin::tests
