// That the machine sleeps: after a wake nothing is due any more, and what is due wakes it.
#include "tests/core/gossip/mesh.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {

TEST_CASE("an idle mesh sleeps most of the time") {
  Mesh mesh{81, 3};
  std::size_t frames = 0;
  mesh.net.on_frame = [&](NodeIndex, NodeIndex, Frame&) {
    ++frames;
    return true;
  };
  mesh.net.run_for(Seconds{3600});
  // Per hour: 60 sessions on each of 3 relay links, 12 on each of 9 others, two frames each.
  CHECK(frames < 2 * (3 * 80 + 9 * 16));
  CHECK(frames > 0);
}

TEST_CASE("after a wake nothing is due, whatever was going on") {
  const auto seed = GENERATE(range(82, 87));
  Mesh mesh{static_cast<std::uint64_t>(seed), 3};
  GossipNet& net = mesh.net;
  for (int i = 0; i < 40; ++i) {
    net.publish(3 + net.random().below(3), i % 3 == 0, static_cast<std::uint8_t>(i % 8));
    if (i % 10 == 0) net.drop_links(net.random().below(net.size()));
    net.run_for(Millis{static_cast<std::int64_t>(net.random().below(2'000))});
    const NodeIndex index = net.random().below(net.size());
    Outbox outbox;
    static_cast<void>(net.at(index).wake(net.now(), outbox));
    REQUIRE(net.store(index).stage(outbox.take().writes));
    const auto due = net.at(index).next_wakeup();
    CHECK((!due || *due > net.now().instant));
  }
}

TEST_CASE("a machine that has just begun wants to be woken") {
  tests::MemoryStore store;
  tests::SeededRandom random{1};
  const Gossip machine{random, store, Role::node, {}};
  CHECK(machine.next_wakeup() == Instant{});
}

}  // namespace tocsin::gossip
