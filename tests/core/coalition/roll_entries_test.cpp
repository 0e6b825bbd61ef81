#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {

TEST_CASE("a removed device never returns, and only stewards change a roll") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  Row who;
  who.set("device", "dana");
  const auto by_member = net.act(dana, "roll remove", who, Level::live);
  REQUIRE_FALSE(by_member.has_value());
  CHECK(by_member.error().exit == Exit::permission);
  REQUIRE(net.act(net.of("drivers"), "roll remove", who, Level::live).has_value());
  net.deliver();
  const auto again =
      net.add_to_roll(net.of("drivers", 1), RollAdd{dana.identity.keys->device, "dana", {}});
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().code == "E_ROLL");
  const auto delegate = net.add_to_roll(
      net.of("drivers"), RollAdd{net.of("drivers", 1).identity.keys->device, "bo", {}});
  REQUIRE_FALSE(delegate.has_value());
  CHECK(delegate.error().code == "E_ROLL");
}

TEST_CASE("the roll lists delegates and members of the org asked for") {
  CoalitionNet net;
  net.admit_member("drivers", "dana");
  net.deliver();
  Row org;
  org.set("org", "drivers");
  const auto rows = net.act(net.of("choir"), "roll list", org, Level::read);
  REQUIRE(rows.has_value());
  CHECK(rows->size() == 3);
  const auto own = net.act(net.of("choir"), "roll list", Row{}, Level::read);
  REQUIRE(own.has_value());
  CHECK(own->size() == 2);
}

}  // namespace tocsin::tests
