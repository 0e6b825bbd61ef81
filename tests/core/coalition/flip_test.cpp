#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Row ending(const CoalitionNet& net) {
  Row row = with_reason();
  row.set("form", "settled").set("outcomes", Value{std::vector<std::string>{"met"}});
  row.set("next_review", Value{net.now().wall + Seconds{24 * 3600}});
  return row;
}

// Machine off, while the others go on; what is sent to it is lost.
void sleep_through(CoalitionNet& net, CoalitionNet::Device& device, Millis time) {
  device.is_held_back = true;
  device.is_cut_off = true;
  const std::unique_ptr<coalition::Coalition> asleep = std::move(device.machine);
  device.machine = std::make_unique<coalition::Coalition>(
      *device.random, *device.store, device.identity, Snapshot{});
  net.pass(time);
  net.restart(device);
  device.is_held_back = false;
}

// All that `from` has, in its order.
void catch_up(CoalitionNet& net, const CoalitionNet::Device& from, CoalitionNet::Device& to) {
  to.is_cut_off = false;
  for (const StoredRow& row : kept_by(from)) static_cast<void>(net.accept(to, row.value));
  net.wake_all();
}

std::string target_state(CoalitionNet& net,
                         CoalitionNet::Device& device,
                         const StatementId& call,
                         std::string_view slug) {
  const auto rows = net.act(device, "status", about(call), Level::read);
  for (const Row& row : rows.value())
    if (row.kind() == "target" && row.text("slug").value_or("") == slug)
      return row.text("state").value();
  return "";
}

void ack(CoalitionNet& net,
         CoalitionNet::Device& device,
         const StatementId& call,
         const char* level) {
  REQUIRE(net.act(device, "ack", about(call).set("level", level), Level::act).has_value());
  net.deliver();
}

// drivers and plumbers are different orgs of one kind; choir is of another: the abort rule needs
// two kinds.
void abort_by_rule(CoalitionNet& net, const StatementId& call) {
  StatementId stop = StatementId::zero();
  auto rows = net.stop(net.of("choir"), "abort", call, with_reason());
  REQUIRE(rows.has_value());
  stop = id_of(*rows);
  net.deliver();
  REQUIRE(net.sign(net.of("choir", 1), stop).has_value());
  for (const std::size_t person : {0U, 1U})
    REQUIRE(net.sign(net.of("drivers", person), stop).has_value());
}

// From a twin of this story: an abort by rule, of which nobody here can say whether it came in
// time.
void hear_of_abort(CoalitionNet& net, const CoalitionStory& story, CoalitionNet::Device& device) {
  CoalitionNet other;
  CoalitionStory twin{other};
  twin.certify();
  twin.stop_by({"choir", "tenants"}, "abort", twin.call, with_reason());
  REQUIRE(twin.call == story.call);
  catch_up(net, other.of("choir"), device);
}

// It slept through T0 and hears of the abort when it wakes.
CoalitionNet::Device& unconfirmed_sleeper(CoalitionNet& net, const CoalitionStory& story) {
  CoalitionNet::Device& sleeper = net.of("drivers", 1);
  sleep_through(net, sleeper, Seconds{3'000});
  hear_of_abort(net, story, sleeper);
  net.pass(Seconds{31});
  REQUIRE(target_state(net, sleeper, story.call, "drivers") == "UNCONFIRMED");
  return sleeper;
}

}  // namespace

TEST_CASE("an abort before T0 ends the call for ever, everywhere") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  abort_by_rule(net, story.call);
  net.deliver();
  CHECK(story.state("tenants", story.call) == "DEAD");
  net.pass(Seconds{200});
  CHECK(story.state("tenants", story.call) == "DEAD");
  CHECK(story.state("drivers", story.call) == "DEAD");
}

TEST_CASE("late abort changes nothing") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  abort_by_rule(net, story.call);
  net.parcels().erase(std::remove_if(net.parcels().begin(),
                                     net.parcels().end(),
                                     [&](const auto& parcel) {
                                       return net.devices()[parcel.to]->slug != "tenants";
                                     }),
                      net.parcels().end());
  const auto late = net.parcels();
  net.parcels().clear();
  net.pass(Seconds{200});
  CHECK(story.state("tenants", story.call) == "IN_EFFECT");
  net.parcels() = late;
  net.deliver();
  CHECK(story.state("tenants", story.call) == "IN_EFFECT");
  for (const char* const slug : {"drivers", "plumbers"}) {
    CHECK(story.target_state("tenants", slug) == "IN_EFFECT");
    CHECK(story.target("tenants", slug).flag("late_abort"));
  }
}

TEST_CASE("an org's own late abort sends nobody back either") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& late = net.of("tenants");
  late.is_held_back = true;
  story.stop_by({"drivers"}, "abort", story.call, Row{with_reason()}.set("own", true));
  net.pass(Seconds{200});
  REQUIRE(story.target_state("tenants", "drivers") == "IN_EFFECT");
  late.is_held_back = false;
  catch_up(net, net.of("choir"), late);
  CHECK(story.target_state("tenants", "drivers") == "IN_EFFECT");
  CHECK(story.target("tenants", "drivers").flag("late_abort"));
}

TEST_CASE("stop before call lands dead") {
  CoalitionNet net;
  CoalitionStory story{net};
  CoalitionNet::Device& late = net.of("tenants", 1);
  const MemoryStore before = *late.store;
  story.certify();
  abort_by_rule(net, story.call);
  net.deliver();
  const std::vector<StoredRow> statements = kept_by(net.of("plumbers"));
  *late.store = before;
  net.restart(late);
  const auto type_of = [](const StoredRow& row) { return row.value.at(2); };
  constexpr std::uint8_t call_type = 7;
  for (const StoredRow& row : statements) {
    if (type_of(row) != call_type) REQUIRE(net.accept(late, row.value).has_value());
  }
  for (const StoredRow& row : statements) REQUIRE(net.accept(late, row.value).has_value());
  Row subject;
  subject.set("subject", story.call.hex());
  const auto rows = net.act(late, "status", subject, Level::read);
  REQUIRE(rows.has_value());
  CHECK(rows->front().text("state").value() == "DEAD");
}

TEST_CASE("an end by most called orgs ends it, and a replay after the end stays ended") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(Seconds{200});
  REQUIRE(story.state("drivers", story.call) == "IN_EFFECT");
  auto rows = net.stop(net.of("drivers"), "end", story.call, ending(net));
  REQUIRE(rows.has_value());
  const StatementId stop = id_of(*rows);
  net.deliver();
  CHECK(story.state("choir", story.call) == "IN_EFFECT");
  REQUIRE(net.sign(net.of("drivers", 1), stop).has_value());
  for (const std::size_t person : {0U, 1U})
    REQUIRE(net.sign(net.of("plumbers", person), stop).has_value());
  net.deliver();
  CHECK(story.state("choir", story.call) == "ENDED");
  CHECK(story.state("choir", story.proposal) == "ENDED");

  const std::vector<StoredRow> statements = kept_by(net.of("choir"));
  CoalitionNet::Device& device = net.of("tenants");
  for (const StoredRow& row : statements) REQUIRE(net.accept(device, row.value).has_value());
  CHECK(story.state("tenants", story.call) == "ENDED");
  device.store = std::make_unique<MemoryStore>();
  net.restart(device);
  for (const StoredRow& row : statements) static_cast<void>(net.accept(device, row.value));
  for (const StoredRow& row : statements) static_cast<void>(net.accept(device, row.value));
  CHECK(story.state("tenants", story.call) == "ENDED");
}

TEST_CASE("minority end changes nothing") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(Seconds{200});
  auto rows = net.stop(net.of("drivers"), "end", story.call, ending(net));
  REQUIRE(rows.has_value());
  net.deliver();
  REQUIRE(net.sign(net.of("drivers", 1), id_of(*rows)).has_value());
  net.deliver();
  CHECK(story.state("choir", story.call) == "IN_EFFECT");
  for (const Row& row : story.status("choir", story.call)) {
    if (row.kind() == "target")
      CHECK(row.text("state").value() ==
            (row.text("slug").value() == "drivers" ? "ENDED" : "IN_EFFECT"));
  }
}

TEST_CASE("a laptop that slept through T0 hears the others before it says anything") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& sleeper = net.of("drivers", 1);
  sleep_through(net, sleeper, Seconds{3'000});
  net.wake_all();
  const auto state = [&] { return target_state(net, sleeper, story.call, "drivers"); };
  CHECK(state() == "HELD");
  const auto rows = net.act(sleeper, "status", about(story.call), Level::read);
  CHECK(row_of(rows.value(), "call").text("instruction").value().starts_with("WAIT A MINUTE"));
  net.pass(Seconds{600});
  CHECK(state() == "HELD");  // however long it waits
  sleeper.is_cut_off = false;
  net.wake_all();
  CHECK(state() == "HELD");
  net.pass(Seconds{31});
  CHECK(state() == "IN_EFFECT");
}

TEST_CASE("sleeper follows its org") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& sleeper = unconfirmed_sleeper(net, story);
  // Another org's word decides nothing for this one.
  ack(net, net.of("plumbers"), story.call, "out");
  net.pass(Seconds{1});
  CHECK(target_state(net, sleeper, story.call, "drivers") == "UNCONFIRMED");
  CHECK(target_state(net, sleeper, story.call, "plumbers") == "IN_EFFECT");
  ack(net, net.of("drivers"), story.call, "stood_down");
  CHECK(target_state(net, sleeper, story.call, "drivers") == "ENDED");
}

TEST_CASE("newcomer is unconfirmed") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& late = net.of("choir");
  net.pass(Seconds{200});
  hear_of_abort(net, story, late);
  REQUIRE(story.target_state("choir", "drivers") == "IN_EFFECT");
  CoalitionNet::Device& newcomer = net.admit_member("choir", "dee");
  net.deliver();
  net.wake_all();
  CHECK(target_state(net, newcomer, story.call, "drivers") == "HELD");
  net.pass(Seconds{31});
  CHECK(target_state(net, newcomer, story.call, "drivers") == "UNCONFIRMED");
  ack(net, net.of("drivers"), story.call, "out");
  CHECK(target_state(net, newcomer, story.call, "drivers") == "IN_EFFECT");
}

TEST_CASE("who never learns how it was ends and closes with the others") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& sleeper = unconfirmed_sleeper(net, story);
  net.pass(Seconds{24 * 3600});
  CHECK(target_state(net, sleeper, story.call, "drivers") == "ENDED");
  net.pass(Seconds{30 * 24 * 3600});
  const auto rows = net.act(sleeper, "status", about(story.proposal), Level::read);
  CHECK(rows.value().front().text("state").value() == "CLOSED");
}

TEST_CASE("what is held at T0 stays held until its org resumes it") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  REQUIRE(net.act(net.of("drivers"), "hold", about(story.call).set("own", true)).has_value());
  net.deliver();
  net.pass(Seconds{200});
  net.pass(Seconds{3'600});
  CHECK(story.target_state("choir", "drivers") == "HELD");
  CHECK(story.target_state("choir", "plumbers") == "IN_EFFECT");
  story.stop_by({"drivers"}, "resume", story.call, Row{with_reason()}.set("own", true));
  CHECK(story.target_state("choir", "drivers") == "IN_EFFECT");
}

TEST_CASE("what is held at T0 and then aborted never starts") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  REQUIRE(net.act(net.of("drivers"), "hold", about(story.call).set("own", true)).has_value());
  net.deliver();
  net.pass(Seconds{200});
  REQUIRE(story.target_state("choir", "drivers") == "HELD");
  Row named = with_reason();
  named.set("targets", Value{std::vector<std::string>{"drivers:transport/metro"}});
  story.stop_by({"drivers"}, "abort", story.call, named);
  CHECK(story.target_state("choir", "drivers") == "ABORTED");
}

TEST_CASE("a hold that comes after the start moves nothing") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& late = net.of("tenants");
  late.is_held_back = true;
  Row hold = with_reason();
  hold.set("until", Value{net.now().wall + Seconds{3 * 3600}});
  story.stop_by({"drivers", "choir"}, "hold", story.call, hold);
  net.pass(Seconds{200});
  REQUIRE(story.target_state("tenants", "plumbers") == "IN_EFFECT");
  late.is_held_back = false;
  catch_up(net, net.of("choir"), late);
  CHECK(story.target_state("tenants", "plumbers") == "IN_EFFECT");
  CHECK(story.target_state("choir", "plumbers") == "CALLED");
  net.pass(Seconds{24 * 3600});
  CHECK(story.target_state("tenants", "plumbers") == "ENDED");
}

TEST_CASE("a device that hears nobody for longer than a stop needs says so") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.wake_all();
  CoalitionNet::Device& lonely = net.of("drivers");
  const auto is_cut_off = [&] {
    return net.act(lonely, "status", about(story.call), Level::read)
        .value()
        .front()
        .flag("cut_off");
  };
  CHECK_FALSE(is_cut_off());
  lonely.is_cut_off = true;
  net.pass(Seconds{20 * 60});
  CHECK_FALSE(is_cut_off());
  net.pass(Seconds{1});
  CHECK(is_cut_off());
}

TEST_CASE("t0 same instant on dst day", "[R3]") {
  // Times are instants: the night on which clocks change, two zones still start together.
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const WallTime t0 = story.target("drivers", "drivers").time("t0").value();
  for (const char* const who : {"drivers", "plumbers", "choir", "tenants", "bakers"}) {
    for (const char* const slug : {"drivers", "plumbers"})
      CHECK(story.target(who, slug).time("t0").value() == t0);
  }
  net.pass(t0 - net.now().wall - Millis{1});
  for (const char* const who : {"drivers", "choir"})
    CHECK(story.target_state(who, "drivers") == "CALLED");
  net.pass(Millis{1});
  for (const char* const who : {"drivers", "plumbers", "choir", "tenants", "bakers"})
    CHECK(story.target_state(who, "drivers") == "IN_EFFECT");
}

TEST_CASE("one delegate's own hold keeps his org's targets from starting, and only those") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Row own = with_reason();
  own.set("own", true).set("subject", story.call.hex());
  REQUIRE(net.act(net.of("drivers"), "hold", own).has_value());
  net.deliver();
  net.pass(Seconds{200});
  for (const Row& row : story.status("plumbers", story.call)) {
    if (row.kind() == "target")
      CHECK(row.text("state").value() ==
            (row.text("slug").value() == "drivers" ? "HELD" : "IN_EFFECT"));
  }
}

TEST_CASE("at the end of its longest duration an action has ended by itself") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.run_to_end();
  CHECK(story.state("choir", story.call) == "ENDED");
}

}  // namespace tocsin::tests
