#include "core/gossip/gossip.h"

#include <iostream>

#include "tests/core/gossip/mesh.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {

TEST_CASE("a relay carries what was said while a laptop was away") {
  Mesh mesh{4, 3};
  mesh.net.crash(5);
  const auto normal = mesh.net.publish(3);
  const auto call = mesh.net.publish(4, true);
  mesh.net.run_for(Seconds{10});
  mesh.net.crash(3);
  mesh.net.crash(4);  // only relays are left to tell it
  mesh.net.restart(5);
  mesh.net.run_for(Seconds{10});
  CHECK(mesh.net.has(5, normal));
  CHECK(mesh.net.has(5, call));
  CHECK(is_held_as_call(mesh.net, 5, call));
  CHECK(mesh.net.synced(5) > 0);
}

TEST_CASE("an envelope said while nobody was linked is offered at the next link-up") {
  Mesh mesh{5, 3};
  for (NodeIndex relay = 0; relay < 3; ++relay) mesh.net.cut(4, relay);
  const auto id = mesh.net.publish(4);
  mesh.net.run_for(Seconds{20});
  CHECK(!mesh.net.has(0, id));
  SECTION("by the same process") {}
  SECTION("by the one after a crash") {
    mesh.net.crash(4);
    mesh.net.restart(4);
  }
  mesh.net.heal_all();
  mesh.net.run_for(Seconds{200});
  CHECK(mesh.net.all_have(id));
}

TEST_CASE("after healing everybody holds the same", "[P3]") {
  const auto seed = GENERATE(range(20, 26));
  Mesh mesh{static_cast<std::uint64_t>(seed), 7};
  GossipNet& net = mesh.net;
  const auto side = [](NodeIndex index) { return index % 2; };
  for (NodeIndex a = 0; a < net.size(); ++a) {
    for (NodeIndex b = a + 1; b < net.size(); ++b) {
      if (side(a) != side(b)) net.cut(a, b);
    }
  }
  for (int i = 0; i < 30; ++i) {
    const NodeIndex author = 3 + net.random().below(7);
    if (net.is_up(author)) net.publish(author, i % 5 == 0, static_cast<std::uint8_t>(i % 4));
    net.run_for(Millis{static_cast<std::int64_t>(net.random().below(4000))});
    const NodeIndex victim = net.random().below(net.size());
    if (net.is_up(victim))
      net.crash(victim);
    else
      net.restart(victim);
  }
  for (NodeIndex i = 0; i < net.size(); ++i) {
    if (!net.is_up(i)) net.restart(i);
  }
  CHECK(!net.all_hold_the_same());
  net.heal_all();
  net.run_for(
      Seconds{2 * 75 + 2 * 375});  // two periods between relays, two between a laptop and a relay
  CHECK(net.all_hold_the_same());
  for (NodeIndex i = 0; i < net.size(); ++i) {
    for (const EnvelopeId& id : net.at(i).held()) CHECK(net.deliveries(i, id) <= 1);
  }
}

TEST_CASE("three receipts with a relay among them mean stored, and a restart keeps them") {
  Mesh mesh{17, 2};
  const auto id = mesh.net.publish(3);
  CHECK(!mesh.net.at(3).progress(id)->is_stored);
  mesh.net.run_for(Seconds{8});
  const auto before = mesh.net.at(3).progress(id);
  REQUIRE(before.has_value());
  CHECK(before->is_stored);
  CHECK(before->receipts == 3);
  CHECK(before->relays == 3);
  REQUIRE(mesh.net.last_stored(3).has_value());
  CHECK(mesh.net.last_stored(3)->is_stored);
  mesh.net.crash(3);
  mesh.net.restart(3);
  CHECK(mesh.net.at(3).progress(id)->receipts == 3);
  CHECK(mesh.net.at(3).progress(id)->is_stored);
  CHECK(!mesh.net.at(4).progress(id).has_value());  // not its own
}

TEST_CASE("with fewer than three neighbours known all of them must have stored it") {
  GossipNet net{18};
  net.add_relay("choir");
  net.add_relay("tenants");
  net.add_node();
  net.list_everybody();
  net.crash(1);
  net.run_for(Seconds{20});
  const auto id = net.publish(2);
  net.run_for(Seconds{20});
  CHECK(net.at(2).progress(id)->receipts == 1);
  CHECK(!net.at(2).progress(id)->is_stored);
  net.restart(1);
  net.run_for(Seconds{200});
  CHECK(net.at(2).progress(id)->is_stored);
}

TEST_CASE("pinned peers alone make a mesh") {
  GossipNet net{19};
  for (int i = 0; i < 4; ++i) net.add_node();
  net.list_everybody();
  net.pin(0, 1);
  net.pin(2, 1);
  net.pin(3, 2);
  net.run_for(Seconds{10});
  const auto id = net.publish(0);
  net.run_for(Seconds{5});
  CHECK(net.all_have(id));
  CHECK(net.at(0).progress(id)->is_stored);  // its one neighbour holds it
}

TEST_CASE("redundant copies of normal envelopes stay below five", "[P4]") {
  Mesh mesh{23, 9};
  const auto pushes = mesh.net.pushes_heard();
  const auto fresh = mesh.net.fresh_count();
  for (int i = 0; i < 60; ++i) {
    mesh.net.publish(3 + static_cast<NodeIndex>(i) % 9);
    mesh.net.run_for(Millis{400});
  }
  mesh.net.run_for(Seconds{10});
  const auto copies = mesh.net.pushes_heard() - pushes;
  const auto needed = mesh.net.fresh_count() - fresh;
  std::cout << "redundant copies per envelope and node: " << (copies - needed) * 100 / needed
            << " / 100\n";
  CHECK(needed == 60 * 11);
  CHECK(copies - needed <= 5 * needed);
}

}  // namespace tocsin::gossip
