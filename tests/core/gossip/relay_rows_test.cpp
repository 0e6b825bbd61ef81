// What a relay's operator sees.
#include <set>

#include "tests/core/gossip/mesh.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {
namespace {

std::vector<Row> seen_at(GossipNet& net, NodeIndex relay) {
  std::vector<Row> rows;
  net.act(relay, [&](Gossip& machine, Outbox& outbox) {
    rows = machine.relay_status(net.now(), outbox);
    return Out{};
  });
  return rows;
}

}  // namespace

TEST_CASE("an operator sees bands, and nothing by which one could tell a person or a size") {
  Mesh mesh{121, 3};
  mesh.net.publish(3, true);
  mesh.net.publish(4, false, 2);
  mesh.net.run_for(Seconds{10});
  const std::vector<Row> rows = seen_at(mesh.net, 0);
  const Row& status = rows.front();
  CHECK(status.kind() == "relay_status");
  CHECK(status.text("state") == "carrying");
  CHECK(status.text("laptops") == "few");
  CHECK(status.text("guests") == "none");
  CHECK(status.text("holds") == "under 1 MiB");
  CHECK(status.text("calls") == "few");
  CHECK(status.text("takes") == "all");
  CHECK(status.integer("relay_links") == 2);
  // Numbers are those of the list, which is no secret, and of the operator's own making.
  const std::set<std::string> numbers{
      "relay_links", "relays_listed", "list_number", "list_seq", "blocked", "number"};
  for (const Row& row : rows) {
    for (const auto& [name, value] : row.fields()) {
      INFO(name);
      CHECK_FALSE(std::holds_alternative<Bytes>(value));
      CHECK((!std::holds_alternative<std::int64_t>(value) || numbers.contains(name)));
    }
  }
}

TEST_CASE("the loudest of the last hour come first, each under its own number") {
  Mesh mesh{122, 2};
  const LinkId rude = mesh.net.open_stranger(0, PeerRole::member, std::nullopt);
  for (int i = 0; i < 20; ++i) {
    auto options = mesh.net.options(1);
    options.coalition = CoalitionId{CoalitionId::Array{9}};  // its signature is for others
    const Envelope envelope = tests::make_envelope(options, mesh.net.random());
    mesh.net.say(0, rude, Push{std::nullopt, to_bytes(envelope.bytes())});
  }
  mesh.net.publish(3);
  mesh.net.run_for(Seconds{10});
  const std::vector<Row> rows = seen_at(mesh.net, 0);
  REQUIRE(rows.size() >= 3);
  CHECK(rows[1].kind() == "loud_link");
  CHECK(rows[1].text("role") == "laptop");
  CHECK(rows[1].text("refused") == "often");
  CHECK(rows[2].text("refused") == "never");
  CHECK(rows[1].integer("number").value() != rows[2].integer("number").value());
  mesh.net.run_for(Seconds{2 * 3600});
  CHECK(seen_at(mesh.net, 0).size() == 1);  // an hour of peace later nobody is loud
}

TEST_CASE("before its grant a relay says that it carries for nobody") {
  tests::SeededRandom random{1};
  tests::MemoryStore store;
  Gossip machine{random, store, Role::relay, store.snapshot()};
  Outbox outbox;
  const Now now{Instant{Seconds{50}}, wall_from_ms(1'810'000'000'000)};
  CHECK(machine.relay_status(now, outbox).front().text("state") == "ungranted");
}

}  // namespace tocsin::gossip
