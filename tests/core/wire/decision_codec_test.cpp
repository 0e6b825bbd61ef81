#include "core/wire/decision_codec.h"

#include <functional>

#include "core/model/limits/coalition.h"
#include "tests/core/wire/strict.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

struct DecisionStage {
  tests::TestCoalition test;
  Proposal proposal = test.proposal(tests::founding());
  Call call = test.call(StatementId{{1}}, ProofId{{2}}, tests::founding());
  Signoff signoff = test.signoff(test.orgs()[0], 0, test.charter_statement(), tests::founding());

  bool proposal_taken(const std::function<void(Proposal&)>& change) {
    return wire::is_taken(proposal, change);
  }

  bool call_taken(const std::function<void(Call&)>& change) { return wire::is_taken(call, change); }

  bool signoff_taken(const std::function<void(Signoff&)>& change) {
    return wire::is_taken(signoff, change);
  }
};

}  // namespace

TEST_CASE("a proposal at each limit is taken, one above is refused") {
  DecisionStage stage;
  const auto targets = [](Proposal& p, std::size_t n) {
    p.targets.clear();
    for (std::size_t i = 0; i < n; ++i)
      p.targets.push_back(Target{OrgId{{1}}, {"s" + std::to_string(1000 + i), "metro", ""}});
  };
  CHECK(stage.proposal_taken([&](Proposal& p) { targets(p, 128); }));
  CHECK_FALSE(stage.proposal_taken([&](Proposal& p) { targets(p, 129); }));
  CHECK(stage.proposal_taken([](Proposal& p) { p.demands.assign(12, p.demands[0]); }));
  CHECK_FALSE(stage.proposal_taken([](Proposal& p) { p.demands.assign(13, p.demands[0]); }));
  CHECK(stage.proposal_taken([](Proposal& p) { p.max_waves = 16; }));
  CHECK_FALSE(stage.proposal_taken([](Proposal& p) { p.max_waves = 17; }));
  CHECK_FALSE(stage.proposal_taken([](Proposal& p) { p.max_waves = 0; }));
  for (const auto& [texts, most] : {std::pair{&Proposal::title, 120U},
                                    std::pair{&Proposal::summary, 2000U},
                                    std::pair{&Proposal::why_now, 1000U},
                                    std::pair{&Proposal::after_plan, 1000U},
                                    std::pair{&Proposal::safety_cover, 1000U}}) {
    const auto member = texts;
    const auto size = static_cast<std::size_t>(most);
    CHECK(stage.proposal_taken([&](Proposal& p) { (p.*member)[0] = std::string(size, 'a'); }));
    CHECK_FALSE(
        stage.proposal_taken([&](Proposal& p) { (p.*member)[0] = std::string(size + 1, 'a'); }));
  }
  CHECK(stage.proposal_taken([](Proposal& p) { p.summary[0] = "two\nlines"; }));
  CHECK_FALSE(stage.proposal_taken([](Proposal& p) { p.title[0] = "two\nlines"; }));
  CHECK_FALSE(
      stage.proposal_taken([](Proposal& p) { p.demands[0].text[0] = std::string(301, 'a'); }));
  CHECK_FALSE(
      stage.proposal_taken([](Proposal& p) { p.demands[0].addressee = std::string(121, 'a'); }));
  CHECK_FALSE(stage.proposal_taken([](Proposal& p) { std::swap(p.targets[0], p.targets[1]); }));
  CHECK_FALSE(
      stage.proposal_taken([](Proposal& p) { p.demands[0].kind = static_cast<DemandKind>(3); }));
}

TEST_CASE("a sign-off at each limit is taken, one above is refused") {
  DecisionStage stage;
  CHECK(stage.signoff_taken([](Signoff& s) { s.seen = wire::statement_ids(64); }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.seen = wire::statement_ids(65); }));
  CHECK_FALSE(
      stage.signoff_taken([](Signoff& s) { s.seen = {StatementId{{2}}, StatementId{{1}}}; }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.seen = {StatementId::zero()}; }));
  CHECK(stage.signoff_taken([](Signoff& s) { s.demands = {0, 11}; }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.demands = {12}; }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.demands = {1, 1}; }));
  CHECK(stage.signoff_taken([](Signoff& s) { s.reason = std::string(500, 'a'); }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.reason = std::string(501, 'a'); }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.stance = static_cast<Stance>(4); }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.stance = static_cast<Stance>(0); }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.subject = StatementId::zero(); }));
  CHECK_FALSE(stage.signoff_taken([](Signoff& s) { s.subject_type = StatementType::device; }));
  CHECK_FALSE(stage.signoff_taken(
      [](Signoff& s) { s.checklist = {{"b", EntryState::done}, {"a", EntryState::done}}; }));
}

TEST_CASE("a call is of a wave up to sixteen and names each place once") {
  DecisionStage stage;
  CHECK(stage.call_taken([](Call& c) { c.wave = 16; }));
  CHECK_FALSE(stage.call_taken([](Call& c) { c.wave = 17; }));
  CHECK_FALSE(stage.call_taken([](Call& c) { c.wave = 0; }));
  CHECK_FALSE(stage.call_taken([](Call& c) {
    c.targets[1] = c.targets[0];
    c.targets[1].t0 += Millis{1};  // one place at two times
  }));
  CHECK_FALSE(stage.call_taken([](Call& c) { c.instructions[0] = std::string(1001, 'a'); }));
}

TEST_CASE("an end has a form and nothing else has one") {
  Stop stop;
  stop.head = Head{DeviceId{{1}}, OrgId{{1}}, tests::founding(), 1};
  stop.subject = StatementId{{1}};
  const auto taken = [&](StopKind kind, EndForm form) {
    return wire::is_taken<Stop>(stop, [&](Stop& s) {
      s.kind = kind;
      s.form = form;
    });
  };
  CHECK(taken(StopKind::end, EndForm::settled));
  CHECK(taken(StopKind::end, EndForm::go_back));
  CHECK_FALSE(taken(StopKind::end, EndForm::none));
  CHECK(taken(StopKind::abort, EndForm::none));
  CHECK_FALSE(taken(StopKind::abort, EndForm::settled));
}

TEST_CASE("an ack and a relay's cert are bounded") {
  Ack ack;
  ack.head = Head{DeviceId{{1}}, OrgId{{1}}, tests::founding(), 1};
  ack.call = StatementId{{1}};
  CHECK(wire::is_taken<Ack>(ack, [](Ack& a) { a.level = AckLevel::declined; }));
  CHECK_FALSE(wire::is_taken<Ack>(ack, [](Ack& a) { a.level = static_cast<AckLevel>(8); }));
  CHECK_FALSE(wire::is_taken<Ack>(ack, [](Ack& a) { a.reason = std::string(201, 'a'); }));
  RelayCert cert{ack.head, LinkKey{{1}}, GrantKey{{2}}, "river", {}};
  const Address address{AddressKind::ipv4, {127, 0, 0, 1}, 4711};
  CHECK(wire::is_taken<RelayCert>(cert, [&](RelayCert& c) { c.addresses.assign(4, address); }));
  CHECK_FALSE(
      wire::is_taken<RelayCert>(cert, [&](RelayCert& c) { c.addresses.assign(5, address); }));
  CHECK_FALSE(
      wire::is_taken<RelayCert>(cert, [](RelayCert& c) { c.label = std::string(17, 'a'); }));
  CHECK_FALSE(wire::is_taken<RelayCert>(cert, [](RelayCert& c) { c.link_key = LinkKey::zero(); }));
}

}  // namespace tocsin
