#include "core/coalition/directory.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {

TEST_CASE(
    "delegates are stewards, members are neither, and who was removed is still known by key") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  Row who;
  who.set("device", "dana");
  REQUIRE(net.act(net.of("drivers"), "roll remove", who, Level::act).has_value());
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

}  // namespace tocsin::tests
