#include "core/coalition/agenda.h"

#include <algorithm>

#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_debrief.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

std::vector<Row> agenda_of(CoalitionNet& net, CoalitionNet::Device& device) {
  const auto rows = net.act(device, "status", Row{}, Level::read);
  std::vector<Row> out;
  if (!rows) return out;
  std::ranges::copy_if(
      *rows, std::back_inserter(out), [](const Row& row) { return row.kind() == "to_sign"; });
  return out;
}

// How much is said of this subject there: null is nothing.
std::optional<Row> waits(CoalitionNet& net,
                         std::string_view slug,
                         const StatementId& subject,
                         std::size_t person = 0) {
  for (const Row& row : agenda_of(net, net.of(slug, person)))
    if (row.bytes("id") == subject.bytes()) return row;
  return std::nullopt;
}

}  // namespace

TEST_CASE(
    "a proposal waits for each delegate until they answer, and for nobody once it is decided") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  const auto first = waits(net, "choir", story.proposal);
  REQUIRE(first.has_value());
  CHECK(first->text("type").value() == "proposal");
  CHECK(first->integer("have").value() == 0);
  CHECK(first->integer("need").value() == 2);
  CHECK(first->text("org").value() == "choir");
  CHECK(first->text("next").value() == "tocsin review " + story.proposal.short_hex());
  CHECK(first->time("until").has_value());
  REQUIRE(net.sign(net.of("choir"), story.proposal).has_value());
  net.deliver();
  CHECK_FALSE(waits(net, "choir", story.proposal).has_value());
  const auto second = waits(net, "choir", story.proposal, 1);
  REQUIRE(second.has_value());
  CHECK(second->integer("have").value() == 1);
  net.pass(Seconds{1});
  REQUIRE(net.act(net.of("choir"), "withdraw", net.live_arguments(net.of("choir"), story.proposal))
              .has_value());
  net.deliver();
  CHECK_FALSE(waits(net, "choir", story.proposal).has_value());  // that is an answer too
}

TEST_CASE("what is decided, dead or over waits for nobody") {
  CoalitionNet net;
  CoalitionStory story{net};
  SECTION("a mandate") {
    story.mandate();
    for (const auto& device : net.devices()) CHECK(agenda_of(net, *device).empty());
  }
  SECTION("a vote that is over") {
    story.propose();
    net.pass(story.proposal_body().vote_by - net.now().wall + Millis{2});
    CHECK_FALSE(waits(net, "choir", story.proposal).has_value());
  }
  SECTION("an end") {
    story.run_to_end();
    for (const auto& device : net.devices()) CHECK(agenda_of(net, *device).empty());
  }
}

TEST_CASE("a call waits for all, and for the join of those it calls") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.reach_call();
  const auto called = waits(net, "drivers", story.call);
  REQUIRE(called.has_value());
  CHECK(called->flag("join"));
  CHECK(called->text("next").value().find("; tocsin join ") != std::string::npos);
  REQUIRE(waits(net, "choir", story.call).has_value());
  CHECK_FALSE(waits(net, "choir", story.call)->flag("join"));
  REQUIRE(net.sign(net.of("drivers"), story.call).has_value());
  CHECK(waits(net, "drivers", story.call).has_value());  // agreed, and not joined yet
  net.pass(Seconds{1});
  REQUIRE(net.sign(net.of("drivers"), story.call, "approve", true).has_value());
  CHECK_FALSE(waits(net, "drivers", story.call).has_value());
  net.deliver();
  story.all_sign_call();
  CHECK_FALSE(waits(net, "choir", story.call, 1).has_value());
}

TEST_CASE(
    "a stop that another drafted waits until it is carried, and its own matter for its own org") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.reach_call();
  const auto drafted =
      net.stop(net.of("choir"), "abort", story.call, Row{}.set("reason", "not now"));
  REQUIRE(drafted.has_value());
  const StatementId abort = id_of(*drafted);
  const auto own = net.stop(net.of("drivers"), "abort", story.call, Row{}.set("own", true));
  REQUIRE(own.has_value());
  net.deliver();
  const auto second = waits(net, "choir", abort, 1);
  REQUIRE(second.has_value());
  CHECK(second->text("stop").value() == "abort");
  CHECK(second->integer("have").value() == 1);
  CHECK_FALSE(waits(net, "choir", abort).has_value());
  CHECK(waits(net, "tenants", abort).has_value());
  CHECK(waits(net, "drivers", id_of(*own), 1).has_value());
  CHECK_FALSE(waits(net, "choir", id_of(*own)).has_value());
  for (const std::string_view slug : {"choir", "tenants"}) {
    for (const std::size_t person : {0U, 1U}) {
      if (slug != "choir" || person != 0)
        REQUIRE(net.sign(net.of(slug, person), abort).has_value());
    }
  }
  net.deliver();
  CHECK_FALSE(waits(net, "bakers", abort).has_value());
}

TEST_CASE("an amendment waits for every full org, and its rival for nobody who approved it") {
  CoalitionNet net;
  const StatementId next = drafted(net, "choir", amendment(net));
  const auto told = waits(net, "bakers", next);
  REQUIRE(told.has_value());
  CHECK(told->text("title").value().ends_with(", version 2"));
  Charter other = amendment(net);
  other.params.start.spread += Seconds{1};
  const StatementId rival = drafted(net, "tenants", other);
  CHECK(waits(net, "bakers", rival).has_value());
  REQUIRE(net.sign(net.of("bakers"), next).has_value());
  CHECK_FALSE(waits(net, "bakers", next).has_value());
  CHECK_FALSE(waits(net, "bakers", rival).has_value());
  CHECK(waits(net, "bakers", rival, 1).has_value());
}

TEST_CASE("a manifest waits for its own org, and for the laptop that it lists anew") {
  CoalitionNet net;
  CoalitionNet::Device& cal = net.admit_member("choir", "cal");
  net.deliver();
  const StatementId next = drafted(
      net,
      "choir",
      with_delegate(
          manifest_at(net.of("choir"), net.org("choir")), "cal", cal.identity.keys->device));
  CHECK(waits(net, "choir", next, 1).has_value());
  CHECK_FALSE(waits(net, "bakers", next).has_value());
  REQUIRE(agenda_of(net, cal).size() == 1);
  REQUIRE(net.sign(cal, next).has_value());
  CHECK(agenda_of(net, cal).empty());
}

TEST_CASE("a thaw waits for those whose word counts toward it") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionNet::Device& ana = net.of("drivers");
  const auto frozen = net.act(ana, "freeze", Row{with_reason()}.set("who", "bo"));
  REQUIRE(frozen.has_value());
  net.deliver();
  const StatementId freeze = id_of(*frozen);
  CoalitionNet::Device& third = net.of("drivers", 2);
  const auto lifting = net.act(third, "thaw", net.live_arguments(third, freeze));
  REQUIRE(lifting.has_value());
  net.deliver();
  const StatementId thaw = id_of(*lifting);
  const auto told = waits(net, "drivers", thaw);
  REQUIRE(told.has_value());
  CHECK(told->text("type").value() == "thaw");
  CHECK(told->integer("have").value() == 1);
  CHECK(told->integer("need").value() == 2);
  CHECK_FALSE(waits(net, "drivers", thaw, 1).has_value());
  CHECK_FALSE(waits(net, "choir", thaw).has_value());
  REQUIRE(net.sign(ana, thaw).has_value());
  net.deliver();
  CHECK(agenda_of(net, ana).empty());
}

TEST_CASE("a debrief waits for a second delegate of its org until a newer one takes its place") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  const StatementId first = draft_debrief(net, "drivers", debrief_body(net, story.call));
  CHECK(waits(net, "drivers", first, 1).has_value());
  CHECK_FALSE(waits(net, "choir", first).has_value());
  net.pass(Seconds{1});
  Debrief mended = debrief_body(net, story.call);
  mended.happened = "All came out at six.";
  const StatementId second = draft_debrief(net, "drivers", mended);
  CHECK_FALSE(waits(net, "drivers", first, 1).has_value());
  CHECK(waits(net, "drivers", second, 1).has_value());
}

TEST_CASE("a drill says that it is one, and stands behind what is meant in earnest") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  const auto drill = net.act(net.of("plumbers"), "drill run", Row{}, Level::act);
  REQUIRE(drill.has_value());
  net.deliver();
  const std::vector<Row> rows = agenda_of(net, net.of("choir"));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].text("mode").value() == "rehearsal");
  CHECK(rows[1].text("mode").value() == "rehearsal_exercise");
}

TEST_CASE("a report waits for a second delegate of its own org alone") {
  CoalitionNet net;
  REQUIRE(net.report(net.of("drivers"), net.counts_of("drivers")).has_value());
  net.deliver();
  CHECK(agenda_of(net, net.of("choir")).empty());
  const std::vector<Row> second = agenda_of(net, net.of("drivers", 1));
  REQUIRE(second.size() == 1);
  CHECK(second.front().text("type").value() == "report");
  CHECK(second.front().integer("have").value() == 1);
}

}  // namespace tocsin::tests
