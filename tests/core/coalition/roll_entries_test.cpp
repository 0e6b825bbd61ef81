#include <algorithm>

#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {
namespace {

using Entry = coalition::Coalition::Entry;

Reply<std::vector<Row>> removes(CoalitionNet& net, const std::string& wanted) {
  Row who;
  who.set("device", wanted);
  return net.act(net.of("drivers"), "roll remove", who, Level::live);
}

std::size_t laptops_of(CoalitionNet& net, const std::string& person) {
  const auto rows = net.act(net.of("drivers"), "roll list", Row{}, Level::read);
  REQUIRE(rows.has_value());
  return static_cast<std::size_t>(std::ranges::count_if(
      *rows, [&](const Row& row) { return row.text("person").value_or("") == person; }));
}

}  // namespace

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

TEST_CASE("a new person needs a name of their own, a second device one that somebody has") {
  CoalitionNet net;
  net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionNet::Device& ana = net.of("drivers");
  CHECK(ana.machine->may_add_device("dana").has_value());
  CHECK(ana.machine->may_add_device("ana").has_value());
  CHECK(ana.machine->may_add_device("nobody").error().code == "E_NOT_FOUND");
  for (const std::string_view taken : {"dana", "bo"}) {
    INFO(taken);
    const auto answer = net.try_to_admit("drivers", taken, Entry::new_person);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == "E_CONFLICT");
    CHECK(answer.error().remedy.find("device-link new") != std::string::npos);
  }
  CHECK(net.try_to_admit("drivers", "eli", Entry::second_device).error().code == "E_NOT_FOUND");
  CHECK(laptops_of(net, "dana") == 1);
}

TEST_CASE("only a steward's device may let a second device in") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  const auto may = dana.machine->may_add_device("dana");
  REQUIRE_FALSE(may.has_value());
  CHECK(may.error().exit == Exit::permission);
}

TEST_CASE("of two devices of one person one is removed and the other stays") {
  CoalitionNet net;
  CoalitionNet::Device& first = net.admit_member("drivers", "dana");
  CoalitionNet::Device& second = net.admit_member("drivers", "dana", Entry::second_device);
  net.deliver();
  CHECK(laptops_of(net, "dana") == 2);
  CHECK(removes(net, "dana").error().code == "E_CONFLICT");
  CHECK(removes(net, "nobody").error().code == "E_NOT_FOUND");
  REQUIRE(removes(net, second.identity.keys->id.hex().substr(0, 16)).has_value());
  net.deliver();
  CHECK(laptops_of(net, "dana") == 1);
  CHECK(reads(net, net.of("drivers"), first, org_policy_of(net, "drivers")));
  CHECK_FALSE(reads(net, net.of("drivers"), second, org_policy_of(net, "drivers")));
}

TEST_CASE("a person has at most four devices") {
  CoalitionNet net;
  net.admit_member("drivers", "dana");
  for (int more = 0; more < 3; ++more) net.admit_member("drivers", "dana", Entry::second_device);
  const auto fifth = net.try_to_admit("drivers", "dana", Entry::second_device);
  REQUIRE_FALSE(fifth.has_value());
  CHECK(fifth.error().code == "E_SIZE");
}

}  // namespace tocsin::tests
