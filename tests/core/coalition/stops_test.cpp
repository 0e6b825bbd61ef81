#include "core/coalition/stops.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Row until(const CoalitionNet& net, Millis time) {
  return with_reason().set("until", Value{net.now().wall + time});
}

Row only(const char* target, Row row = with_reason()) {
  return row.set("targets", Value{std::vector<std::string>{target}});
}

Row vote(const CoalitionNet& net, Millis time) {
  return with_reason().set("form", "vote").set("vote_by", Value{net.now().wall + time});
}

// An action of two weeks that runs.
struct Running {
  CoalitionNet net;
  CoalitionStory story{net};

  Running() {
    story.max_duration = std::chrono::hours{14 * 24};
    story.certify();
    net.pass(Seconds{200});
  }

  std::string state() { return story.state("bakers", story.call); }

  std::string instruction(std::string_view slug) {
    return row_of(story.status(slug, story.call), "call").text("instruction").value();
  }
};

}  // namespace

TEST_CASE("pause resumes by itself", "[R18]") {
  Running run;
  REQUIRE(run.state() == "IN_EFFECT");
  run.story.stop_by({"choir", "tenants"}, "pause", run.story.call, until(run.net, 3 * hour_ms));
  CHECK(run.state() == "PAUSED");
  CHECK(run.instruction("drivers") == "PAUSED: WAIT. It goes on by itself.");
  CHECK(run.story.state("bakers", run.story.proposal) == "PAUSED");
  CHECK(run.story.target("bakers", "drivers").time("paused_until").has_value());
  run.net.pass(2 * hour_ms);
  CHECK(run.state() == "PAUSED");
  run.net.pass(hour_ms);
  CHECK(run.state() == "IN_EFFECT");
  const auto& events = run.net.of("bakers").events;
  const auto is_on_again = [](const Row& event) {
    return event.text("event").value_or("") == "target.state" &&
           event.text("from").value_or("") == "PAUSED" &&
           event.text("to").value_or("") == "IN_EFFECT";
  };
  CHECK(std::ranges::count_if(events, is_on_again) == 2);
}

TEST_CASE("a pause is of what runs, has an end within a day, and of a call") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const auto pause = [&](const StatementId& subject, const Row& row) {
    return code_of(net.stop(net.of("choir"), "pause", subject, row));
  };
  CHECK(pause(story.call, until(net, hour_ms)) == "E_TYPE");
  net.pass(Seconds{200});
  CHECK(pause(story.call, with_reason()) == "E_HOLD");
  CHECK(pause(story.call, until(net, 24 * hour_ms + Seconds{1})) == "E_HOLD");
  CHECK(pause(story.proposal, until(net, hour_ms)) == "E_TYPE");
  CHECK(pause(story.call, until(net, 24 * hour_ms)) == "ok");
}

TEST_CASE("one org pauses its own targets, and others' only with a third of all") {
  Running run;
  run.story.stop_by({"drivers"}, "pause", run.story.call, until(run.net, hour_ms));
  CHECK(run.story.target_state("choir", "drivers") == "PAUSED");
  CHECK(run.story.target_state("choir", "plumbers") == "IN_EFFECT");
  CHECK(run.state() == "IN_EFFECT");
  run.story.stop_by({"choir"}, "pause", run.story.call, until(run.net, hour_ms));
  CHECK(run.story.target_state("choir", "plumbers") == "IN_EFFECT");
}

TEST_CASE("who carried a pause carries none for 72 hours after it") {
  Running run;
  run.story.stop_by({"choir", "tenants"}, "pause", run.story.call, until(run.net, 2 * hour_ms));
  run.net.pass(3 * hour_ms);
  REQUIRE(run.state() == "IN_EFFECT");
  CHECK(code_of(run.net.stop(
            run.net.of("choir"), "pause", run.story.call, until(run.net, hour_ms))) == "E_HOLD");
  // What bakers begin, the resting may not complete.
  auto rows = run.net.stop(run.net.of("bakers"), "pause", run.story.call, until(run.net, hour_ms));
  REQUIRE(rows.has_value());
  const StatementId second = id_of(*rows);
  run.net.deliver();
  REQUIRE(run.net.sign(run.net.of("bakers", 1), second).has_value());
  CHECK(code_of(run.net.sign(run.net.of("tenants"), second)) == "E_HOLD");
  run.net.deliver();
  CHECK(run.state() == "IN_EFFECT");
  run.net.pass(71 * hour_ms);
  run.story.stop_by({"choir", "tenants"}, "pause", run.story.call, until(run.net, hour_ms));
  CHECK(run.state() == "PAUSED");
}

TEST_CASE("a resume by the call rule lifts a pause, one of an org for its own targets alone") {
  Running run;
  run.story.stop_by({"choir", "tenants"}, "pause", run.story.call, until(run.net, 20 * hour_ms));
  run.net.pass(Seconds{1});
  run.story.stop_by({"drivers"}, "resume", run.story.call, with_reason());
  CHECK(run.story.target_state("choir", "drivers") == "IN_EFFECT");
  CHECK(run.story.target_state("choir", "plumbers") == "PAUSED");
  const Row later = with_reason().set("from", Value{run.net.now().wall + hour_ms});
  run.story.stop_by({"choir", "tenants", "bakers"}, "resume", run.story.call, later);
  CHECK(run.story.target_state("choir", "plumbers") == "PAUSED");
  run.net.pass(hour_ms);
  CHECK(run.story.target_state("choir", "plumbers") == "IN_EFFECT");
}

TEST_CASE("a resume lifts what was carried before it, and never what came later") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row own = with_reason();
  own.set("own", true).set("subject", story.call.hex());
  REQUIRE(net.act(net.of("drivers"), "hold", own).has_value());
  net.deliver();
  REQUIRE(story.target_state("choir", "drivers") == "HELD");
  net.pass(Millis{10});
  story.stop_by({"drivers"}, "resume", story.call, with_reason());
  CHECK(story.target_state("choir", "drivers") == "CALLED");
  net.pass(Millis{10});
  REQUIRE(net.act(net.of("drivers", 1), "hold", own).has_value());
  net.deliver();
  CHECK(story.target_state("choir", "drivers") == "HELD");
}

TEST_CASE("hold spam is finite") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.mandate();
  const auto held_until = [&] {
    return story.status("bakers", story.proposal).front().time("hold_until").value();
  };
  const auto hold = [&](const std::vector<std::string>& slugs) {
    net.pass(Seconds{60});
    const WallTime at = net.now().wall + 72 * hour_ms;
    story.stop_by(slugs, "hold", story.proposal, with_reason().set("until", Value{at}));
    return held_until() == at;
  };
  CHECK(hold({"choir"}));
  CHECK_FALSE(hold({"choir"}));  // one per org
  CHECK(hold({"tenants"}));
  CHECK(hold({"choir", "tenants"}));        // a second needs two
  CHECK_FALSE(hold({"choir", "tenants"}));  // and there is no third
  CHECK(hold({"choir", "bakers"}));         // by the one that has not held yet
  CHECK_FALSE(hold({"bakers", "tenants"}));
}

TEST_CASE("a hold of a proposal is lifted by who carries it, or by the call rule") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.mandate();
  net.pass(Seconds{6});
  story.stop_by({"choir"}, "hold", story.proposal, until(net, 70 * hour_ms));
  REQUIRE(story.draft_call().error().code == "E_HOLD");
  net.pass(Millis{10});
  story.stop_by({"tenants"}, "resume", story.proposal, with_reason());
  CHECK(story.draft_call().error().code == "E_HOLD");
  story.stop_by({"choir"}, "resume", story.proposal, with_reason());
  net.pass(Millis{10});
  CHECK(story.draft_call().has_value());
}

TEST_CASE("end without outcomes is no end", "[R21]") {
  Running run;
  const auto end = [&](const Row& row) {
    return code_of(run.net.stop(run.net.of("drivers"), "end", run.story.call, row));
  };
  Row row = with_reason().set("form", "settled");
  CHECK(end(row) == "E_DEMAND");
  row.set("outcomes", Value{std::vector<std::string>{"met"}});
  CHECK(end(row) == "E_DEMAND");  // and when it is looked at again
  row.set("next_review", Value{run.net.now().wall + 24 * hour_ms});
  CHECK(end(row) == "ok");
  CHECK(end(with_reason().set("form", "vote")) == "E_VOTE");
}

TEST_CASE("a vote pauses until its day, and unless most called orgs go on it has ended") {
  Running run;
  run.story.stop_by({"drivers", "plumbers"}, "end", run.story.call, vote(run.net, 10 * hour_ms));
  CHECK(run.state() == "PAUSED");
  CHECK(run.story.target("bakers", "drivers").has("vote_by"));
  CHECK(run.instruction("drivers") == "PAUSED FOR A VOTE: WAIT. It ends unless it is resumed.");
  SECTION("answered by most of the called") {
    run.net.pass(hour_ms);
    run.story.stop_by({"drivers", "plumbers"}, "resume", run.story.call, with_reason());
    CHECK(run.state() == "IN_EFFECT");
    run.net.pass(10 * hour_ms);
    CHECK(run.state() == "IN_EFFECT");
  }
  SECTION("one org alone, or those who are not called, do not answer it") {
    run.net.pass(hour_ms);
    run.story.stop_by({"drivers"}, "resume", run.story.call, with_reason());
    run.story.stop_by({"choir", "tenants", "bakers"}, "resume", run.story.call, with_reason());
    CHECK(run.state() == "PAUSED");
    run.net.pass(9 * hour_ms);
    CHECK(run.state() == "ENDED");
    CHECK(run.instruction("drivers") == "IT IS OVER.");
  }
  SECTION("nor does anybody after its day") {
    run.net.pass(10 * hour_ms);
    CHECK(run.state() == "ENDED");
    CHECK(code_of(run.net.stop(run.net.of("drivers"), "resume", run.story.call, with_reason())) ==
          "E_STOPPED");
  }
}

TEST_CASE("an end beats a pause, whichever came first") {
  Running run;
  const Row end = with_reason()
                      .set("form", "return")
                      .set("outcomes", Value{std::vector<std::string>{"unmet"}})
                      .set("next_review", Value{run.net.now().wall + 24 * hour_ms});
  run.story.stop_by({"choir", "tenants"}, "pause", run.story.call, until(run.net, 2 * hour_ms));
  run.story.stop_by({"drivers", "plumbers"}, "end", run.story.call, end);
  CHECK(run.state() == "ENDED");
  run.net.pass(3 * hour_ms);
  CHECK(run.state() == "ENDED");
}

TEST_CASE("the latest hold of a call moves its start, and past the window it is dead") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const WallTime first = net.now().wall + 30 * hour_ms;
  story.stop_by(
      {"drivers"}, "hold", story.call, only("drivers:transport/metro", until(net, 30 * hour_ms)));
  CHECK(story.target("choir", "drivers").time("t0").value() == first);
  CHECK(story.target("choir", "plumbers").time("t0").value() < first);
  story.stop_by({"choir", "tenants"}, "hold", story.call, until(net, hour_ms));
  CHECK(story.target("choir", "drivers").time("t0").value() == first);
  net.pass(hour_ms + Seconds{1});
  CHECK(story.target_state("choir", "drivers") == "CALLED");
  CHECK(story.target_state("choir", "plumbers") == "IN_EFFECT");
  net.pass(29 * hour_ms);
  CHECK(story.target_state("choir", "drivers") == "IN_EFFECT");
  CHECK(code_of(net.stop(net.of("drivers"), "hold", story.call, until(net, 25 * 24 * hour_ms))) ==
        "E_EXPIRED");
}

TEST_CASE("an org that owes notice joins again in the knowledge of a hold") {
  NetOptions options;
  options.checklists = {"notice"};
  CoalitionNet net{options};
  CoalitionStory story{net};
  story.certify();
  story.stop_by(
      {"drivers"}, "hold", story.call, only("drivers:transport/metro", until(net, hour_ms)));
  CHECK(story.target_state("choir", "drivers") == "HELD");
  CHECK(story.target("choir", "drivers").texts("codes") == std::vector<std::string>{"E_JOIN"});
  CHECK(story.target_state("choir", "plumbers") == "CALLED");
  net.pass(Seconds{1});
  for (const std::size_t person : {0U, 1U})
    REQUIRE(net.sign(net.of("drivers", person), story.call, "approve", true).has_value());
  net.deliver();
  CHECK(story.target_state("choir", "drivers") == "CALLED");
  net.pass(hour_ms);
  CHECK(story.target_state("choir", "drivers") == "IN_EFFECT");
}

}  // namespace tocsin::tests
