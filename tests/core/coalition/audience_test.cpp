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

TEST_CASE("a custom channel holds of each org whom its part selects, and nobody of other orgs") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  CoalitionNet::Device& eli = net.admit_member("drivers", "eli");
  net.deliver();
  const auto policy = [&](std::vector<ChannelPart> parts) {
    std::ranges::sort(parts);
    return ChannelPolicy{ChannelId::zero(), ChannelKind::custom, OrgId::zero(), std::move(parts)};
  };
  const ChannelPart choir{net.org("choir"), true, false, {}};
  const ChannelPart members{net.org("drivers"), false, true, {}};
  const ChannelPart steward{net.org("drivers"), true, false, {dana.identity.keys->id}};
  const Audience named = audience_at(net.of("choir"), policy({choir, steward}));
  CHECK(named.size() == 5);
  CHECK(holds(named, dana));
  CHECK_FALSE(holds(named, eli));
  const Audience all = audience_at(net.of("choir"), policy({choir, members}));
  CHECK(all.size() == 4);
  CHECK(holds(all, eli));
  CHECK_FALSE(holds(all, net.of("drivers")));
  CHECK(std::is_sorted(all.begin(), all.end()));
  CHECK(audience_at(eli, policy({choir, members})) == all);
}

TEST_CASE("a custom channel's view names rolls only where it is for members or devices") {
  CoalitionNet net;
  net.admit_member("drivers", "dana");
  net.deliver();
  const auto logs = [&](ChannelPart part) {
    const ChannelPolicy policy{
        ChannelId::zero(), ChannelKind::custom, OrgId::zero(), {std::move(part)}};
    const View view = net.of("choir").machine->current(policy);
    CHECK(view.charter.ids.size() == 1);
    REQUIRE(view.orgs.size() == 1);
    return view.orgs.front().logs.size();
  };
  CHECK(logs(ChannelPart{net.org("drivers"), true, false, {}}) == 0);
  CHECK(logs(ChannelPart{net.org("drivers"), true, true, {}}) == 1);
}

TEST_CASE("only a delegate's statement is one's org's word on a channel") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  const auto signed_by = [&](const CoalitionNet::Device& device) {
    const IdentityKeys& keys = *device.identity.keys;
    return sign_statement(
        net.domain(), StatementType::channel, keys.id, Bytes{1}, keys.idk.reveal());
  };
  const coalition::Coalition& machine = *net.of("choir").machine;
  CHECK(machine.delegate_org(signed_by(net.of("drivers"))) == net.org("drivers"));
  CHECK_FALSE(machine.delegate_org(signed_by(dana)).has_value());
  Statement forged = signed_by(net.of("drivers"));
  forged.body[0] = 2;
  CHECK_FALSE(machine.delegate_org(forged).has_value());
}

}  // namespace tocsin::tests
