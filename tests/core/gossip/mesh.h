// Three relays and some laptops, linked: what most tests of whole machines begin with.
#pragma once

#include <algorithm>

#include "tests/support/gossip_net.h"

namespace tocsin::gossip {

using tests::GossipNet;
using tests::NodeIndex;

// Relays are 0, 1 (the choir's) and 2 (the tenants'); laptops come after them.
struct Mesh {
  explicit Mesh(std::uint64_t seed, std::size_t nodes) : net{seed} {
    net.add_relay("choir");
    net.add_relay("choir");
    net.add_relay("tenants");
    for (std::size_t i = 0; i < nodes; ++i) net.add_node();
    net.list_everybody();
    net.run_for(Seconds{20});
  }

  GossipNet net;
};

inline bool is_held_as_call(GossipNet& net, NodeIndex index, const EnvelopeId& id) {
  return std::ranges::any_of(net.store(index).snapshot().envelopes,
                             [&](const StoredEnvelope& one) { return one.id == id && one.stamp; });
}

}  // namespace tocsin::gossip
