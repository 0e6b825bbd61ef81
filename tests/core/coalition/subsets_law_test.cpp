// No set of organizations that a rule does not name starts, blocks or ends anything. Every subset
// of up to eight is tried: by the rule engine, by the verdicts on really signed statements, and on
// the screen of a machine that was sent just what that subset signed. What is expected is counted
// here, apart from the code that is asked.
#include <algorithm>
#include <set>

#include "core/coalition/facts.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"
#include "tests/support/retelling.h"

namespace tocsin::tests {
namespace {

using Subset = unsigned;  // bit i: the i-th org of the example charter

const std::vector<std::string> by_place{
    "drivers", "plumbers", "choir", "tenants", "bakers", "union-5", "union-6", "union-7"};

bool holds_place(Subset subset, std::size_t place) {
  return (subset >> place & 1U) != 0;
}

// The example charter's rules, by hand.
struct Counted {
  std::size_t orgs;
  std::size_t of;
  std::size_t kinds;
  std::size_t bearing;  // of drivers and plumbers, whom the proposal names

  Counted(Subset subset, std::size_t n) : orgs{0}, of{n}, kinds{0}, bearing{0} {
    std::set<std::size_t> seen;
    for (std::size_t i = 0; i < n; ++i) {
      if (!holds_place(subset, i)) continue;
      ++orgs;
      bearing += i < 2 ? 1U : 0U;
      seen.insert(i >= 2 && i <= 4 ? i : 0);  // all others are unions
    }
    kinds = seen.size();
  }

  bool blocks() const { return 3 * orgs > of || 3 * bearing > std::min<std::size_t>(of, 2); }

  bool aborts() const { return orgs >= 2 && kinds >= 2; }

  bool pauses() const { return 3 * orgs >= of; }

  bool ends() const { return bearing == 2; }

  bool amends() const { return 3 * orgs >= 2 * of; }

  bool is_majority() const { return 2 * orgs > of; }

  bool mandates() const {
    return amends() && orgs >= 3 && kinds >= 3 && bearing == 2 && is_majority();
  }

  bool calls() const { return is_majority() && bearing == 2; }
};

struct VotesByOrg {
  std::vector<std::vector<coalition::Signed<Signoff>>> by_org;

  void choose(Subset subset, coalition::Signoffs& out) const {
    for (std::size_t i = 0; i < by_org.size(); ++i)
      if (holds_place(subset, i)) std::ranges::copy(by_org[i], std::back_inserter(out));
  }
};

// k of each org, on one subject.
VotesByOrg signed_by_all(TestCoalition& test,
                         const Statement& subject,
                         WallTime at,
                         Stance stance = Stance::approve) {
  VotesByOrg out;
  for (const TestOrg& org : test.orgs()) {
    out.by_org.emplace_back();
    for (const std::size_t person : {0U, 1U}) {
      Signoff value = test.signoff(org, person, subject, at);
      value.stance = stance;
      value.has_join = value.has_join && stance == Stance::approve;
      out.by_org.back().push_back(signed_of<Signoff>(test.sign(value, test.mode())));
    }
  }
  return out;
}

std::size_t wrong_by_engine(std::size_t n) {
  const TestCoalition test{{.orgs = n}};
  const coalition::Electorate electorate = test.electorate();
  coalition::Involved involved;
  for (std::size_t i = 0; i < std::min<std::size_t>(n, 2); ++i) {
    involved.bearing.insert(test.orgs()[i].id);
    involved.called.insert(test.orgs()[i].id);
  }
  const CharterRules& rules = test.charter().rules;
  const Rule& call = test.charter().actions[1].call;
  std::size_t wrong = 0;
  for (Subset subset = 0; subset < 1U << n; ++subset) {
    const Counted by_hand{subset, n};
    std::vector<OrgId> approving;
    for (std::size_t i = 0; i < n; ++i)
      if (holds_place(subset, i)) approving.push_back(test.orgs()[i].id);
    const coalition::Facts facts = plain_facts(electorate, approving, involved);
    const auto differs = [&](const Rule& rule, bool is_expected) {
      return evaluate(rule, facts).met == is_expected ? 0U : 1U;
    };
    const bool may_end = n > 1 ? by_hand.ends() : by_hand.bearing == 1;
    wrong += differs(rules.block, by_hand.blocks()) + differs(rules.abort, by_hand.aborts()) +
             differs(rules.pause, by_hand.pauses()) + differs(rules.end, may_end) +
             differs(rules.amend, by_hand.amends()) + differs(call, by_hand.is_majority());
  }
  return wrong;
}

// A proposal, its call and what each org would sign about them.
struct Decided {
  explicit Decided(std::size_t n) : test{{.orgs = n}} {
    const std::vector<Statement> facts = facts_of(test);
    about_nothing = ballots_of(facts);
  }

  coalition::StopWeight weigh(StopKind kind, Subset subset) {
    auto known = stops.find(kind);
    if (known == stops.end()) {
      Stop stop;
      stop.head = test.head(test.org("drivers"), 2, at);
      stop.subject = call.id();
      stop.kind = kind;
      stop.at = at + hour_ms;
      if (kind == StopKind::end) {
        stop.at = WallTime{};
        stop.form = EndForm::settled;
        stop.outcomes = {DemandOutcome::met, DemandOutcome::part};
        stop.next_review = at + day_ms;
      }
      const Statement statement = test.sign(stop, test.mode());
      known = stops.emplace(kind, std::pair{statement, signed_by_all(test, statement, at)}).first;
    }
    coalition::Ballots ballots;
    known->second.second.choose(subset, ballots.signoffs);
    const auto stop = signed_of<Stop>(known->second.first);
    const coalition::StopQuestion question{stop, about, &about_call};
    return weigh_stop(electorate, question, ballots);
  }

  TestCoalition test;
  coalition::Ballots about_nothing;
  WallTime at = founding() + 20 * day_ms;
  Statement proposal = test.sign(test.proposal(founding() + 12 * day_ms), test.mode());
  coalition::Mandate mandate{ProofId{{5}}, founding() + 13 * day_ms, {}, {}, {}, {}, {}};
  Statement call = test.sign(test.call(proposal.id(), mandate.id, at), test.mode());
  coalition::Electorate electorate = test.electorate();
  coalition::Signed<Proposal> about = signed_of<Proposal>(proposal);
  coalition::Signed<Call> about_call = signed_of<Call>(call);
  std::map<StopKind, std::pair<Statement, VotesByOrg>> stops;
};

// What a subset carries for itself is its own targets and no other's.
bool is_own(const Decided& decided, const coalition::StopWeight& weight, Subset subset) {
  std::size_t expected = 0;
  for (const std::size_t place : {0U, 1U}) expected += holds_place(subset, place) ? 1U : 0U;
  const auto is_theirs = [&](const OrgId& org) {
    return (holds_place(subset, 0) && org == decided.test.orgs()[0].id) ||
           (holds_place(subset, 1) && org == decided.test.orgs()[1].id);
  };
  return weight.own.size() == expected && std::ranges::all_of(weight.own, is_theirs);
}

std::size_t wrong_by_verdict(std::size_t n) {
  Decided decided{n};
  TestCoalition& test = decided.test;
  const WallTime proposed = founding() + 12 * day_ms + hour_ms;
  const VotesByOrg approvals = signed_by_all(test, decided.proposal, proposed);
  const VotesByOrg objections = signed_by_all(test, decided.proposal, proposed, Stance::object);
  const VotesByOrg joins = signed_by_all(test, decided.call, decided.at + hour_ms);
  std::size_t wrong = 0;
  const auto expect = [&](bool is_so, bool is_expected) { wrong += is_so == is_expected ? 0 : 1; };
  for (Subset subset = 0; subset < 1U << n; ++subset) {
    const Counted by_hand{subset, n};
    coalition::Ballots ballots = decided.about_nothing;
    approvals.choose(subset, ballots.signoffs);
    expect(assess_mandate(decided.electorate, decided.about, ballots).verdict.is_valid(),
           by_hand.mandates());
    ballots = decided.about_nothing;
    objections.choose(subset, ballots.signoffs);
    expect(assess_mandate(decided.electorate, decided.about, ballots).is_blocked, by_hand.blocks());
    ballots = {};
    joins.choose(subset, ballots.signoffs);
    const coalition::CallQuestion question{decided.about, decided.about_call, decided.mandate};
    expect(assess_call(decided.electorate, question, ballots).verdict.is_valid(), by_hand.calls());
    for (const auto& [kind, is_enough] : {std::pair{StopKind::abort, by_hand.aborts()},
                                          std::pair{StopKind::pause, by_hand.pauses()},
                                          std::pair{StopKind::end, by_hand.ends()},
                                          std::pair{StopKind::resume, by_hand.is_majority()}}) {
      const coalition::StopWeight weight = decided.weigh(kind, subset);
      expect(weight.by_rule.has_value(), is_enough);
      expect(is_own(decided, weight, subset), true);
    }
  }
  return wrong;
}

// --- on a machine ---

// One machine that is sent nothing but what the test chooses, again and again from the same store.
struct Watcher {
  explicit Watcher(CoalitionNet& in) : net{in}, device{in.of("bakers", 1)} {}

  // From now on the others go on without it.
  void leave() {
    before = *device.store;
    device.is_held_back = true;
  }

  // What the first or the second delegate of each org is about to hand to it; the others get it.
  void record() {
    for (const CoalitionNet::Parcel& parcel : net.parcels()) {
      if (net.devices()[parcel.to].get() != &device) continue;
      const Statement statement = wire::decode<Statement>(parcel.statement).value();
      if (statement.type != StatementType::signoff) {
        subject = parcel.statement;
        continue;
      }
      for (std::size_t place = 0; place < 5; ++place) {
        for (const std::size_t person : {0U, 1U})
          if (net.of(by_place[place], person).identity.keys->id == statement.author)
            votes[place].push_back(parcel.statement);
      }
    }
    net.deliver();
  }

  void hear(Subset subset) {
    *device.store = before;
    net.restart(device);
    net.sync(device);
    if (!subject.empty()) REQUIRE(net.accept(device, subject).has_value());
    for (std::size_t place = 0; place < 5; ++place) {
      if (!holds_place(subset, place)) continue;
      for (const Bytes& vote : votes[place]) REQUIRE(net.accept(device, vote).has_value());
    }
  }

  Row row(const StatementId& about, std::string_view kind) {
    const auto rows = net.act(device, "status", Row{}.set("subject", about.hex()), Level::read);
    return row_of(rows.value(), kind);
  }

  std::string state(const StatementId& about, std::string_view kind) {
    return row(about, kind).text("state").value();
  }

  CoalitionNet& net;
  CoalitionNet::Device& device;
  MemoryStore before;
  Bytes subject;
  std::map<std::size_t, std::vector<Bytes>> votes;
};

void stop_by_all(CoalitionStory& story, Watcher& watcher, std::string_view verb, Row arguments) {
  arguments.set("reason", "agreed");
  const auto rows = story.net.stop(story.net.of("drivers"), verb, story.call, arguments);
  REQUIRE(rows.has_value());
  watcher.record();
  for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants", "bakers"}) {
    for (const std::size_t person : {0U, 1U}) {
      CoalitionNet::Device& device = story.net.of(slug, person);
      if (&device == &watcher.device || (slug == "drivers" && person == 0)) continue;
      REQUIRE(story.net.sign(device, id_of(*rows)).has_value());
    }
  }
  watcher.record();
}

constexpr Subset all_of_four = 1U << 4;  // bakers' second delegate is the one who watches

template <class Check>
void each_subset(Watcher& watcher, const Check& check) {
  for (Subset subset = 0; subset < all_of_four; ++subset) {
    CAPTURE(subset);
    watcher.hear(subset);
    check(subset, Counted{subset, 5});
  }
}

}  // namespace

TEST_CASE("all subsets below rule: by the rule engine, of one to eight orgs") {
  for (const std::size_t n : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
    CAPTURE(n);
    CHECK(wrong_by_engine(n) == 0);
  }
}

TEST_CASE(
    "all subsets below rule: nothing signed by too few is mandated, called, blocked or ended") {
  for (const std::size_t n : {2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
    CAPTURE(n);
    CHECK(wrong_by_verdict(n) == 0);
  }
}

TEST_CASE("all subsets below rule: a machine starts nothing by too few") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.publish_reports();
  story.drill();
  Watcher watcher{net};
  story.propose();
  watcher.leave();
  for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants"}) {
    for (const std::size_t person : {0U, 1U})
      REQUIRE(net.sign(net.of(slug, person), story.proposal).has_value());
  }
  watcher.record();
  each_subset(watcher, [&](Subset, const Counted& by_hand) {
    CHECK((watcher.state(story.proposal, "proposal") == "MANDATED") == by_hand.mandates());
  });
  watcher.hear(all_of_four - 1);
  net.pass(Seconds{6});
  story.must_draft_call();
  watcher.device.is_held_back = false;
  net.pass(Seconds{1});
  for (const StoredRow& kept : kept_by(net.of("choir")))
    static_cast<void>(net.accept(watcher.device, kept.value));
  watcher.leave();
  watcher.subject.clear();
  watcher.votes.clear();
  for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants"}) {
    const bool is_called = slug == "drivers" || slug == "plumbers";
    for (const std::size_t person : {0U, 1U})
      REQUIRE(net.sign(net.of(slug, person), story.call, "approve", is_called).has_value());
  }
  watcher.record();
  each_subset(watcher, [&](Subset, const Counted& by_hand) {
    CHECK((watcher.state(story.call, "call") == "CALLED") == by_hand.calls());
  });
}

TEST_CASE("all subsets below rule: a machine blocks nothing by too few") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  Watcher watcher{net};
  watcher.leave();
  for (const std::string_view slug : {"drivers", "plumbers", "choir", "tenants"}) {
    for (const std::size_t person : {0U, 1U})
      REQUIRE(net.sign(net.of(slug, person), story.proposal, "object").has_value());
  }
  watcher.record();
  each_subset(watcher, [&](Subset, const Counted& by_hand) {
    CHECK(watcher.row(story.proposal, "proposal").flag("blocked") == by_hand.blocks());
  });
}

TEST_CASE("all subsets below rule: a machine stops and ends nothing of others by too few") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  Watcher watcher{net};
  const auto own_only = [&](Subset subset, const char* over, const char* goes_on) {
    const auto rows =
        net.act(watcher.device, "status", Row{}.set("subject", story.call.hex()), Level::read);
    for (const Row& row : rows.value()) {
      if (row.kind() != "target") continue;
      const bool is_own = holds_place(subset, row.text("slug").value() == "drivers" ? 0 : 1);
      CHECK(row.text("state").value() == (is_own ? over : goes_on));
    }
  };
  SECTION("before T0") {
    watcher.leave();
    stop_by_all(story, watcher, "abort", Row{});
    each_subset(watcher, [&](Subset subset, const Counted& by_hand) {
      const bool is_dead = by_hand.aborts() || by_hand.bearing == 2;
      CHECK((watcher.state(story.call, "call") == "DEAD") == is_dead);
      if (!is_dead) own_only(subset, "ABORTED", "CALLED");
    });
  }
  SECTION("after T0") {
    net.pass(Seconds{200});
    watcher.leave();
    Row how;
    how.set("form", "settled").set("outcomes", Value{std::vector<std::string>{"met"}});
    how.set("next_review", Value{net.now().wall + Seconds{24 * 3600}});
    stop_by_all(story, watcher, "end", how);
    each_subset(watcher, [&](Subset subset, const Counted& by_hand) {
      CHECK((watcher.state(story.call, "call") == "ENDED") == by_hand.ends());
      if (!by_hand.ends()) own_only(subset, "ENDED", "IN_EFFECT");
    });
  }
}

}  // namespace tocsin::tests
