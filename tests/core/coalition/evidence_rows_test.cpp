#include "core/coalition/coalition.h"
#include "core/coalition/verify.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"

namespace tocsin::tests {

TEST_CASE("evidence is listed with whose it is, and its proof is valid for anybody") {
  CoalitionNet net;
  CoalitionNet::Device& choir = net.of("choir");
  CHECK(net.act(choir, "evidence", Row{}, Level::read).value().empty());
  const auto [one, other] = contradiction(net, net.of("plumbers", 1), 900);
  for (const Statement& each : {one, other})
    REQUIRE(net.accept(choir, wire::encode(each)).has_value());
  net.deliver();
  const auto rows = net.act(net.of("tenants"), "evidence", Row{}, Level::read);
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 1);
  CHECK(rows->front().text("person") == "bo");
  CHECK(rows->front().text("slug") == "plumbers");
  CHECK(rows->front().text("state") == "STANDS");
  CHECK(rows->front().texts("types").size() == 2);
  CHECK_FALSE(rows->front().has("bytes"));
  Row which;
  which.set("device", net.of("plumbers", 1).identity.keys->id.hex().substr(0, 10));
  const auto proof = net.act(net.of("tenants"), "evidence", which, Level::read);
  REQUIRE(proof.has_value());
  const Bytes bytes = proof->front().bytes("bytes").value();
  const coalition::Verification found = coalition::examine(bytes, net.anchor());
  REQUIRE(found.verdict.is_valid());
  CHECK(found.verified.person == "bo");
  // By file it reaches who heard neither of the two.
  Row wrong;
  wrong.set("device", "0000");
  CHECK(net.act(choir, "evidence", wrong, Level::read).error().code == "E_NOT_FOUND");
}

TEST_CASE("evidence that came by file counts there too") {
  CoalitionNet net;
  CoalitionNet::Device& choir = net.of("choir");
  const auto [one, other] = contradiction(net, net.of("plumbers", 1), 900);
  for (const Statement& each : {one, other})
    REQUIRE(net.accept(choir, wire::encode(each)).has_value());
  net.parcels().clear();
  Row which;
  which.set("device", net.of("plumbers", 1).identity.keys->id.hex());
  const auto proof = net.act(choir, "evidence", which, Level::read);
  REQUIRE(proof.has_value());
  Row file;
  file.set("bytes", Value{proof->front().bytes("bytes").value()});
  REQUIRE(net.act(net.of("bakers"), "import", file, Level::act).has_value());
  CHECK(net.act(net.of("bakers"), "evidence", Row{}, Level::read).value().size() == 1);
  net.deliver();
  CHECK(net.act(net.of("tenants"), "evidence", Row{}, Level::read).value().size() == 1);
}

}  // namespace tocsin::tests
