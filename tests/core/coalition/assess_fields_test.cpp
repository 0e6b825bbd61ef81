#include "core/coalition/assess.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::check_call;
using coalition::check_proposal;
using coalition::Signed;
using tests::day_ms;
using tests::founding;
using tests::TestCoalition;

struct SoundDrafts {
  TestCoalition test;
  coalition::Electorate electorate = test.electorate();
  Signed<Proposal> proposal{StatementId{{1}}, Mode::actual, test.proposal(founding() + day_ms)};
  Signed<Call> call{StatementId{{2}},
                    Mode::actual,
                    test.call(StatementId{{1}}, ProofId{{3}}, founding() + 5 * day_ms)};

  template <class Change>
  std::optional<Reason> with(Change&& change) const {
    Signed<Proposal> changed = proposal;
    change(changed.value);
    return check_proposal(electorate, changed);
  }

  template <class Change>
  std::optional<Reason> with_call(Change&& change) const {
    Signed<Call> changed = call;
    change(changed.value);
    return check_call(electorate, proposal, changed);
  }
};

}  // namespace

TEST_CASE("a proposal with all its fields is taken") {
  const SoundDrafts stage;
  CHECK_FALSE(check_proposal(stage.electorate, stage.proposal));
  CHECK_FALSE(check_call(stage.electorate, stage.proposal, stage.call));
}

TEST_CASE("proposal_missing_field: every text in every language, and one demand to win") {
  const SoundDrafts stage;
  Texts Proposal::* const texts[] = {&Proposal::title,
                                     &Proposal::summary,
                                     &Proposal::why_now,
                                     &Proposal::after_plan,
                                     &Proposal::safety_cover};
  for (const auto text : texts) {
    CHECK(stage.with([&](Proposal& p) { (p.*text)[1].clear(); }) == Reason::demand);
    CHECK(stage.with([&](Proposal& p) { (p.*text).pop_back(); }) == Reason::demand);
  }
  CHECK(stage.with([](Proposal& p) { p.demands.clear(); }) == Reason::demand);
  CHECK(stage.with([](Proposal& p) { p.demands[0].met_when[0].clear(); }) == Reason::demand);
  CHECK(stage.with([](Proposal& p) { p.demands[1].addressee.clear(); }) == Reason::demand);
}

TEST_CASE("what is wrong with a draft is said with its key and why") {
  const SoundDrafts stage;
  const auto told = [&](auto&& change) {
    Signed<Proposal> changed = stage.proposal;
    change(changed.value);
    const auto fault = coalition::proposal_fault(stage.electorate, changed);
    return fault ? fault->what : "";
  };
  CHECK(told([](Proposal& p) { p.action = "march"; }) ==
        "`action` is none of the charter's actions");
  CHECK(told([](Proposal& p) { p.why_now[1].clear(); }) ==
        "`why_now` must have a text in every language of the charter");
  CHECK(told([](Proposal& p) { p.demands[1].addressee.clear(); }) ==
        "demand 2: `addressee` is empty");
  CHECK(told([](Proposal& p) { p.demands.clear(); }) ==
        "`demands` needs at least one of kind \"win\"");
  CHECK(told([](Proposal& p) {
          p.targets[0].cell.region = "moon";
        }).ends_with("/moon\": the organization claims no such sector and region"));
  CHECK(told([&](Proposal& p) {
          p.targets[0].org = stage.test.org("choir").id;
        }).starts_with("`targets` \"choir:"));
  CHECK(told([](Proposal& p) { p.vote_by = p.head.at - Millis{1}; }) == "`vote_by` has passed");
  CHECK(told([](Proposal& p) { p.max_duration = Seconds{15 * 86'400}; }) ==
        "`max_duration` is more than the charter's start.max_duration, 14 d");
  Signed<Call> late = stage.call;
  late.value.targets[0].t0 = stage.proposal.value.not_after + Millis{1};
  const auto fault = coalition::call_fault(stage.electorate, stage.proposal, late);
  REQUIRE(fault);
  CHECK(fault->what.starts_with("`t0` of \""));
}

TEST_CASE("demands_without_win: a proposal that only wants something stopped is refused") {
  const SoundDrafts stage;
  CHECK(stage.with([](Proposal& p) { p.demands.erase(p.demands.begin()); }) == Reason::demand);
}

TEST_CASE("targets lie inside what their orgs claim") {
  const SoundDrafts stage;
  CHECK(stage.with([](Proposal& p) { p.targets.clear(); }) == Reason::target);
  CHECK(stage.with([](Proposal& p) { p.targets[0].cell.region = "valley"; }) == Reason::target);
  CHECK(stage.with([](Proposal& p) { p.targets[0].org = OrgId{{1}}; }) == Reason::target);
  CHECK_FALSE(stage.with([](Proposal& p) { p.targets[0].cell.code = "yard 4"; }));
  // A rally asks nothing of drivers' kin alone; it asks unions, so it may name them.
  CHECK_FALSE(stage.with([](Proposal& p) { p.action = "rally"; }));
  CHECK(stage.with([](Proposal& p) { p.action = "march"; }) == Reason::type);
}

TEST_CASE("a solo org is not called to stop work, but may rally") {
  SoundDrafts stage;
  Charter charter = stage.test.charter();
  for (CharterOrg& org : charter.orgs) org.is_solo = org.slug == "drivers";
  stage.electorate = coalition::Electorate{{stage.electorate.charter().id, Mode::actual, charter},
                                           stage.electorate.manifests()};
  CHECK(check_proposal(stage.electorate, stage.proposal) == Reason::target);
  CHECK_FALSE(stage.with([](Proposal& p) { p.action = "rally"; }));
}

TEST_CASE("a proposal lives within its charter and the charter's times") {
  const SoundDrafts stage;
  CHECK(stage.with([](Proposal& p) { p.charter = StatementId{{9}}; }) == Reason::charter_unknown);
  CHECK(stage.with([](Proposal& p) { p.not_after = p.head.at + 121 * day_ms; }) == Reason::expired);
  CHECK(stage.with([](Proposal& p) { p.not_before = p.not_after + Millis{1}; }) == Reason::expired);
  CHECK(stage.with([](Proposal& p) { p.vote_by = p.head.at - Millis{1}; }) == Reason::expired);
  CHECK(stage.with([](Proposal& p) { p.max_duration = Seconds{15 * 86'400}; }) == Reason::expired);
  CHECK(stage.with([](Proposal& p) { p.max_duration = Seconds{0}; }) == Reason::expired);
  CHECK(stage.with([](Proposal& p) {
    p.head.at += 400 * day_ms;
    p.not_before = p.not_after = p.vote_by = p.head.at;
  }) == Reason::expired);
}

TEST_CASE("only a delegate proposes, and for no other org") {
  const SoundDrafts stage;
  CHECK(stage.with([](Proposal& p) { p.head.author = DeviceId{{1}}; }) == Reason::delegate);
  CHECK(stage.with([&](Proposal& p) { p.head.org = stage.test.org("choir").id; }) ==
        Reason::delegate);
}

TEST_CASE("a call names targets of its proposal, in its window, and its first wave none before") {
  const SoundDrafts stage;
  CHECK(stage.with_call([](Call& c) { c.targets.clear(); }) == Reason::target);
  CHECK(stage.with_call([](Call& c) { c.targets[0].cell.code = "yard"; }) == Reason::target);
  CHECK(stage.with_call([](Call& c) { c.wave = 2; }) == Reason::wave);
  CHECK(stage.with_call([](Call& c) { c.prev = StatementId{{1}}; }) == Reason::wave);
  CHECK(stage.with_call([](Call& c) { c.proposal = StatementId{{9}}; }) == Reason::missing);
  CHECK(stage.with_call([](Call& c) { c.instructions.pop_back(); }) == Reason::demand);
  CHECK(stage.with_call([](Call& c) { c.targets[0].t0 += 90 * day_ms; }) == Reason::expired);
  CHECK(stage.with_call([](Call& c) { c.targets[0].t0 -= 90 * day_ms; }) == Reason::expired);
}

TEST_CASE("rally_never_calls_stoppage: a call is judged by its proposal's action") {
  const SoundDrafts stage;
  const Action* rally = stage.electorate.action("rally");
  const Action* stoppage = stage.electorate.action("stoppage");
  REQUIRE(rally != nullptr);
  REQUIRE(stoppage != nullptr);
  const Charter& charter = stage.test.charter();
  CHECK(&coalition::mandate_rule(charter, *rally, Mode::actual) == &rally->mandate);
  CHECK(&coalition::mandate_rule(charter, *stoppage, Mode::actual) == &stoppage->mandate);
  CHECK(&coalition::call_rule(charter, *stoppage, Mode::exercise) == &charter.rules.drill);
  CHECK(&coalition::stop_rule(charter, *stoppage, StopKind::hold, Mode::actual) ==
        &charter.rules.abort);
  CHECK(coalition::hold_of(charter, Mode::actual) == Seconds{72 * 3600});
  CHECK(coalition::hold_of(charter, Mode::exercise) == Seconds{0});
  CHECK(coalition::min_lead_of(charter, Mode::rehearsal_exercise) == Seconds{600});
}

}  // namespace tocsin
