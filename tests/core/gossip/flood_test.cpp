#include "core/gossip/flood.h"

#include "core/model/limits/gossip.h"
#include "tests/core/gossip/mesh.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {

TEST_CASE(
    "what is known of an envelope begins anew with its stamp, and a link takes its bits along") {
  Spread spread;
  const EnvelopeId id{EnvelopeId::Array{1}};
  CHECK(spread.find(id) == nullptr);
  const Slot slot = spread.take_slot().value();
  CHECK(spread.take_slot() != slot);
  spread.begin(id).heard.set(slot);
  CHECK(spread.find(id)->heard.test(slot));
  CHECK(spread.begin(id).heard.none());
  spread.find(id)->told.set(slot);
  spread.give_slot(slot);
  CHECK(spread.find(id)->told.none());
  CHECK(spread.take_slot() == slot);
}

TEST_CASE("of more than the newest few thousand envelopes nothing is remembered", "[P5]") {
  Spread spread;
  const auto id = [](std::uint32_t number) {
    Writer bytes;
    bytes.u32(number).zeros(28);
    return EnvelopeId{Reader{bytes.view()}.array<32>()};
  };
  for (std::uint32_t i = 0; i <= limits::spread_window; ++i) {
    spread.begin(id(i));
    spread.begin(id(i));  // twice is once
  }
  CHECK(spread.find(id(0)) == nullptr);
  CHECK(spread.find(id(1)) != nullptr);
  for (Slot slot = 0; slot < limits::relay_links_max; ++slot) CHECK(spread.take_slot().has_value());
  CHECK(!spread.take_slot().has_value());
}

TEST_CASE("a normal envelope reaches everybody and is delivered once", "[P1]") {
  const auto seed = GENERATE(range(1, 6));
  Mesh mesh{static_cast<std::uint64_t>(seed), 6};
  const auto id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{3});
  CHECK(mesh.net.all_have(id));
  for (NodeIndex i = 0; i < mesh.net.size(); ++i)
    CHECK(mesh.net.deliveries(i, id) == (i == 3 ? 0U : 1U));
}

TEST_CASE("a call reaches everybody at once and keeps its stamp") {
  Mesh mesh{2, 6};
  const std::uint8_t bucket = GENERATE(std::uint8_t{1}, std::uint8_t{3}, std::uint8_t{6});
  const auto id = mesh.net.publish(4, true, bucket);
  mesh.net.run_for(Millis{600});
  CHECK(mesh.net.all_have(id));
  for (NodeIndex i = 0; i < mesh.net.size(); ++i) CHECK(is_held_as_call(mesh.net, i, id));
}

TEST_CASE("an envelope of any size reaches everybody") {
  Mesh mesh{3, 3};
  const std::uint8_t bucket = GENERATE(std::uint8_t{0}, std::uint8_t{5}, std::uint8_t{7});
  const auto id = mesh.net.publish(3, false, bucket);
  mesh.net.run_for(Seconds{3});
  CHECK(mesh.net.all_have(id));
}

TEST_CASE("a neighbour that swallows what it is told does not stop an envelope") {
  Mesh mesh{6, 4};
  // Relay 0 takes everything and passes nothing on.
  mesh.net.on_frame = [](NodeIndex from, NodeIndex, Frame& frame) {
    return from != 0 ||
           !(std::holds_alternative<Push>(frame) || std::holds_alternative<Have>(frame));
  };
  std::vector<EnvelopeId> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(mesh.net.publish(3));
  mesh.net.run_for(Seconds{8});
  for (const auto& id : ids) CHECK(mesh.net.all_have(id));
}

TEST_CASE("a stripped stamp does not stop a call") {
  Mesh mesh{7, 5};
  // Relay 1 is quick to pass calls on, without their stamps.
  mesh.net.on_frame = [](NodeIndex from, NodeIndex, Frame& frame) {
    if (Push* push = std::get_if<Push>(&frame); push != nullptr && from == 1) push->stamp.reset();
    return true;
  };
  for (int i = 0; i < 5; ++i) {
    const auto id = mesh.net.publish(3, true);
    mesh.net.run_for(Seconds{2});
    for (NodeIndex node = 0; node < mesh.net.size(); ++node) {
      CHECK(is_held_as_call(mesh.net, node, id));
      CHECK(mesh.net.deliveries(node, id) <= 1);
    }
  }
}

TEST_CASE(
    "a stamp that nobody listed, or of another envelope, makes no call, and nothing is lost") {
  Mesh mesh{8, 3};
  const Envelope envelope = tests::make_envelope(mesh.net.options(1), mesh.net.random());
  const bool is_unlisted = GENERATE(true, false);
  const Envelope other = tests::make_envelope(mesh.net.options(1), mesh.net.random());
  const Stamp stamp = tests::make_stamp(
      mesh.net.coalition(), is_unlisted ? envelope.id() : other.id(), is_unlisted ? 9 : 1);
  mesh.net.publish(3, envelope, stamp);
  mesh.net.run_for(Seconds{3});
  CHECK(mesh.net.all_have(envelope.id()));
  CHECK(!is_held_as_call(mesh.net, 0, envelope.id()));
  CHECK(!is_held_as_call(mesh.net, 4, envelope.id()));
}

TEST_CASE("above its quota a stamp key's envelopes are normal ones and arrive all the same") {
  Mesh mesh{9, 3};
  std::vector<EnvelopeId> ids;
  for (std::size_t i = 0; i < limits::stamps_per_hour + 3; ++i) {
    ids.push_back(mesh.net.publish(3, true));
    mesh.net.run_for(Seconds{1});
  }
  mesh.net.run_for(Seconds{5});
  std::size_t calls = 0;
  for (const auto& id : ids) {
    CHECK(mesh.net.all_have(id));
    calls += is_held_as_call(mesh.net, 0, id) ? 1 : 0;
  }
  CHECK(calls == limits::stamps_per_hour);
}

TEST_CASE("calls that waited in a spool are calls however many came, under a listed stamp alone") {
  Mesh mesh{9, 1};
  GossipNet& net = mesh.net;
  const std::uint8_t number = GENERATE(std::uint8_t{1}, std::uint8_t{9});  // 1 to 4 are listed
  for (std::size_t i = 0; i < limits::stamps_per_hour + 3; ++i) {
    const Envelope envelope = tests::make_envelope(net.options(1), net.random());
    const CoalitionId coalition = net.options(1).coalition;
    const Stamp stamp = tests::make_stamp(coalition, envelope.id(), number);
    Outbox outbox;
    CHECK(net.at(3).take_spooled(envelope, stamp, net.now(), outbox).fresh.size() == 1);
    const auto writes = outbox.take().writes;
    REQUIRE(writes.size() == 1);
    CHECK(std::get<KeepEnvelope>(writes.front()).stamp.has_value() == (number == 1));
  }
}

TEST_CASE("what is not admitted, expired or too far ahead is neither stored nor passed on",
          "[P2]") {
  Mesh mesh{12, 2};
  auto options = mesh.net.options(1);
  bool is_good = false;
  SECTION("admitted by nobody") {
    options.is_admitted = false;
  }
  SECTION("expired by more than the slack") {
    options.expiry_hour = mesh.net.hour() - 2;
  }
  SECTION("further ahead than any channel's window") {
    options.expiry_hour = mesh.net.hour() + 31 * 24 + 1;
  }
  SECTION("of another coalition") {
    options.coalition = CoalitionId::zero();
  }
  SECTION("just not expired") {
    options.expiry_hour = mesh.net.hour() - 1;
    is_good = true;
  }
  SECTION("at the end of the window") {
    options.expiry_hour = mesh.net.hour() + 31 * 24;
    is_good = true;
  }
  const Envelope envelope = tests::make_envelope(options, mesh.net.random());
  const LinkId liar = mesh.net.open_stranger(0, PeerRole::member, std::nullopt);
  mesh.net.say(0, liar, Push{std::nullopt, to_bytes(envelope.bytes())});
  mesh.net.run_for(Seconds{3});
  for (NodeIndex i = 0; i < mesh.net.size(); ++i) CHECK(mesh.net.has(i, envelope.id()) == is_good);
}

TEST_CASE("one route cannot crowd out the others") {
  GossipNet net{15};
  net.add_relay("choir");
  net.list_everybody();
  tests::SeededRandom random{1};
  auto options = net.options(0);
  for (std::size_t i = 0; i <= limits::route_envelopes_max; ++i) {
    Outbox outbox;
    const Envelope envelope = tests::make_envelope(options, random);
    const auto out = net.at(0).import(envelope, net.now(), outbox);
    CHECK(out.fresh.size() == (i < limits::route_envelopes_max ? 1U : 0U));
  }
  options.route = 2;
  Outbox outbox;
  CHECK(net.at(0).import(tests::make_envelope(options, random), net.now(), outbox).fresh.size() ==
        1);
}

TEST_CASE("a full disk refuses bulk, then normal envelopes, never calls") {
  Mesh mesh{16, 2};
  GossipNet& net = mesh.net;
  net.at(4).space_changed(limits::bulk_floor_bytes - 1);
  const auto bulk = net.publish(3, false, 6);
  const auto normal = net.publish(3);
  net.run_for(Seconds{3});
  CHECK(!net.has(4, bulk));
  CHECK(net.has(4, normal));
  net.at(4).space_changed(limits::call_reserve_bytes - 1);
  const auto later = net.publish(3);
  const auto call = net.publish(3, true);
  net.run_for(Seconds{3});
  CHECK(!net.has(4, later));
  CHECK(net.has(4, call));
  // What was refused is offered again when there is room.
  net.at(4).space_changed(limits::bulk_floor_bytes * 4);
  net.run_for(Seconds{1200});
  CHECK(net.has(4, bulk));
  CHECK(net.has(4, later));
}

}  // namespace tocsin::gossip
