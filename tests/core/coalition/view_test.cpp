#include "core/coalition/view.h"

#include "core/coalition/coalition.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {
namespace {

ChannelPolicy org_policy(const CoalitionNet& net, std::string_view slug) {
  return {org_channel(net.id(), net.org(slug)), ChannelKind::org, net.org(slug)};
}

}  // namespace

TEST_CASE("an assembly's view names charter and manifests, an org's its manifest and logs") {
  CoalitionNet net;
  net.admit_member("drivers", "dana");
  net.deliver();
  const coalition::Coalition& machine = *net.of("choir").machine;
  const View assembly =
      machine.current({assembly_channel(net.id()), ChannelKind::assembly, OrgId::zero()});
  CHECK(assembly.charter.ids.size() == 1);
  CHECK(assembly.orgs.size() == 5);
  for (const OrgView& org : assembly.orgs) CHECK(org.logs.empty());
  const View drivers = machine.current(org_policy(net, "drivers"));
  CHECK(drivers.charter.ids.empty());
  REQUIRE(drivers.orgs.size() == 1);
  CHECK(drivers.orgs.front().logs.size() == 1);
}

TEST_CASE(
    "a later view covers an earlier one and not the other way round, and merging is idempotent") {
  CoalitionNet net;
  coalition::Coalition& machine = *net.of("drivers").machine;
  const View before = machine.current(org_policy(net, "drivers"));
  net.admit_member("drivers", "dana");
  const View middle = machine.current(org_policy(net, "drivers"));
  net.admit_member("drivers", "eli");
  const View after = machine.current(org_policy(net, "drivers"));
  CHECK(machine.covers(after, before));
  CHECK(machine.covers(after, middle));
  CHECK_FALSE(machine.covers(before, after));
  CHECK_FALSE(machine.covers(middle, after));
  CHECK(machine.covers(after, after));
  const coalition::Statements kept{net.of("drivers").store->snapshot()};
  CHECK(coalition::merge_views(before, after, kept).value() == after);
  CHECK(coalition::merge_views(after, middle, kept).value() == after);
  CHECK(machine.difference(after, middle).size() == 1);
  CHECK(machine.difference(after, before).size() == 2);
  CHECK(machine.difference(before, after).empty());
  const coalition::Statements nothing{Snapshot{}};
  CHECK(coalition::merge_views(before, after, nothing).has_value());
  CHECK(coalition::merge_views(middle, after, nothing).error().code == Errc::not_found);
}

TEST_CASE("a view under a charter that lists an org no longer covers the views that named it") {
  CoalitionNet net;
  const ChannelPolicy assembly{assembly_channel(net.id()), ChannelKind::assembly, OrgId::zero()};
  coalition::Coalition& machine = *net.of("choir").machine;
  const View before = machine.current(assembly);
  Charter next = amendment(net);
  std::erase_if(next.orgs, [&](const CharterOrg& org) { return org.id == net.org("bakers"); });
  const StatementId id = drafted(net, "choir", next);
  for (const std::string& slug : net.slugs()) {
    if (slug != "bakers") approve(net, id, {slug});
  }
  net.pass(std::chrono::hours{100});
  const View after = machine.current(assembly);
  REQUIRE(after.orgs.size() + 1 == before.orgs.size());
  CHECK(machine.covers(after, before));
  CHECK_FALSE(machine.covers(before, after));
}

}  // namespace tocsin::tests
