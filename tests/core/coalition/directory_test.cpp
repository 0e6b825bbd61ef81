#include "core/coalition/directory.h"

#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/strands.h"

namespace tocsin::tests {

TEST_CASE(
    "delegates are stewards, members are neither, and who was removed is still known by key") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  Row who;
  who.set("device", "dana");
  REQUIRE(net.act(net.of("drivers"), "roll remove", who, Level::live).has_value());
  const coalition::Statements kept{net.of("drivers").store->snapshot()};
  const OrgId org = net.org("drivers");
  coalition::Papers papers;
  papers.manifests = {
      coalition::Signed<Manifest>{StatementId{org.array()},
                                  Mode::rehearsal,
                                  *kept.find_as<Manifest>(StatementId{org.array()})}};
  const coalition::Directory directory{coalition::Lineage{papers}, kept};
  const coalition::Resident* ana = directory.find(net.of("drivers").identity.keys->id);
  REQUIRE(ana != nullptr);
  CHECK(ana->is_delegate);
  CHECK(ana->is_steward);
  CHECK(ana->person == "ana");
  const coalition::Resident* member = directory.find(dana.identity.keys->id);
  REQUIRE(member != nullptr);
  CHECK_FALSE(member->is_delegate);
  CHECK_FALSE(member->is_steward);
  CHECK(member->org == org);
  CHECK(directory.find(net.of("choir").identity.keys->id) == nullptr);
}

TEST_CASE("what one org writes of a device takes nothing from what another wrote") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  const Manifest draft =
      with_delegate(second_manifest(net, "choir"), "dora", dana.identity.keys->device);
  Forge forge{net};
  REQUIRE(net.accept(net.of("bakers"), forge.sign({"choir"}, StatementType::manifest, draft)));
  const coalition::Statements kept{net.of("bakers").store->snapshot()};
  coalition::Papers papers;
  for (const std::string_view slug : {"drivers", "choir"}) {
    const StatementId id{net.org(slug).array()};
    papers.manifests.push_back({id, Mode::rehearsal, *kept.find_as<Manifest>(id)});
  }
  const coalition::Directory directory{coalition::Lineage{papers}, kept};
  const DeviceId& device = dana.identity.keys->id;
  REQUIRE(directory.find(device, net.org("drivers")) != nullptr);
  CHECK(directory.find(device, net.org("drivers"))->person == "dana");
  REQUIRE(directory.find(device, net.org("choir")) != nullptr);
  CHECK(directory.find(device, net.org("choir"))->person == "dora");
  CHECK(directory.find(device)->org == net.org("drivers"));
  CHECK(directory.find(device, net.org("bakers")) == nullptr);
}

}  // namespace tocsin::tests
