// One org, a pair, three: ordinary coalitions with nobody assumed to lie. Forty:
// forty_orgs_law_test.cpp.
#include "core/coalition/verify.h"
#include "core/wire/decision_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

// Rallies by the majority; what is decided by few needs all the few.
void rule_by_majority(Charter& charter) {
  RuleNode majority;
  majority.op = RuleOp::share;
  majority.selector.kind = SelectorKind::full;
  majority.is_strict = true;
  majority.numerator = 1;
  majority.denominator = 2;
  const Rule rule{majority};
  charter.assumed_faulty = 0;
  charter.rules = CharterRules{rule, rule, rule, rule, rule, rule};
  std::erase_if(charter.actions, [](const Action& action) { return action.name != "rally"; });
  charter.actions.front().mandate = charter.actions.front().call = rule;
}

StatementId drafted_by_drivers(CoalitionNet& net, std::string_view verb, const Bytes& body) {
  const Row row = Row{}.set("body", Value{body});
  const auto rows = net.act(net.of("drivers"), verb, row, Level::act);
  REQUIRE(rows.has_value());
  net.deliver();
  return id_of(*rows);
}

Bytes proposal_of(const CoalitionNet& net, const WallTime now) {
  Proposal out;
  out.charter = StatementId{net.id().array()};
  out.action = "rally";
  out.targets = {Target{net.org("drivers"), Cell{"transport", "metro", ""}}};
  out.demands = {Demand{DemandKind::win,
                        "the city",
                        DemandOrigin::community,
                        in_both("Safe crossings."),
                        in_both("They are built.")}};
  out.title = out.summary = out.why_now = out.after_plan = out.safety_cover = in_both("Plainly.");
  out.not_before = now;
  out.not_after = now + 20 * day_ms;
  out.vote_by = now + day_ms;
  out.max_duration = std::chrono::hours{24};
  return wire::encode(out);
}

Bytes call_of(const CoalitionNet& net, const StatementId& proposal) {
  const WallTime t0 = net.now().wall + Seconds{180};
  Call out;
  out.proposal = proposal;
  out.targets = {CallTarget{net.org("drivers"), Cell{"transport", "metro", ""}, t0}};
  out.instructions = in_both("At noon.");
  out.public_after = t0;
  return wire::encode(out);
}

void both_sign(CoalitionNet& net,
               std::string_view slug,
               const StatementId& subject,
               bool with_join) {
  for (const std::size_t person : {0U, 1U})
    REQUIRE(net.sign(net.of(slug, person), subject, "approve", with_join).has_value());
  net.deliver();
}

std::string state_seen_by(CoalitionNet& net, const std::string& slug, const StatementId& subject) {
  const Row row = Row{}.set("subject", subject.hex());
  return net.act(net.of(slug), "status", row, Level::read).value().front().text("state").value();
}

}  // namespace

TEST_CASE("small coalitions", "[R5][R31]") {
  for (const std::size_t n : {1U, 2U, 3U}) {
    CAPTURE(n);
    NetOptions options;
    options.orgs = n;
    options.shape = rule_by_majority;
    CoalitionNet net{options};
    const std::vector<std::string> slugs = net.slugs();
    REQUIRE(slugs.size() == n);
    const StatementId proposal =
        drafted_by_drivers(net, "draft proposal", proposal_of(net, net.now().wall));
    both_sign(net, "drivers", proposal, false);
    CHECK(state_seen_by(net, slugs.back(), proposal) == (n == 1 ? "MANDATED" : "OPEN"));
    for (const std::string& slug : slugs)
      if (slug != "drivers") both_sign(net, slug, proposal, false);
    CHECK(state_seen_by(net, slugs.back(), proposal) == "MANDATED");
    net.pass(Seconds{6});
    const StatementId call = drafted_by_drivers(net, "draft call", call_of(net, proposal));
    both_sign(net, "drivers", call, true);
    CHECK(state_seen_by(net, slugs.back(), call) == (n == 1 ? "CALLED" : "OPEN"));
    for (const std::string& slug : slugs)
      if (slug != "drivers") both_sign(net, slug, call, false);
    for (const std::string& slug : slugs) CHECK(state_seen_by(net, slug, call) == "CALLED");
    CoalitionStory story{net};
    CHECK(coalition::verify(story.export_of(net.of(slugs.back()), call), net.anchor()).is_valid());
    net.pass(Seconds{200});
    CHECK(state_seen_by(net, slugs.back(), call) == "IN_EFFECT");
  }
}

}  // namespace tocsin::tests
