#include "core/coalition/lineage.h"

#include <algorithm>

#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("an amendment is in force from its moment on, once both amend rules are met") {
  CoalitionNet net;
  Charter next = amendment(net);
  next.params.start.min_lead = Seconds{90};
  const StatementId id = drafted(net, "choir", next);
  CHECK(state_at(net, "drivers", id) == "DRAFT");
  approve(net, id, {"choir", "drivers", "plumbers"});
  CHECK(state_at(net, "drivers", id) == "DRAFT");
  approve(net, id, {"tenants"});
  CHECK(state_at(net, "drivers", id) == "COMPLETE");
  CHECK(charter_version_at(net, "bakers") == 1);
  net.pass(Seconds{61});
  CHECK(state_at(net, "bakers", id) == "IN_FORCE");
  CHECK(charter_version_at(net, "bakers") == 2);
  CHECK(net.of("bakers").machine->charter()->params.start.min_lead == Seconds{90});
}

TEST_CASE("after a restart the charter that was in force is in force") {
  CoalitionNet net;
  const StatementId id = drafted(net, "choir", amendment(net));
  approve(net, id, {"choir", "drivers", "plumbers", "tenants"});
  net.pass(Seconds{61});
  net.restart(net.of("bakers"));
  CHECK(charter_version_at(net, "bakers") == 2);
}

TEST_CASE("rotation needs no amendment") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  const OrgId org = net.org("drivers");
  const Manifest next =
      with_delegate(manifest_at(net.of("drivers"), org), "dana", dana.identity.keys->device);
  const StatementId id = drafted(net, "drivers", next);
  approve(net, id, {"drivers"});
  CHECK(state_at(net, "choir", id) == "DRAFT");  // its new device has not signed
  REQUIRE(net.sign(dana, id).has_value());
  net.deliver();
  CHECK(state_at(net, "choir", id) == "IN_FORCE");
  CHECK(net.of("choir").machine->is_delegate(dana.identity.keys->id));
  CHECK(charter_version_at(net, "choir") == 1);
}

TEST_CASE("a sign-off given before a rotation still counts for who stays, not for who went") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionStory story{net};
  story.propose();
  story.all_sign_proposal();
  const OrgId org = net.org("drivers");
  const Manifest before = manifest_at(net.of("drivers"), org);
  const StatementId more =
      drafted(net, "drivers", with_delegate(before, "dana", dana.identity.keys->device));
  approve(net, more, {"drivers"});
  REQUIRE(net.sign(dana, more).has_value());
  net.deliver();
  const auto approvals = [&] {
    for (const Row& row : story.status("choir", story.proposal)) {
      if (row.kind() == "org" && row.text("slug") == "drivers")
        return row.integer("approvals").value_or(-1);
    }
    return std::int64_t{-1};
  };
  CHECK(approvals() == 2);
  Manifest fewer = manifest_at(net.of("drivers"), org);
  std::erase_if(fewer.delegates, [](const Delegate& each) { return each.handle == "bo"; });
  const StatementId without_bo = drafted(net, "drivers", fewer);
  approve(net, without_bo, {"drivers"});
  CHECK(state_at(net, "choir", without_bo) == "IN_FORCE");
  CHECK(approvals() == 1);
}

TEST_CASE("late sibling loses") {
  CoalitionNet net;
  Charter failed = amendment(net);
  failed.params.start.min_lead = Seconds{90};
  const StatementId first = drafted(net, "choir", failed);
  approve(net, first, {"choir", "drivers"});
  Charter other = amendment(net);
  other.skips = {first};
  const StatementId second = drafted(net, "plumbers", other);
  approve(net, second, {"choir", "drivers", "plumbers", "tenants"});
  CHECK(state_at(net, "bakers", second) == "COMPLETE");
  // One org completes the failed one, late: it falls all the same.
  for (const std::string_view slug : {"plumbers", "tenants"}) {
    for (const std::size_t person : {0U, 1U})
      CHECK_FALSE(net.sign(net.of(slug, person), first).has_value());
  }
  net.pass(Seconds{61});
  CHECK(charter_version_at(net, "bakers") == 3);
  CHECK(net.of("bakers").machine->charter_id() == second);
}

namespace {

// Two amendments of one charter, A and B, and who signs which.
struct Branches {
  TestCoalition test;
  coalition::Papers papers;
  StatementId a{{1}};
  StatementId b{{2}};
  std::uint64_t seq = 1'000;

  Branches() {
    papers = papers_of(test.authority());
    for (const StatementId& id : {a, b}) {
      Charter next = test.charter();
      next.version = 2;
      next.prev = papers.anchor;
      next.effective_at = founding() + 60 * day_ms;
      papers.charters.push_back({id, test.mode(), next});
    }
  }

  void sign(const TestOrg& org, const StatementId& subject) {
    for (const std::size_t person : {0U, 1U}) {
      Signoff value;
      const WallTime at = founding() + day_ms;
      value.head = Head{org.people[person].devices[0].id, org.id, at, ++seq};
      value.subject = subject;
      value.subject_type = StatementType::charter;
      value.number = 2;
      value.valid_until = at + 14 * day_ms;
      const auto n = static_cast<std::uint8_t>(papers.signoffs.size() + 1);
      papers.signoffs.push_back({StatementId{{n, 7}}, test.mode(), value});
    }
  }
};

}  // namespace

// Every org signs neither, A, B or both. The example's amend rule needs four of five.
TEST_CASE("two branches exhaustive") {
  const Branches blank;
  constexpr unsigned patterns = 4 * 4 * 4 * 4 * 4;
  for (unsigned pattern = 0; pattern < patterns; ++pattern) {
    Branches branches = blank;
    std::size_t for_a = 0;
    std::size_t for_b = 0;
    std::size_t liars = 0;
    unsigned rest = pattern;
    for (const TestOrg& org : branches.test.orgs()) {
      const bool signs_a = (rest & 1U) != 0;
      const bool signs_b = (rest & 2U) != 0;
      rest >>= 2U;
      if (signs_a) branches.sign(org, branches.a);
      if (signs_b) branches.sign(org, branches.b);
      for_a += signs_a ? 1 : 0;
      for_b += signs_b ? 1 : 0;
      liars += signs_a && signs_b ? 1 : 0;
    }
    const coalition::Lineage lineage{branches.papers};
    CAPTURE(pattern, for_a, for_b);
    REQUIRE(lineage.complete().contains(branches.a) == (for_a >= 4));
    REQUIRE(lineage.complete().contains(branches.b) == (for_b >= 4));
    REQUIRE(lineage.charters().is_forked() == (for_a >= 4 && for_b >= 4));
    REQUIRE(lineage.place_of(branches.a).has_value() == (for_a >= 4 && for_b < 4));
    // L2: up to assumed_faulty lying orgs cannot complete both.
    if (liars <= branches.test.charter().assumed_faulty)
      REQUIRE_FALSE(lineage.charters().is_forked());
  }
}

TEST_CASE("under a fork nothing starts, stops go on, and what skips both rivals stands") {
  CoalitionNet net{NetOptions{.devices = 2}};
  CoalitionStory story{net};
  story.certify();
  Charter one = amendment(net);
  one.params.start.min_lead = Seconds{90};
  const StatementId first = drafted(net, "choir", one);
  const StatementId second = drafted(net, "plumbers", amendment(net));
  for (const std::string_view slug : {"choir", "drivers", "plumbers", "tenants"}) {
    for (const std::size_t person : {0U, 1U}) {
      REQUIRE(net.sign(net.of(slug, person, 0), first).has_value());
      REQUIRE(net.sign(net.of(slug, person, 1), second).has_value());
    }
  }
  net.deliver();
  CHECK(state_at(net, "bakers", first) == "FORK");
  CHECK(state_at(net, "bakers", second) == "FORK");
  const auto refused = net.sign(net.of("bakers"), story.proposal);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_CHARTER_FORK");
  Row reason;
  reason.set("reason", "a fork").set("own", true);
  CHECK(net.stop(net.of("drivers"), "hold", story.call, reason).has_value());
  Charter both = amendment(net);
  both.skips = {first, second};
  std::ranges::sort(both.skips);
  const StatementId third = drafted(net, "choir", both);
  approve(net, third, {"choir", "drivers", "plumbers", "tenants"});
  CHECK(state_at(net, "bakers", third) == "COMPLETE");
  CHECK(state_at(net, "bakers", first) == "FALLEN");
  net.pass(Seconds{61});
  CHECK(charter_version_at(net, "bakers") == 4);
}

TEST_CASE("under a fork of its manifest an org is in no audience it did not have twice") {
  CoalitionNet net{NetOptions{.devices = 2}};
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  CoalitionNet::Device& eli = net.admit_member("drivers", "eli");
  net.deliver();
  const OrgId org = net.org("drivers");
  const Manifest now = manifest_at(net.of("drivers"), org);
  const StatementId first =
      drafted(net, "drivers", with_delegate(now, "dana", dana.identity.keys->device));
  const StatementId second =
      drafted(net, "drivers", with_delegate(now, "eli", eli.identity.keys->device));
  for (const std::size_t person : {0U, 1U}) {
    REQUIRE(net.sign(net.of("drivers", person, 0), first).has_value());
    REQUIRE(net.sign(net.of("drivers", person, 1), second).has_value());
  }
  REQUIRE(net.sign(dana, first).has_value());
  REQUIRE(net.sign(eli, second).has_value());
  net.deliver();
  CHECK(state_at(net, "choir", first) == "FORK");
  const ChannelPolicy assembly{assembly_channel(net.id()), ChannelKind::assembly, OrgId::zero()};
  const coalition::Coalition& machine = *net.of("choir").machine;
  const auto audience = std::get<Audience>(machine.audience(assembly, machine.current(assembly)));
  const auto holds = [&](const CoalitionNet::Device& device) {
    return std::ranges::any_of(
        audience, [&](const Member& member) { return member.device == device.identity.keys->id; });
  };
  CHECK(holds(net.of("drivers")));
  CHECK_FALSE(holds(dana));
  CHECK_FALSE(holds(eli));
}

}  // namespace tocsin::tests
