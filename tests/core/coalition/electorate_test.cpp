#include "core/coalition/electorate.h"

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("every device of a delegate speaks for one and the same person") {
  const tests::TestCoalition test{{.devices = 3}};
  const auto electorate = test.electorate();
  for (const tests::TestOrg& org : test.orgs()) {
    for (const tests::TestPerson& person : org.people) {
      for (const tests::TestDevice& device : person.devices) {
        const coalition::Voter* voter = electorate.voter(device.id);
        REQUIRE(voter != nullptr);
        CHECK(voter->org == org.id);
        CHECK(voter->delegate == person.id);
        CHECK(voter->key == device.keys.idk);
      }
    }
  }
  CHECK(electorate.voter(DeviceId{{1}}) == nullptr);
}

TEST_CASE("orgs, manifests and actions are found, and what is not there is null") {
  const tests::TestCoalition test;
  const auto electorate = test.electorate();
  CHECK(electorate.full().size() == 5);
  const OrgId choir = test.org("choir").id;
  REQUIRE(electorate.org(choir) != nullptr);
  CHECK(electorate.org(choir)->slug == "choir");
  REQUIRE(electorate.manifest(choir) != nullptr);
  CHECK(electorate.manifest(choir)->k == 2);
  CHECK(electorate.org(OrgId{{1}}) == nullptr);
  CHECK(electorate.manifest(OrgId{{1}}) == nullptr);
  CHECK(electorate.action("stoppage") != nullptr);
  CHECK(electorate.action("march") == nullptr);
}

TEST_CASE("an org whose manifest is not known has no voters") {
  const tests::TestCoalition test;
  auto manifests = test.electorate().manifests();
  manifests.erase(test.org("choir").id);
  const coalition::Electorate electorate{test.electorate().charter(), manifests};
  CHECK(electorate.voter(test.org("choir").people[0].devices[0].id) == nullptr);
  CHECK(electorate.full().size() == 5);
}

}  // namespace tocsin
