#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Row with_reason() {
  Row row;
  row.set("reason", "agreed");
  return row;
}

Row ending() {
  Row row = with_reason();
  row.set("form", "settled").set("outcomes", Value{std::vector<std::string>{"met"}});
  return row;
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

TEST_CASE("an abort that is first seen after T0 changes nothing for a witness") {
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
}

TEST_CASE("a stop that arrives before its call lands it dead") {
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
  auto rows = net.stop(net.of("drivers"), "end", story.call, ending());
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

TEST_CASE("a minority's end changes nothing but its own targets") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(Seconds{200});
  auto rows = net.stop(net.of("drivers"), "end", story.call, ending());
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

TEST_CASE("a laptop that slept through T0 waits for the others before it says anything") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& sleeper = net.of("drivers", 1);
  const std::unique_ptr<coalition::Coalition> asleep = std::move(sleeper.machine);
  sleeper.machine = std::make_unique<coalition::Coalition>(
      *sleeper.random, *sleeper.store, sleeper.identity, Snapshot{});
  net.pass(Seconds{3'000});
  net.restart(sleeper);
  net.wake_all();
  Row subject;
  subject.set("subject", story.call.hex());
  const auto state = [&] {
    return net.act(sleeper, "status", subject, Level::read).value().front().text("state").value();
  };
  CHECK(state() == "CALLED");
  net.pass(Seconds{31});
  CHECK(state() == "IN_EFFECT");
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
  story.certify();
  net.pass(Seconds{200});
  net.pass(Seconds{24 * 3600});
  CHECK(story.state("choir", story.call) == "ENDED");
}

}  // namespace tocsin::tests
