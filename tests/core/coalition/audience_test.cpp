#include "core/coalition/audience.h"

#include <algorithm>

#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {
namespace {

Audience audience_at(const CoalitionNet::Device& device, const ChannelPolicy& policy) {
  return std::get<Audience>(device.machine->audience(policy, device.machine->current(policy)));
}

bool holds(const Audience& audience, const CoalitionNet::Device& device) {
  for (const Member& member : audience) {
    if (member.device == device.identity.keys->id) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the assembly is delegates alone, an org's channel its delegates and members") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  const ChannelPolicy assembly{assembly_channel(net.id()), ChannelKind::assembly, OrgId::zero()};
  const ChannelPolicy drivers{
      org_channel(net.id(), net.org("drivers")), ChannelKind::org, net.org("drivers")};
  const Audience all = audience_at(net.of("choir"), assembly);
  CHECK(all.size() == 10);
  CHECK_FALSE(holds(all, dana));
  const Audience own = audience_at(net.of("drivers"), drivers);
  CHECK(own.size() == 3);
  CHECK(holds(own, dana));
  CHECK(std::is_sorted(own.begin(), own.end()));
  CHECK(audience_at(dana, drivers) == own);
}

TEST_CASE("who was removed is in no audience under the view that knows it") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  const ChannelPolicy drivers{
      org_channel(net.id(), net.org("drivers")), ChannelKind::org, net.org("drivers")};
  coalition::Coalition& machine = *net.of("drivers").machine;
  const View before = machine.current(drivers);
  Row who;
  who.set("device", "dana");
  REQUIRE(net.act(net.of("drivers"), "roll remove", who, Level::live).has_value());
  CHECK_FALSE(holds(audience_at(net.of("drivers"), drivers), dana));
  CHECK(holds(std::get<Audience>(machine.audience(drivers, before)), dana));
}

TEST_CASE("an audience under a view that names something unknown says what is missing") {
  CoalitionNet net;
  const ChannelPolicy drivers{
      org_channel(net.id(), net.org("drivers")), ChannelKind::org, net.org("drivers")};
  View view = net.of("choir").machine->current(drivers);
  view.orgs.front().logs.push_back(RollLog{
      net.of("drivers").identity.keys->id, StatementId{StatementId::Array{9}}, 0, {}, false});
  const auto answer = net.of("choir").machine->audience(drivers, view);
  REQUIRE(std::holds_alternative<Audiences::Missing>(answer));
  CHECK(std::get<Audiences::Missing>(answer).ids.size() == 1);
}

}  // namespace tocsin::tests
