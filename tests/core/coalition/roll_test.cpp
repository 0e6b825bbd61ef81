#include "core/coalition/roll.h"

#include "core/coalition/statements.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {

TEST_CASE("a roll is a chain per steward device: adds count, a remove always wins") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  CoalitionNet::Device& eli = net.admit_member("drivers", "eli");
  net.deliver();
  Row who;
  who.set("device", "dana");
  REQUIRE(net.act(net.of("drivers"), "roll remove", who, Level::live).has_value());
  net.deliver();
  const coalition::Statements kept{net.of("drivers", 1).store->snapshot()};
  const auto log = coalition::roll_log(kept, net.of("drivers").identity.keys->id);
  REQUIRE(log.size() == 3);
  const DeviceId steward = net.of("drivers").identity.keys->id;
  CHECK(coalition::roll_log_to(kept, log[1]->id).size() == 2);
  const Manifest& manifest = *kept.find_as<Manifest>(StatementId{net.org("drivers").array()});
  const coalition::RollState state =
      coalition::roll_state(manifest, {coalition::NamedLog{steward, log}});
  CHECK(state.members.size() == 1);
  CHECK(state.members.contains(eli.identity.keys->id));
  CHECK(state.removed.contains(dana.identity.keys->id));
  const coalition::RollState before =
      coalition::roll_state(manifest, {coalition::NamedLog{steward, {log[0], log[1]}}});
  CHECK(before.members.size() == 2);
}

TEST_CASE("a dropped steward's adds count up to the cut-off, his removes beyond it") {
  CoalitionNet net;
  net.admit_member("drivers", "dana");
  net.admit_member("drivers", "eli");
  Row who;
  who.set("device", "dana");
  REQUIRE(net.act(net.of("drivers"), "roll remove", who, Level::live).has_value());
  const coalition::Statements kept{net.of("drivers").store->snapshot()};
  const auto log = coalition::roll_log(kept, net.of("drivers").identity.keys->id);
  REQUIRE(log.size() == 3);
  const DeviceId steward = net.of("drivers").identity.keys->id;
  Manifest manifest = *kept.find_as<Manifest>(StatementId{net.org("drivers").array()});
  manifest.dropped = {Cutoff{net.of("drivers").identity.keys->id, log[0]->as<Roll>().head.seq}};
  const coalition::RollState state =
      coalition::roll_state(manifest, {coalition::NamedLog{steward, log}});
  CHECK(state.members.empty());
  CHECK(state.removed.size() == 1);
}

TEST_CASE("an added device has signed for itself") {
  CoalitionNet net;
  net.admit_member("drivers", "dana");
  const coalition::Statements kept{net.of("drivers").store->snapshot()};
  const auto log = coalition::roll_log(kept, net.of("drivers").identity.keys->id);
  REQUIRE(log.size() == 1);
  Roll rival = log[0]->as<Roll>();
  CHECK(coalition::check_adds(net.domain(), rival).has_value());
  rival.adds.front().person = "mallory";
  CHECK(coalition::check_adds(net.domain(), rival).error().code == Errc::unauthenticated);
}

}  // namespace tocsin::tests
