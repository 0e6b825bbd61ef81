#include "core/coalition/electorate.h"

#include <algorithm>

#include "core/model/device.h"
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

TEST_CASE(
    "devices of one identity key in two orgs speak for neither, a copied link key is nothing") {
  const tests::TestCoalition test;
  const auto& ana = test.org("choir").people[0].devices[0];
  const auto& victim = test.org("drivers").people[0].devices[0];
  auto manifests = test.electorate().manifests();
  DeviceKeys& copying = manifests.at(test.org("bakers").id).delegates[0].devices[0];
  copying.ltk = victim.keys.ltk;
  const coalition::Electorate copied{test.electorate().charter(), manifests};
  CHECK(copied.voter(victim.id) != nullptr);
  CHECK(copied.voter(device_id(copying)) != nullptr);
  copying.idk = ana.keys.idk;
  const coalition::Electorate shared{test.electorate().charter(), manifests};
  CHECK(shared.voter(ana.id) == nullptr);
  CHECK(shared.voter(device_id(copying)) == nullptr);
  CHECK(shared.voter(test.org("choir").people[1].devices[0].id) != nullptr);
}

TEST_CASE("an org whose manifest lets one person decide may start nothing, unless it is solo") {
  const tests::TestCoalition test;
  const OrgId choir = test.org("choir").id;
  auto manifests = test.electorate().manifests();
  CHECK(coalition::Electorate{test.electorate().charter(), manifests}.may_start(choir));
  manifests.at(choir).k = 1;
  CHECK_FALSE(coalition::Electorate{test.electorate().charter(), manifests}.may_start(choir));
  auto charter = test.electorate().charter();
  std::ranges::find(charter.value.orgs, choir, &CharterOrg::id)->is_solo = true;
  CHECK(coalition::Electorate{charter, manifests}.may_start(choir));
}

TEST_CASE("a manifest ends when it says, and no later than the charter allows") {
  const tests::TestCoalition test;
  const OrgId choir = test.org("choir").id;
  auto manifests = test.electorate().manifests();
  Manifest& manifest = manifests.at(choir);
  const Seconds longest = test.charter().params.fresh.manifest;
  const auto ends = [&] {
    return coalition::Electorate{test.electorate().charter(), manifests}.ends(choir);
  };
  manifest.valid_until = manifest.head.at + longest - Seconds{1};
  CHECK(ends() == manifest.valid_until);
  manifest.valid_until = manifest.head.at + longest + Seconds{1};
  CHECK(ends() == manifest.head.at + longest);
}

}  // namespace tocsin
