// Every code that a verdict or a refusal can carry is really given by something: a code that nobody
// can be told is a promise without a test. What is asked is the verifier or a machine, never a
// function of theirs.
#include <algorithm>

#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"
#include "tests/support/retelling.h"

namespace tocsin::tests {
namespace {

using Codes = std::vector<std::string>;

Codes codes_of(const Verdict& verdict) {
  Codes out;
  for (const Reason reason : verdict.reasons) out.emplace_back(code(reason));
  return out;
}

template <class T>
Codes codes_of(const Reply<T>& reply) {
  return reply.has_value() ? Codes{} : Codes{reply.error().code};
}

// --- what the verifier says ---

Codes of_bytes(const Bytes& proof) {
  return codes_of(coalition::verify(proof, {CoalitionId{{1}}}));
}

Codes of_certificate(const Change<Proof>& change, bool must_be_live = false) {
  TestCoalition test;
  const Story story = tell(test, must_be_live ? test.drill_mode() : test.mode());
  Proof proof = story.certificate;
  if (change) change(proof);
  coalition::Anchor anchor = test.anchor();
  anchor.must_be_live = must_be_live;
  return codes_of(coalition::verify(wire::encode(proof), anchor));
}

Codes of_charter(const Change<Charter>& change, bool is_the_anchor = true) {
  TestCoalition test;
  Charter charter = test.charter();
  change(charter);
  const Domain before{CoalitionId::zero(), test.mode()};
  std::vector<Statement> all = test.authority();
  all.front() = test.sign(StatementType::charter, charter.head, wire::encode(charter), before);
  const CoalitionId id{is_the_anchor ? all.front().id().array() : CoalitionId::Array{1}};
  const Proof proof = coalition::assemble(ProofKind::charter, std::move(all)).value();
  return codes_of(coalition::verify(wire::encode(proof), {id}));
}

// One laptop is a delegate's of two orgs.
Codes of_a_key_twice() {
  TestCoalition test;
  const Domain before{CoalitionId::zero(), test.mode()};
  const TestOrg& first = test.org("drivers");
  Manifest copy = test.org("plumbers").manifest;
  copy.delegates[0].devices[0] = first.people[0].devices[0].keys;
  copy.head.author = first.people[0].devices[0].id;
  const Statement manifest =
      test.sign(StatementType::manifest, copy.head, wire::encode(copy), before);
  Charter charter = test.charter();
  std::ranges::find(charter.orgs, "plumbers", &CharterOrg::slug)->id = OrgId{manifest.id().array()};
  std::ranges::sort(charter.orgs, {}, &CharterOrg::id);
  std::vector<Statement> all{
      test.sign(StatementType::charter, charter.head, wire::encode(charter), before), manifest};
  for (const TestOrg& org : test.orgs())
    if (org.slug != "plumbers") all.push_back(org.manifest_statement);
  const CoalitionId id{all.front().id().array()};
  const Proof proof = coalition::assemble(ProofKind::charter, std::move(all)).value();
  return codes_of(coalition::verify(wire::encode(proof), {id}));
}

Codes of_mandate(const Changes& changes) {
  TestCoalition test;
  return codes_of(retell_mandate(test, changes));
}

Codes of_call(const Changes& changes) {
  TestCoalition test;
  return codes_of(retell_call(test, changes));
}

// As if these had never signed the proposal.
Codes unsigned_by(const std::vector<std::string>& slugs) {
  TestCoalition test;
  return codes_of(retell_mandate(test, {.on_proposal = [&](Signoff& signoff) {
                                   for (const std::string& slug : slugs)
                                     if (signoff.head.org == test.org(slug).id)
                                       signoff.stance = Stance::abstain;
                                 }}));
}

// The rule asks for a vote besides, and nobody has had one.
Codes without_a_vote() {
  RuleNode vote;
  vote.op = RuleOp::vote;
  vote.selector.kind = SelectorKind::bearing;
  vote.turnout_bp = vote.yes_bp = 5'000;
  TestCoalition test;
  const Story story = tell(test, test.mode());
  coalition::Electorate asks = test.electorate();
  Charter charter = test.charter();
  Rule& mandate = std::ranges::find(charter.actions, "stoppage", &Action::name)->mandate;
  mandate.push_back(vote);
  ++mandate.front().children;
  asks = coalition::Electorate{{asks.charter().id, test.mode(), charter}, asks.manifests()};
  return codes_of(coalition::assess_mandate(
                      asks, signed_of<Proposal>(story.proposal), ballots_of(story.statements))
                      .verdict);
}

// Two orgs object to the call, and who signs it has seen that.
Codes of_two_objections_seen() {
  TestCoalition test;
  std::vector<Statement> objections;
  std::vector<StatementId> ids;
  Changes changes;
  changes.call = [&](const Call& call) {
    const Statement subject = test.sign(call, test.mode());
    for (const char* slug : {"tenants", "bakers"}) {
      for (const std::size_t person : {1U, 2U}) {
        Signoff out = test.signoff(test.org(slug), person, subject, call.head.at);
        out.stance = Stance::object;
        out.has_join = false;
        objections.push_back(test.sign(out, test.mode()));
        ids.push_back(objections.back().id());
      }
    }
    std::ranges::sort(ids);
  };
  changes.on_call = [&](Signoff& signoff) { signoff.seen = ids; };
  changes.statements = [&](std::vector<Statement>& all) {
    std::ranges::copy(objections, std::back_inserter(all));
  };
  return codes_of(retell_call(test, changes));
}

void damage(Proof& proof) {
  for (Statement& statement : proof.statements)
    if (statement.type == StatementType::call) statement.signature[0] ^= 1;
  proof.statements = coalition::assemble(proof.kind, proof.statements).value().statements;
}

// --- what a machine says ---

struct ToldNet {
  CoalitionNet net;
  CoalitionStory story{net};
};

Codes under_a_fork() {
  CoalitionNet net{NetOptions{.devices = 2}};
  CoalitionStory story{net};
  story.propose();
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
  return codes_of(net.sign(net.of("bakers"), story.proposal));
}

Codes after_approving_an_amendment() {
  ToldNet told;
  told.story.propose();
  const StatementId next = drafted(told.net, "choir", amendment(told.net));
  REQUIRE(told.net.sign(told.net.of("drivers"), next).has_value());
  return codes_of(told.net.sign(told.net.of("drivers"), told.story.proposal));
}

Codes after_an_abort() {
  ToldNet told;
  told.story.certify();
  told.story.stop_by({"choir", "drivers"}, "abort", told.story.call, Row{}.set("reason", "agreed"));
  return codes_of(told.net.sign(told.net.of("bakers"), told.story.call));
}

Codes when_frozen() {
  ToldNet told;
  told.story.propose();
  freeze(told.net, told.net.of("drivers"), "bo");
  told.net.deliver();
  return codes_of(told.net.sign(told.net.of("drivers", 1), told.story.proposal));
}

Codes after_a_contradiction() {
  ToldNet told;
  told.story.propose();
  CoalitionNet::Device& liar = told.net.of("plumbers", 1);
  const auto [one, other] = contradiction(told.net, liar, 900);
  for (const Statement& statement : {one, other})
    REQUIRE(told.net.accept(told.net.of("choir"), wire::encode(statement)).has_value());
  told.net.deliver();
  return codes_of(told.net.sign(liar, told.story.proposal));
}

// A laptop that was closed at T0, and has heard nobody since.
Codes after_sleeping_through_t0() {
  ToldNet told;
  told.story.certify();
  CoalitionNet::Device& sleeper = told.net.of("drivers", 1);
  sleeper.is_held_back = sleeper.is_cut_off = true;
  sleeper.machine = std::make_unique<coalition::Coalition>(
      *sleeper.random, *sleeper.store, sleeper.identity, Snapshot{});
  told.net.pass(Seconds{3'000});
  told.net.restart(sleeper);
  told.net.wake_all();
  Row subject;
  subject.set("subject", told.story.call.hex());
  const auto rows = told.net.act(sleeper, "status", subject, Level::read);
  return row_of(rows.value(), "target").texts("codes");
}

Codes while_a_debrief_is_owed() {
  ToldNet told;
  told.story.certify();
  told.net.pass(Seconds{200});
  told.net.pass(Seconds{4 * 24 * 3600});
  told.story.reach_call();
  return codes_of(told.net.sign(told.net.of("drivers"), told.story.call, "approve", true));
}

Codes with_a_clock_behind() {
  ToldNet told;
  told.story.certify();
  told.net.pass(-Seconds{3'600});
  return codes_of(told.net.act(told.net.of("choir"), "drill run", Row{}, Level::act));
}

Codes of_freezing_oneself() {
  CoalitionNet net;
  return codes_of(net.act(net.of("drivers"), "freeze", Row{}.set("who", "ana")));
}

Codes of_a_delegate_on_the_roll() {
  CoalitionNet net;
  const DeviceKeys keys = net.of("drivers", 1).identity.keys->device;
  return codes_of(net.add_to_roll(net.of("drivers"), RollAdd{keys, "bo", {}}));
}

// No default: whoever adds a code is asked here what gives it.
Codes provoke(Reason reason) {
  switch (reason) {
    case Reason::size:
      return of_bytes(Bytes(proof_bytes_max + 1, 4));
    case Reason::decode:
      return of_bytes({});
    case Reason::type:
      return of_certificate([](Proof& it) { it.kind = ProofKind::state; });
    case Reason::mode:
      return of_certificate({}, true);
    case Reason::coalition:
      return codes_of(coalition::verify(wire::encode(TestCoalition{}.charter_proof()),
                                        TestCoalition{{.seed = 2}}.anchor()));
    case Reason::charter_unknown:
      return of_charter([](Charter&) {}, false);
    case Reason::charter_fork:
      return under_a_fork();
    case Reason::feature:
      return of_charter([](Charter& it) { it.features = {"sealed"}; });
    case Reason::lint:
      return of_charter([](Charter& it) { it.rules.abort[0].min = 1; });
    case Reason::key_dup:
      return of_a_key_twice();
    case Reason::manifest_expired:
      return of_call({.on_call = [](Signoff& it) { it.head.at += 365 * day_ms; }});
    case Reason::delegate:
      return of_certificate([](Proof& it) { it.statements.back().author = DeviceId{{1}}; });
    case Reason::sig:
      return of_certificate(damage);
    case Reason::missing:
      return of_call({.call = [](Call& it) { it.mandate = ProofId{{1}}; }});
    case Reason::demand:
      return of_mandate({.proposal = [](Proposal& it) { it.demands.erase(it.demands.begin()); }});
    case Reason::target:
      return of_mandate({.proposal = [](Proposal& it) { it.targets[0].cell.region = "valley"; }});
    case Reason::wave:
      return of_call({.call = [](Call& it) { it.wave = 2; }});
    case Reason::expired:
      return of_mandate({.proposal = [](Proposal& it) { it.not_after += 365 * day_ms; }});
    case Reason::count:
      return unsigned_by({"choir", "tenants"});
    case Reason::kind_min:
      return unsigned_by({"choir", "tenants", "bakers"});
    case Reason::bearing:
      return unsigned_by({"drivers"});
    case Reason::ratify:
      return of_mandate({.on_proposal = [](Signoff& it) { it.demands = {0}; }});
    case Reason::stale:
      return of_mandate({.report = [](Report& it) { it.as_of -= 22 * day_ms; }});
    case Reason::strength:
      return of_mandate({.report = [](Report& it) { it.cells[0].pledged = 749; }});
    case Reason::tests:
      return of_mandate({.report = [](Report& it) { it.tests.clear(); }});
    case Reason::vote:
      return without_a_vote();
    case Reason::drill:
      return of_mandate({.ack = [](Ack& it) { it.level = AckLevel::received; }});
    case Reason::join:
      return of_call({.on_call = [](Signoff& it) { it.has_join = false; }});
    case Reason::hold:
      return of_call({.on_call = [](Signoff& it) { it.head.at -= 3 * day_ms; }});
    case Reason::blocked:
      return of_two_objections_seen();
    case Reason::checklist:
      return of_call(
          {.on_call = [](Signoff& it) { it.checklist = {{"notice", EntryState::open}}; }});
    case Reason::render:
      return of_call({.on_call = [](Signoff& it) { it.shown[0] = it.head.author.array()[0]; }});
    case Reason::lead_min:
      return of_call({.call = [](Call& it) {
        for (CallTarget& target : it.targets) target.t0 -= 3 * day_ms;
      }});
    case Reason::lead_max:
      return of_call({.call = [](Call& it) {
        for (CallTarget& target : it.targets) target.t0 += 30 * day_ms;
      }});
    case Reason::charter_stale:
      return after_approving_an_amendment();
    case Reason::stopped:
      return after_an_abort();
    case Reason::frozen:
      return when_frozen();
    case Reason::equivocation:
      return after_a_contradiction();
    case Reason::unconfirmed:
      return after_sleeping_through_t0();
    case Reason::debrief:
      return while_a_debrief_is_owed();
    case Reason::clock:
      return with_a_clock_behind();
    case Reason::second:
      return of_freezing_oneself();
    case Reason::roll:
      return of_a_delegate_on_the_roll();
    case Reason::slot:
      return of_certificate([](Proof& it) { it.kind = ProofKind::evidence; });
  }
  return {};
}

}  // namespace

TEST_CASE("what is told again unchanged is valid, so that only a change is a reason") {
  TestCoalition test;
  CHECK(retell_mandate(test, {}).is_valid());
  TestCoalition again;
  CHECK(retell_call(again, {}).is_valid());
}

TEST_CASE("every code is returned", "[R37]") {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Reason::slot); ++i) {
    const Reason reason = static_cast<Reason>(i);
    const Codes told = provoke(reason);
    INFO(code(reason) << ", told: " << (told.empty() ? "nothing" : told.front()));
    CHECK(std::ranges::find(told, code(reason)) != told.end());
  }
}

}  // namespace tocsin::tests
