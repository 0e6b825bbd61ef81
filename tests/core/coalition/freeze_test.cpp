#include "core/coalition/freeze.h"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"

namespace tocsin::tests {
namespace {

struct Known {
  explicit Known(const CoalitionNet& net, CoalitionNet::Device& at)
      : statements{at.store->snapshot()},
        org{net.org("drivers")},
        manifest{*statements.find_as<Manifest>(StatementId{org.array()})} {}

  std::vector<StatementId> marks() const {
    return coalition::freeze_marks(statements, org, manifest);
  }

  std::vector<const coalition::Accepted*> standing() const {
    const auto all = marks();
    return coalition::standing_freezes(statements, manifest, all);
  }

  coalition::Statements statements;
  OrgId org;
  Manifest manifest;
};

DelegateId person_of(const Manifest& manifest, const CoalitionNet::Device& device) {
  return coalition::delegate_of(manifest, device.identity.keys->id)->id;
}

Statement freeze_by(const CoalitionNet& net,
                    const CoalitionNet::Device& by,
                    const DelegateId& whom,
                    std::uint64_t seq) {
  const Freeze value{head_by(by, net.now().wall, seq), whom, StatementId::zero(), ""};
  return signed_as(by, net.domain(), StatementType::freeze, value);
}

}  // namespace

TEST_CASE("of one device the freeze of the highest seq counts, in whatever order they come") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  CoalitionNet::Device& ana = net.of("drivers");
  const Known before{net, net.of("choir")};
  const DelegateId bo = person_of(before.manifest, net.of("drivers", 1));
  const DelegateId chi = person_of(before.manifest, net.of("drivers", 2));
  const Bytes first = wire::encode(freeze_by(net, ana, bo, 700));
  const Bytes second = wire::encode(freeze_by(net, ana, chi, 701));
  REQUIRE(net.accept(net.of("choir"), first).has_value());
  REQUIRE(net.accept(net.of("choir"), second).has_value());
  REQUIRE(net.accept(net.of("bakers"), second).has_value());
  REQUIRE(net.accept(net.of("bakers"), first).has_value());
  const Known choir{net, net.of("choir")};
  const Known bakers{net, net.of("bakers")};
  CHECK(choir.marks() == bakers.marks());
  REQUIRE(choir.standing().size() == 1);
  CHECK(choir.standing().front()->as<Freeze>().delegate == chi);
  const auto settled = coalition::settled_marks(
      choir.statements, {wire::decode<Statement>(first)->id(), choir.marks().front()});
  REQUIRE(settled.has_value());
  CHECK(*settled == choir.marks());
  CHECK(coalition::settled_marks(before.statements, choir.marks()).error().code == Errc::not_found);
}

TEST_CASE("devices of one person hold one freeze between them") {
  NetOptions options{.delegates = 3};
  options.devices = 2;
  CoalitionNet net{options};
  const Known before{net, net.of("choir")};
  const DelegateId bo = person_of(before.manifest, net.of("drivers", 1));
  const DelegateId chi = person_of(before.manifest, net.of("drivers", 2));
  const Statement by_first = freeze_by(net, net.of("drivers"), bo, 700);
  net.pass(Seconds{1});
  const Statement by_second = freeze_by(net, net.of("drivers", 0, 1), chi, 700);
  for (const Statement& each : {by_second, by_first})
    REQUIRE(net.accept(net.of("choir"), wire::encode(each)).has_value());
  const Known after{net, net.of("choir")};
  CHECK(after.marks().size() == 2);
  REQUIRE(after.standing().size() == 1);
  CHECK(after.standing().front()->id == by_second.id());
}

TEST_CASE("a freeze names another delegate of the author's org, or it is not kept") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  const Known known{net, net.of("choir")};
  const CoalitionNet::Device& ana = net.of("drivers");
  const auto taken = [&](const Statement& statement) {
    return net.accept(net.of("choir"), wire::encode(statement));
  };
  const std::size_t kept = kept_by(net.of("choir")).size();
  CHECK(taken(freeze_by(net, ana, person_of(known.manifest, ana), 700)).error().code ==
        Errc::not_allowed);
  // Perhaps a later manifest lists this person: it waits.
  CHECK(taken(freeze_by(net, ana, DelegateId{DelegateId::Array{9}}, 701)).has_value());
  CHECK(Known{net, net.of("choir")}.marks().empty());
  CHECK(kept_by(net.of("choir")).size() == kept + 1);
  const Statement freeze =
      freeze_by(net, ana, person_of(known.manifest, net.of("drivers", 1)), 702);
  REQUIRE(taken(freeze).has_value());
  const Freeze thaw{head_by(net.of("drivers", 2), net.now().wall, 700),
                    person_of(known.manifest, net.of("drivers", 2)),
                    freeze.id(),
                    ""};
  CHECK(taken(signed_as(net.of("drivers", 2), net.domain(), StatementType::freeze, thaw))
            .error()
            .code == Errc::not_allowed);
}

TEST_CASE("a freeze by a device that the manifest lists no more keeps nobody out") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  freeze(net, net.of("drivers"), "bo");
  net.deliver();
  Known known{net, net.of("choir")};
  REQUIRE(known.standing().size() == 1);
  const DeviceId thief = net.of("drivers").identity.keys->id;
  for (Delegate& delegate : known.manifest.delegates) {
    for (DeviceKeys& keys : delegate.devices) {
      if (device_id(keys) == thief) keys.idk[0] ^= 1U;
    }
  }
  CHECK(known.standing().empty());
}

TEST_CASE("a thaw counts each other delegate once and is never taken back") {
  CoalitionNet net{NetOptions{.delegates = 3}};
  const StatementId held = freeze(net, net.of("drivers"), "bo");
  net.deliver();
  const auto lifting = thaw(net, net.of("drivers", 2), held);
  REQUIRE(lifting.has_value());
  net.deliver();
  REQUIRE(net.sign(net.of("drivers", 2), *lifting).has_value());
  net.deliver();
  const auto count = [&] {
    const Known known{net, net.of("choir")};
    return coalition::count_thaw(
        known.statements, known.manifest, *known.statements.find(*lifting));
  };
  CHECK(count().have == 1);
  CHECK(count().need == 2);
  CHECK_FALSE(count().is_complete());
  const Known known{net, net.of("choir")};
  const std::vector<StatementId> named{*lifting};
  CHECK(coalition::unknown_marks(known.statements, &known.manifest, named) == named);
  REQUIRE(confirm_thaw(net, net.of("drivers"), *lifting).has_value());
  net.deliver();
  REQUIRE(count().is_complete());
  REQUIRE(net.sign(net.of("drivers"), *lifting, "abstain").has_value());
  net.deliver();
  CHECK(count().is_complete());
}

}  // namespace tocsin::tests
