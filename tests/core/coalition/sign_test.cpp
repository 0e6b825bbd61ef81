#include "core/coalition/statements.h"
#include "core/wire/decision_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("a live act needs its review, its words, its org and its action") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  CoalitionNet::Device& ana = net.of("drivers");
  Row row;
  row.set("subject", story.proposal.hex()).set("stance", "approve");
  const auto unread = net.act(ana, "confirm", row);
  REQUIRE_FALSE(unread.has_value());
  CHECK(unread.error().code == "E_REVIEW");
  CHECK(unread.error().exit == Exit::usage);
  Row live = net.live_arguments(ana, story.proposal);
  live.set("stance", "approve").set("words", "wrong words here");
  CHECK(net.act(ana, "confirm", live).error().code == "E_WORDS");
  live = net.live_arguments(ana, story.proposal);
  live.set("stance", "approve").set("spoken", "plumbers stoppage");
  const auto other_org = net.act(ana, "confirm", live);
  REQUIRE_FALSE(other_org.has_value());
  CHECK(other_org.error().code == "E_WORDS");
  CHECK_FALSE(other_org.error().remedy.empty());
  CHECK(net.sign(ana, story.proposal).has_value());
}

TEST_CASE("an objection says why, and withdrawing is a newer word that counts nowhere") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  CoalitionNet::Device& ana = net.of("drivers");
  Row live = net.live_arguments(ana, story.proposal);
  live.set("stance", "object");
  CHECK(net.act(ana, "confirm", live).error().exit == Exit::usage);
  REQUIRE(net.sign(ana, story.proposal).has_value());
  net.pass(Seconds{1});
  live = net.live_arguments(ana, story.proposal);
  const auto withdrawn = net.act(ana, "withdraw", live);
  REQUIRE(withdrawn.has_value());
  CHECK(row_of(*withdrawn, "signed").text("stance").value() == "abstain");
  CHECK(row_of(*withdrawn, "signed").integer("have").value() == 0);
  CHECK(row_of(*withdrawn, "signed").flag("withdrawn"));
}

TEST_CASE("a sign-off says what was shown and in which language, and which demands it ratifies") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  CoalitionNet::Device& ana = net.of("drivers");
  Row row;
  row.set("subject", story.proposal.hex()).set("language", "es");
  const auto reviewed = net.act(ana, "review", row, Level::act);
  REQUIRE(reviewed.has_value());
  const Row review = row_of(*reviewed, "review");
  row.set("stance", "approve")
      .set("words", review.text("words").value())
      .set("spoken", "drivers stoppage");
  row.set("demands", Value{std::vector<std::string>{"0"}});
  const auto done = net.act(ana, "confirm", row);
  REQUIRE(done.has_value());
  const auto id = StatementId::from(row_of(*done, "signed").bytes("signoff").value()).value();
  const coalition::Statements kept{ana.store->snapshot()};
  const Signoff& signoff = *kept.find_as<Signoff>(id);
  CHECK(signoff.language == "es");
  CHECK(to_bytes(ByteView{signoff.shown}) == review.bytes("shown").value());
  CHECK(signoff.demands == std::vector<std::uint32_t>{0});
  const std::vector<Row> ratified = row_of(*done, "signed").rows("ratifies");
  REQUIRE(ratified.size() == 1);
  CHECK(ratified.front().integer("number").value() == 1);
  CHECK(ratified.front().text("text").value() == "Safe crossings.");
  row.set("demands", Value{std::vector<std::string>{"1"}});
  REQUIRE(net.act(ana, "review", row, Level::act).has_value());
  const auto beyond = net.act(ana, "confirm", row);
  CHECK(beyond.error().code == "E_DEMAND");
  CHECK(beyond.error().reason == "this proposal has one demand, number 1");
}

TEST_CASE("declining a call is told as declined and approves nothing") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.reach_call();
  Row live = net.live_arguments(net.of("drivers"), story.call);
  live.set("decision", "decline").set("reason", "not ready");
  REQUIRE(net.act(net.of("drivers"), "join", live).has_value());
  net.deliver();
  Row subject;
  subject.set("subject", story.call.hex());
  const auto acks = net.act(net.of("choir"), "acks", subject, Level::read);
  REQUIRE(acks.has_value());
  std::size_t declined = 0;
  for (const Row& row : *acks) declined += row.flag("declined") ? 1U : 0U;
  CHECK(declined == 1);
}

}  // namespace tocsin::tests
