#include "core/gossip/gossip.h"

#include "tests/support/catch.hpp"
#include "tests/support/gossip_net.h"

using namespace std::chrono_literals;
using tocsin::Millis;
using tocsin::Seconds;
using tocsin::tests::GossipNet;
using tocsin::tests::NodeIndex;

namespace {

// Three relays of two labels and `nodes` laptops, linked.
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

}  // namespace

TEST_CASE("a normal envelope reaches everybody once", "[P1]") {
  Mesh mesh{1, 5};
  const auto id = mesh.net.publish(3);
  mesh.net.run_for(Seconds{3});
  CHECK(mesh.net.all_have(id));
  for (NodeIndex i = 0; i < mesh.net.size(); ++i)
    CHECK(mesh.net.deliveries(i, id) == (i == 3 ? 0 : 1));
}
