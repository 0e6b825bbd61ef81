#include "core/coalition/exclusions.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

coalition::Signed<Signoff> said(const DeviceId& by,
                                const StatementId& subject,
                                StatementType type,
                                Stance stance) {
  Signoff value;
  value.head.author = by;
  value.subject = subject;
  value.subject_type = type;
  value.stance = stance;
  value.has_join = stance == Stance::approve;
  StatementId::Array id{};
  id[0] = by.array()[0];
  return {StatementId{id}, Mode::rehearsal, value};
}

DeviceId device(std::uint8_t first) {
  DeviceId::Array bytes{};
  bytes[0] = first;
  return DeviceId{bytes};
}

}  // namespace

TEST_CASE("a frozen person's approval counts as an abstention, their objection as it is") {
  const coalition::Statements nothing{Snapshot{}};
  const coalition::Exclusions out{{{device(1), StatementId::zero()}}, {}};
  const StatementId subject{StatementId::Array{7}};
  coalition::Ballots ballots;
  ballots.signoffs = {said(device(1), subject, StatementType::proposal, Stance::approve),
                      said(device(1), subject, StatementType::proposal, Stance::object),
                      said(device(2), subject, StatementType::proposal, Stance::approve)};
  const auto left = coalition::without(ballots, out, nothing);
  REQUIRE(left.signoffs.size() == 3);
  CHECK(left.signoffs[0].value.stance == Stance::abstain);
  CHECK_FALSE(left.signoffs[0].value.has_join);
  CHECK(left.signoffs[1].value.stance == Stance::object);
  CHECK(left.signoffs[2].value.stance == Stance::approve);
  CHECK(coalition::reasons_in(ballots, out) == std::vector<Reason>{Reason::frozen});
}

TEST_CASE("what a device with evidence against it signed is about nothing, and can still be seen") {
  const coalition::Statements nothing{Snapshot{}};
  const coalition::Exclusions out{{}, {device(1)}};
  const StatementId subject{StatementId::Array{7}};
  coalition::Ballots ballots;
  ballots.signoffs = {said(device(1), subject, StatementType::proposal, Stance::object)};
  coalition::Ballots left = coalition::without(ballots, out, nothing);
  REQUIRE(left.signoffs.size() == 1);
  CHECK(left.signoffs[0].id == ballots.signoffs[0].id);
  CHECK(left.signoffs[0].value.subject.is_zero());
  CHECK(coalition::reasons_in(ballots, out) == std::vector<Reason>{Reason::equivocation});
  CHECK(coalition::reasons_in({}, out).empty());
}

TEST_CASE("a frozen signer's hold and abort go on holding back, an end does not end") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  CoalitionNet::Device& bo = net.of("choir", 1);
  const auto kept_stop = [&](StopKind kind, std::uint64_t seq) {
    Stop stop;
    stop.head = head_by(bo, net.now().wall, seq);
    stop.subject = story.proposal;
    stop.kind = kind;
    if (kind == StopKind::end) stop.form = EndForm::settled;
    const Statement statement = signed_as(bo, net.domain(), StatementType::stop, stop);
    REQUIRE(net.accept(net.of("choir"), wire::encode(statement)).has_value());
    return statement.id();
  };
  const StatementId hold = kept_stop(StopKind::hold, 700);
  const StatementId abort = kept_stop(StopKind::abort, 701);
  const StatementId end = kept_stop(StopKind::end, 702);
  const coalition::Statements known{net.of("choir").store->snapshot()};
  const coalition::Exclusions out{{{device(1), StatementId::zero()}}, {}};
  const auto stance_on = [&](const StatementId& stop) {
    coalition::Ballots ballots;
    ballots.signoffs = {said(device(1), stop, StatementType::stop, Stance::approve)};
    return coalition::without(ballots, out, known).signoffs[0].value.stance;
  };
  CHECK(stance_on(hold) == Stance::approve);
  CHECK(stance_on(abort) == Stance::approve);
  CHECK(stance_on(end) == Stance::abstain);
}

TEST_CASE("everybody who was ever left out is known, also after a thaw") {
  CoalitionNet net;
  const StatementId held = freeze(net, net.of("drivers"), "bo");
  net.deliver();
  REQUIRE(thaw(net, net.of("drivers"), held).has_value());
  net.deliver();
  const coalition::Statements kept{net.of("choir").store->snapshot()};
  const auto* charter = kept.of(StatementType::charter).front();
  std::map<OrgId, Manifest> manifests;
  for (const auto* manifest : kept.of(StatementType::manifest))
    manifests.emplace(OrgId{manifest->id.array()}, manifest->as<Manifest>());
  const coalition::Electorate electorate{
      coalition::Signed<Charter>{charter->id, net.domain().mode, charter->as<Charter>()},
      manifests};
  CHECK(coalition::exclusions_of(electorate, kept).is_empty());
  const auto ever = coalition::ever_excluded(electorate, kept);
  REQUIRE(ever.size() == 1);
  CHECK(ever.front().has(net.of("drivers", 1).identity.keys->id));
}

}  // namespace tocsin::tests
