// What `status` is told of the mesh.
#include "tests/core/gossip/mesh.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {

TEST_CASE("links are shown with their role and label, and with a key only where we chose it") {
  Mesh mesh{91, 1};
  const auto of_node = mesh.net.at(3).links(mesh.net.now());
  REQUIRE(of_node.size() == 3);
  for (const Row& row : of_node) {
    CHECK(row.kind() == "link");
    CHECK(row.text("role") == "relay");
    CHECK((row.text("label") == "choir" || row.text("label") == "tenants"));
    CHECK(row.bytes("key").has_value());
    CHECK(row.integer("list_seq") == 1);
    CHECK(row.integer("number") == 1);
    CHECK(row.flag("dialled"));
  }
  std::size_t members = 0;
  for (const Row& row : mesh.net.at(0).links(mesh.net.now())) {
    if (row.text("role") != "member") continue;
    ++members;
    CHECK(!row.has("key"));  // who links to a relay is not written down
  }
  CHECK(members == 1);
}

TEST_CASE("pinned peers that are not linked are shown with when they are tried again") {
  GossipNet net{92};
  const auto ana = net.add_node();
  const auto bo = net.add_node();
  net.pin(ana, bo);
  net.crash(bo);
  net.run_for(Seconds{60});
  const auto rows = net.at(ana).links(net.now());
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].kind() == "peer");
  CHECK(rows[0].bytes("peer_key") == net.key(bo).bytes());
  CHECK(rows[0].has("retry_s"));
  net.restart(bo);
  net.run_for(Seconds{600});
  CHECK(net.at(ana).links(net.now())[0].flag("pinned"));
}

TEST_CASE("the sums of what is held and waited for") {
  Mesh mesh{93, 2};
  mesh.net.publish(3, true);
  mesh.net.publish(3, false, 2);
  CHECK(mesh.net.at(3).summary(mesh.net.now()).integer("unstored") == 2);
  mesh.net.run_for(Seconds{10});
  const Row row = mesh.net.at(3).summary(mesh.net.now());
  CHECK(row.integer("envelopes") == 2);
  CHECK(row.integer("bytes") == 1024 + 2048);
  CHECK(row.integer("calls") == 1);
  CHECK(row.integer("routes") == 1);
  CHECK(row.integer("unstored") == 0);
  CHECK(row.integer("relay_links") == 3);
  CHECK(row.integer("relays_listed") == 3);
  CHECK(row.integer("list_seq") == 1);
  CHECK(!row.flag("clock_suspect"));
  CHECK(mesh.net.at(0).summary(mesh.net.now()).integer("member_links") == 2);
}

}  // namespace tocsin::gossip
