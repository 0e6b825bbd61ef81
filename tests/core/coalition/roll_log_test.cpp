#include "core/coalition/roll_log.h"

#include <algorithm>

#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"

namespace tocsin::tests {
namespace {

Roll removing(const CoalitionNet& net,
              const CoalitionNet::Device& by,
              const StatementId& after,
              std::uint8_t whom,
              std::uint64_t seq) {
  DeviceId::Array device{};
  device[0] = whom;
  return Roll{head_by(by, net.now().wall, seq), after, {}, {Cutoff{DeviceId{device}, seq}}};
}

ChannelPolicy drivers_of(const CoalitionNet& net) {
  return {org_channel(net.id(), net.org("drivers")), ChannelKind::org, net.org("drivers")};
}

struct Forked {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  CoalitionNet::Device& eli = net.admit_member("drivers", "eli");
  CoalitionNet::Device& thief = net.of("drivers");
  CoalitionNet::Device& reader = net.of("drivers", 1);
  DeviceId steward = thief.identity.keys->id;

  Forked() { net.deliver(); }

  std::vector<const coalition::Accepted*> log() {
    known.emplace(reader.store->snapshot());
    return coalition::roll_log(*known, steward);
  }

  StatementId take(const Roll& roll, CoalitionNet::Device& at) {
    const Statement statement = signed_as(thief, net.domain(), StatementType::roll, roll);
    REQUIRE(net.accept(at, wire::encode(statement)).has_value());
    return statement.id();
  }

  RollLog here(CoalitionNet::Device& at) {
    const coalition::Statements statements{at.store->snapshot()};
    return coalition::log_of(statements, steward);
  }

  std::optional<coalition::Statements> known;
};

}  // namespace

TEST_CASE("a fork ends a log before it: later adds void, removals of both branches stand") {
  Forked forked;
  const auto log = forked.log();
  REQUIRE(log.size() == 2);
  const StatementId first = log[0]->id;
  // Beside the entry that added eli, one that removes dana; behind it one more.
  Roll remove = removing(forked.net, forked.thief, first, 0, 800);
  remove.removes = {Cutoff{forked.dana.identity.keys->id, 0}};
  const StatementId branch = forked.take(remove, forked.reader);
  const StatementId behind =
      forked.take(removing(forked.net, forked.thief, branch, 9, 801), forked.reader);
  const RollLog named = forked.here(forked.reader);
  CHECK(named.fork == 2);
  CHECK(named.head == first);
  std::vector<StatementId> strays{branch, behind};
  std::ranges::sort(strays);
  CHECK(named.strays == strays);
  // Eli's add stands at the fork, dana is removed on one branch, and the device is evidence.
  CHECK_FALSE(reads(forked.net, forked.reader, forked.dana, drivers_of(forked.net)));
  CHECK_FALSE(reads(forked.net, forked.reader, forked.eli, drivers_of(forked.net)));
  CHECK_FALSE(reads(forked.net, forked.reader, forked.thief, drivers_of(forked.net)));
  CHECK(reads(forked.net, forked.reader, forked.reader, drivers_of(forked.net)));
}

TEST_CASE("two who know one branch each agree on the fork, whoever merges first") {
  Forked forked;
  const auto log = forked.log();
  const StatementId head = log.back()->id;
  const Roll left = removing(forked.net, forked.thief, head, 1, 800);
  const Roll right = removing(forked.net, forked.thief, head, 2, 801);
  CoalitionNet::Device& choir = forked.net.of("choir");
  CoalitionNet::Device& bakers = forked.net.of("bakers");
  const StatementId a = forked.take(left, choir);
  const StatementId b = forked.take(right, bakers);
  const RollLog at_choir = forked.here(choir);
  const RollLog at_bakers = forked.here(bakers);
  CHECK(at_choir.head == a);
  CHECK(at_bakers.head == b);
  forked.take(right, choir);
  const coalition::Statements all{choir.store->snapshot()};
  const auto merged = coalition::merged_logs(at_choir, at_bakers, all);
  REQUIRE(merged.has_value());
  CHECK(*merged == forked.here(choir));
  CHECK(*merged == coalition::merged_logs(at_bakers, at_choir, all).value());
  CHECK(coalition::merged_logs(*merged, at_choir, all).value() == *merged);
  CHECK(coalition::merged_logs(*merged, *merged, all).value() == *merged);
  CHECK(merged->fork == 3);
  CHECK(merged->head == head);
  const coalition::Statements few{bakers.store->snapshot()};
  CHECK(coalition::merged_logs(at_bakers, at_choir, few).error().code == Errc::not_found);
  CHECK(coalition::unknown_entries(*merged, few) == std::vector<StatementId>{a});
}

TEST_CASE("a fork at the first entry leaves no head") {
  Forked forked;
  const StatementId rival =
      forked.take(removing(forked.net, forked.thief, StatementId::zero(), 3, 800), forked.reader);
  const RollLog named = forked.here(forked.reader);
  CHECK(named.fork == 1);
  CHECK(named.head.is_zero());
  CHECK(named.strays == std::vector<StatementId>{rival});
  const coalition::Statements known{forked.reader.store->snapshot()};
  const coalition::NamedLog log = coalition::named_by(named, known);
  CHECK(log.chain.empty());
  CHECK(log.strays.size() == 1);
}

TEST_CASE("more strays than can be named void the whole roll until a manifest drops their author") {
  Forked forked;
  const StatementId head = forked.log().back()->id;
  for (std::uint8_t i = 0; i < 66; ++i)
    forked.take(
        removing(forked.net, forked.thief, head, static_cast<std::uint8_t>(i + 1), 800U + i),
        forked.reader);
  const RollLog named = forked.here(forked.reader);
  CHECK(named.all_strays);
  CHECK(named.strays.empty());
  const coalition::Statements known{forked.reader.store->snapshot()};
  Manifest manifest = *known.find_as<Manifest>(StatementId{forked.net.org("drivers").array()});
  const std::vector<coalition::NamedLog> logs{coalition::named_by(named, known)};
  CHECK(coalition::roll_state(manifest, logs).members.empty());
  manifest.dropped = {Cutoff{forked.steward, 1'000}};
  CHECK(coalition::roll_state(manifest, logs).members.size() == 2);
}

TEST_CASE("removed id never returns") {
  Forked forked;
  Row who;
  who.set("device", "dana");
  REQUIRE(forked.net.act(forked.reader, "roll remove", who, Level::live).has_value());
  forked.net.deliver();
  // The thief's own log admits the very device again, on the chain and on a branch.
  const auto log = forked.log();
  Roll again = log[0]->as<Roll>();
  again.head = head_by(forked.thief, forked.net.now().wall, 800);
  again.prev = log.back()->id;
  forked.take(again, forked.reader);
  CHECK_FALSE(reads(forked.net, forked.reader, forked.dana, drivers_of(forked.net)));
  again.head.seq = 801;
  again.prev = log[0]->id;
  forked.take(again, forked.reader);
  CHECK_FALSE(reads(forked.net, forked.reader, forked.dana, drivers_of(forked.net)));
}

TEST_CASE("cutoff voids adds") {
  Forked forked;
  const auto log = forked.log();
  Manifest manifest =
      *forked.known->find_as<Manifest>(StatementId{forked.net.org("drivers").array()});
  const coalition::NamedLog whole{forked.steward, log};
  CHECK(coalition::roll_state(manifest, {whole}).members.size() == 2);
  manifest.dropped = {Cutoff{forked.steward, log[0]->as<Roll>().head.seq}};
  const auto state = coalition::roll_state(manifest, {whole});
  CHECK(state.members.size() == 1);
  CHECK(state.members.contains(forked.dana.identity.keys->id));
  // Back-dated behind the cut-off: its number is what counts, not its time.
  Roll late = log[0]->as<Roll>();
  late.head = head_by(forked.thief, forked.net.now().wall - Seconds{3'600}, 900);
  late.prev = log.back()->id;
  forked.take(late, forked.reader);
  const coalition::Statements after{forked.reader.store->snapshot()};
  const coalition::NamedLog longer{forked.steward, coalition::roll_log(after, forked.steward)};
  REQUIRE(longer.chain.size() == 3);
  CHECK(coalition::roll_state(manifest, {longer}).members.size() == 1);
}

}  // namespace tocsin::tests
