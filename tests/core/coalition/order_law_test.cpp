// The law of order: any permutation and repetition of what arrives, with crashes before and after
// the commit that keeps it, gives the same view and the same verdicts on every device
// (decisions.md §4). Here: proposals, calls, stops. Charters, manifests, rolls: see
// order_authority_law_test.cpp.
//
// What a device decides once by what it knows then is no part of the law (coalition.md §8):
// - A call that was proved stays proved. Who withdraws from it, or is found out, before others have
//   signed is told apart from who does so after: that one's device has the proof and shows it HELD,
//   the other one has none and waits for more. Neither starts. So these doubts come last.
// - At T0 a witness decides; so nothing comes between the last delivery and T0, and whoever sleeps
//   through it hears all before its first sync round ends.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/coalition_debrief.h"
#include "tests/support/strands.h"

namespace tocsin::tests {
namespace {

using Slugs = std::vector<std::string_view>;

Stop stop_of(StopKind kind, const StatementId& subject, WallTime at = {}) {
  Stop out;
  out.kind = kind;
  out.subject = subject;
  out.at = at;
  out.reason = "agreed";
  return out;
}

// They come from people who may have approved before.
void add_withdrawals(std::vector<Strand>& out,
                     Forge& forge,
                     const StatementId& subject,
                     StatementType type) {
  for (const Who who : {Who{"drivers", 0}, Who{"choir", 1}, Who{"tenants", 0}})
    out.push_back({"withdrawal", {forge.signoff(who, {subject, type, Stance::abstain})}});
  for (const Who who : {Who{"tenants", 0}, Who{"tenants", 1}, Who{"bakers", 0}, Who{"bakers", 1}})
    out.push_back({"objection", {forge.signoff(who, {subject, type, Stance::object})}});
}

Plot founding_to_mandate(Stage& stage) {
  const MemoryStore founded = *stage.net.of("tenants").store;
  stage.story.mandate();
  Forge& forge = stage.forge;
  forge.go_to(stage.net.now().wall);
  Plot plot;
  for (const Bytes& statement : kept_since(stage.net.of("tenants"), founded))
    plot.strands.push_back({"story", {statement}});
  const StatementId proposal = stage.story.proposal;
  const WallTime soon = forge.at() + Seconds{120};
  add_withdrawals(plot.strands, forge, proposal, StatementType::proposal);
  const auto stop = [&](StopKind kind, WallTime at, const Slugs& slugs) {
    plot.strands.push_back(forge.stop(stop_of(kind, proposal, at), slugs));
  };
  stop(StopKind::hold, soon, {"bakers"});
  stop(StopKind::hold, soon + Seconds{30}, {"bakers", "choir"});
  stop(StopKind::resume, {}, {"bakers", "choir"});
  stop(StopKind::abort, {}, {"drivers"});
  stop(StopKind::abort, {}, {"tenants", "bakers"});
  plot.strands.push_back(forge.freeze({"choir", 0}, {"choir", 1}, true));
  plot.strands.push_back(forge.freeze({"bakers", 1}, {"bakers", 0}, false));
  plot.strands.push_back(forge.contradiction({"tenants", 1}));
  stage.story.replaces = proposal;
  const Proposal successor = stage.story.proposal_body();
  plot.strands.push_back(forge.carried(
      "successor", forge.sign({"plumbers"}, StatementType::proposal, successor), {"plumbers"}));
  stage.read(Seconds{60}, {Seconds{90}, Seconds{200}});
  return plot;
}

// A mandate, its hold over; the call and all its sign-offs.
struct CallStage : Stage {
  std::vector<Bytes> called;
  StatementId call;
  WallTime t0;

  CallStage() : call{StatementId::zero()} {
    const MemoryStore founded = *net.of("tenants").store;
    story.mandate();
    net.pass(Seconds{6});
    go_on(kept_since(net.of("tenants"), founded), {});
    story.must_draft_call();
    call = story.call;
    called.push_back(net.of("plumbers").store->value(Table::statements, call.view()).value());
    const auto statement = wire::decode<Statement>(called.front());
    t0 = wire::decode<Call>(statement->body)->targets.front().t0;
    forge.go_to(net.now().wall);
    for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants", "bakers"}) {
      const bool is_target = slug == "drivers" || slug == "plumbers";
      for (const std::size_t person : {0U, 1U})
        called.push_back(
            forge.signoff({slug, person}, {call, StatementType::call, Stance::approve, is_target}));
    }
  }

  Strand stop(StopKind kind,
              WallTime at,
              const Slugs& slugs,
              const std::vector<Target>& targets = {}) {
    Stop out = stop_of(kind, call, at);
    out.targets = targets;
    return forge.stop(std::move(out), slugs);
  }

  Strand ack(Who who, AckLevel level) {
    Ack out;
    out.head = forge.head(forge.device(who));
    out.call = call;
    out.level = level;
    return {"ack", {forge.sign_as(forge.device(who), StatementType::ack, out)}};
  }

  std::vector<Target> only_drivers() const {
    return {Target{net.org("drivers"), Cell{"transport", "metro", ""}}};
  }
};

}  // namespace

// Two halves, so that two cores share the work.
TEST_CASE("order: from the founding to a mandate") {
  Stage stage;
  const Plot plot = founding_to_mandate(stage);
  obey_order(stage, plot, 3'000);
}

TEST_CASE("order: from the founding to a mandate, once more") {
  Stage stage;
  const Plot plot = founding_to_mandate(stage);
  obey_order(stage, plot, 3'000, 3'001);
}

TEST_CASE("order: from a mandate over the call to its start") {
  CallStage stage;
  Forge& forge = stage.forge;
  Plot plot;
  for (const Bytes& statement : stage.called) plot.strands.push_back({"call", {statement}});
  const std::vector<Bytes> whole = stage.called;
  plot.strands.push_back({"whole call", whole});
  const WallTime later = stage.t0 + Seconds{100};
  plot.strands.push_back(stage.stop(StopKind::hold, {}, {"drivers"}));
  plot.strands.push_back(stage.stop(StopKind::hold, later, {"plumbers"}));
  plot.strands.push_back(stage.stop(StopKind::hold, later + Seconds{60}, {"choir", "bakers"}));
  plot.strands.push_back(stage.stop(StopKind::resume, {}, {"drivers"}));
  plot.strands.push_back(stage.stop(StopKind::resume, {}, {"drivers", "choir", "plumbers"}));
  plot.strands.push_back(stage.stop(StopKind::abort, {}, {"drivers"}, stage.only_drivers()));
  plot.strands.push_back(stage.stop(StopKind::abort, {}, {"bakers", "choir"}));
  for (const AckLevel level : {AckLevel::reviewed, AckLevel::cascaded, AckLevel::declined})
    plot.strands.push_back(stage.ack({"plumbers"}, level));
  add_withdrawals(plot.doubts, forge, stage.call, StatementType::call);
  plot.doubts.push_back(forge.freeze({"choir", 0}, {"choir", 1}, true));
  plot.doubts.push_back(forge.freeze({"tenants", 1}, {"tenants", 0}, false));
  plot.doubts.push_back(forge.contradiction({"tenants", 1}));
  const auto left = std::chrono::duration_cast<Millis>(stage.t0 - stage.net.now().wall);
  SECTION("before T0") {
    stage.read(Seconds{30}, {Seconds{40}});
    obey_order(stage, plot, 500);
  }
  SECTION("over T0") {
    stage.read(Seconds{30}, {Seconds{40}, left + Millis{1'000}, left + Seconds{400}});
    obey_order(stage, plot, 500);
  }
  SECTION("all after T0") {
    for (Beginning& reader : stage.readers) {
      reader.now = Now{reader.now.instant + left + Seconds{500}, stage.t0 + Seconds{500}};
      reader.is_new = true;
    }
    stage.read(Seconds{60}, {Seconds{61}, Seconds{100}});
    obey_order(stage, plot, 500);
  }
}

TEST_CASE("order: from the start of an action to its debriefs") {
  CallStage stage;
  Forge& forge = stage.forge;
  const auto left = std::chrono::duration_cast<Millis>(stage.t0 - stage.net.now().wall);
  stage.go_on(stage.called, {left + Millis{1'000}});
  const WallTime start = stage.t0 + Seconds{1};
  forge.go_to(start);
  Plot plot;
  for (const Seconds pause : {Seconds{100}, Seconds{3'600}})
    plot.strands.push_back(stage.stop(StopKind::pause, start + pause, {"drivers"}));
  plot.strands.push_back(stage.stop(StopKind::pause, start + Seconds{200}, {"choir", "bakers"}));
  plot.strands.push_back(stage.stop(StopKind::resume, {}, {"drivers"}));
  plot.strands.push_back(
      stage.stop(StopKind::resume, start + Seconds{90}, {"drivers", "choir", "plumbers"}));
  plot.strands.push_back(stage.stop(StopKind::abort, {}, {"bakers", "choir"}));
  plot.strands.push_back(stage.stop(StopKind::hold, {}, {"plumbers"}));
  Stop end = stop_of(StopKind::end, stage.call);
  end.form = EndForm::vote;
  end.vote_by = start + Seconds{150};
  plot.strands.push_back(forge.stop(end, {"plumbers"}));
  plot.strands.push_back(forge.stop(end, {"drivers", "plumbers"}));
  end.form = EndForm::settled;
  end.vote_by = {};
  end.outcomes = {DemandOutcome::part};
  end.next_review = start + Seconds{24 * 3'600};
  plot.strands.push_back(forge.stop(end, {"plumbers"}));
  plot.strands.push_back(forge.stop(end, {"drivers", "plumbers"}));
  plot.strands.push_back(stage.ack({"drivers"}, AckLevel::out));
  plot.strands.push_back(stage.ack({"plumbers"}, AckLevel::stood_down));
  for (const char* slug : {"drivers", "plumbers"}) {
    const Debrief debrief = debrief_body(stage.net, stage.call);
    const Who who{slug};
    plot.strands.push_back(
        forge.carried("debrief", forge.sign(who, StatementType::debrief, debrief), {slug}));
  }
  plot.strands.push_back(forge.freeze({"tenants", 1}, {"tenants", 0}, true));
  plot.strands.push_back(forge.contradiction({"tenants", 1}));
  for (Beginning& reader : stage.readers) reader.now = Now{reader.now.instant, start};
  stage.read(Seconds{60}, {Seconds{90}, Seconds{120}, Seconds{170}, Seconds{400}});
  obey_order(stage, plot, 1'200);
}

}  // namespace tocsin::tests
