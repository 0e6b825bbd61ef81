#include "core/coalition/charter_diff.h"

#include <algorithm>
#include <functional>

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Difference;
using coalition::differences;
using coalition::Fate;
using coalition::in_words;
using coalition::RuleLine;
using Lines = std::vector<std::string>;

const Charter& charter() {
  static const tests::TestCoalition test;
  return test.charter();
}

std::vector<Difference> differences_after(const std::function<void(Charter&)>& change) {
  Charter changed = charter();
  change(changed);
  return differences(charter(), changed);
}

CharterOrg& org(Charter& charter, std::string_view slug) {
  return *std::ranges::find(charter.orgs, slug, &CharterOrg::slug);
}

}  // namespace

TEST_CASE("a charter differs from itself in nothing, whatever its place in the chain") {
  CHECK(differences(charter(), charter()).empty());
  CHECK(differences_after([](Charter& changed) {
          changed.version = 2;
          changed.head.seq = 9;
          changed.prev = StatementId{charter().orgs.front().id.array()};
        }).empty());
}

TEST_CASE("a rule's difference says how many it asks for and which lines go and come") {
  const auto found = differences_after([](Charter& changed) {
    changed.rules.amend.front().numerator = 3;
    changed.rules.amend.front().denominator = 5;
  });
  REQUIRE(found.size() == 1);
  CHECK(in_words(found.front()) ==
        Lines{"rule amend: now at least 3 of 5 full organizations; before at least 4 of 5 full "
              "organizations",
              "goes   at least 2/3 of all full organizations approve",
              "comes  at least 3/5 of all full organizations approve"});
}

TEST_CASE("of a long rule only what changed goes and comes") {
  const auto found = differences_after([](Charter& changed) {
    Rule& mandate = changed.actions[1].mandate;
    mandate.erase(mandate.begin() + 3);  // the bearing share
    --mandate.front().children;
  });
  REQUIRE(found.size() == 1);
  CHECK(found.front().part == "action stoppage: mandate");
  CHECK(std::ranges::count(found.front().rule, Fate::goes, &RuleLine::fate) == 1);
  CHECK(std::ranges::count(found.front().rule, Fate::comes, &RuleLine::fate) == 0);
  CHECK(found.front().rule[3] ==
        RuleLine{Fate::goes, "  more than 1/2 of organizations that would bear it approve"});
  CHECK(found.front().before ==
        "at least 4 of 5 full organizations, and it depends on the targets");
  CHECK(found.front().after == "at least 4 of 5 full organizations");
}

TEST_CASE("a rule that asks as many by other means is a difference") {
  const auto found =
      differences_after([](Charter& changed) { changed.rules.drill.front().min_kinds = 2; });
  REQUIRE(found.size() == 1);
  CHECK(in_words(found.front()).front() ==
        "rule drill: as before at least 2 of 5 full organizations, but by another rule");
}

TEST_CASE("a span below a day is a difference too") {
  const auto found =
      differences_after([](Charter& changed) { changed.actions[1].mandate.back().span_s = 5; });
  REQUIRE(found.size() == 1);
  CHECK(in_words(found.front()).back() ==
        "comes    at least 4/5 of all full organizations reviewed one drill of the last 5 s");
}

TEST_CASE("an organization that becomes full moves the bar of every rule that counts it") {
  Charter before = charter();
  org(before, "bakers").standing = Standing::provisional;
  const auto found = differences(before, charter());
  REQUIRE_FALSE(found.empty());
  CHECK(in_words(found.front()) ==
        Lines{"rule amend: now at least 4 of 5 full organizations; before at least 3 of 4 full "
              "organizations"});
  CHECK(std::ranges::count(found, "organization bakers: standing", &Difference::part) == 1);
}

TEST_CASE("who comes under the short name of another is told apart by the id") {
  const auto found = differences_after(
      [](Charter& changed) { org(changed, "choir").id = OrgId{StatementId::zero().array()}; });
  const auto is_choir = [](const Difference& each) { return each.part == "organization choir"; };
  REQUIRE(std::ranges::count_if(found, is_choir) == 2);
  const auto come = std::ranges::find_if(
      found, [&](const Difference& each) { return is_choir(each) && each.before.empty(); });
  REQUIRE(come != found.end());
  CHECK(in_words(*come).front().starts_with("organization choir: new: "));
  CHECK(in_words(*come).front().ends_with("id 00000000"));
}

TEST_CASE("every field of a charter is a difference when it changes") {
  using Change = std::pair<std::string, std::function<void(Charter&)>>;
  const std::vector<Change> changes{
      {"rule block", [](Charter& c) { c.rules.block[1].denominator = 2; }},
      {"rule abort", [](Charter& c) { c.rules.abort[0].min = 3; }},
      {"rule pause", [](Charter& c) { c.rules.pause[0].denominator = 2; }},
      {"rule end", [](Charter& c) { c.rules.end[0].is_strict = false; }},
      {"action rally: call", [](Charter& c) { c.actions[0].call[0].denominator = 3; }},
      {"action rally: stops work", [](Charter& c) { c.actions[0].stops_work = true; }},
      {"action rally: asks", [](Charter& c) { c.actions[0].asks.pop_back(); }},
      {"action rally", [](Charter& c) { c.actions.erase(c.actions.begin()); }},
      {"organization bakers: short name", [](Charter& c) { org(c, "bakers").slug = "ovens"; }},
      {"organization bakers: name", [](Charter& c) { org(c, "bakers").name = "Ovens"; }},
      {"organization bakers: kind", [](Charter& c) { org(c, "bakers").kind = "union"; }},
      {"organization bakers: claims", [](Charter& c) { org(c, "bakers").claims.clear(); }},
      {"organization bakers: checklists",
       [](Charter& c) { org(c, "bakers").checklists = {"safety"}; }},
      {"organization bakers: sponsors",
       [](Charter& c) { org(c, "bakers").sponsors = {org(c, "choir").id}; }},
      {"organization bakers: since", [](Charter& c) { org(c, "bakers").since += Millis{60'000}; }},
      {"organization bakers: one delegate alone",
       [](Charter& c) { org(c, "bakers").is_solo = true; }},
      {"parameter start.hold", [](Charter& c) { c.params.start.hold += Seconds{1}; }},
      {"parameter start.min_lead", [](Charter& c) { c.params.start.min_lead += Seconds{1}; }},
      {"parameter start.max_lead", [](Charter& c) { c.params.start.max_lead += Seconds{1}; }},
      {"parameter start.max_mandate", [](Charter& c) { c.params.start.max_mandate += Seconds{1}; }},
      {"parameter start.max_duration",
       [](Charter& c) { c.params.start.max_duration += Seconds{1}; }},
      {"parameter start.spread", [](Charter& c) { c.params.start.spread += Seconds{1}; }},
      {"parameter fresh.signoff", [](Charter& c) { c.params.fresh.signoff += Seconds{1}; }},
      {"parameter fresh.report", [](Charter& c) { c.params.fresh.report += Seconds{1}; }},
      {"parameter fresh.manifest", [](Charter& c) { c.params.fresh.manifest += Seconds{1}; }},
      {"parameter fresh.skew", [](Charter& c) { c.params.fresh.skew += Seconds{1}; }},
      {"parameter privacy.cell_min", [](Charter& c) { ++c.params.privacy.cell_min; }},
      {"parameter privacy.round_to", [](Charter& c) { ++c.params.privacy.round_to; }},
      {"parameter privacy.top_code_bp", [](Charter& c) { ++c.params.privacy.top_code_bp; }},
      {"parameter privacy.period", [](Charter& c) { c.params.privacy.period += Seconds{1}; }},
      {"parameter privacy.retention", [](Charter& c) { c.params.privacy.retention += Seconds{1}; }},
      {"parameter org.probation", [](Charter& c) { c.params.org.probation += Seconds{1}; }},
      {"parameter org.sponsors", [](Charter& c) { ++c.params.org.sponsors; }},
      {"parameter drill.hold", [](Charter& c) { c.params.drill.hold += Seconds{1}; }},
      {"parameter drill.min_lead", [](Charter& c) { c.params.drill.min_lead += Seconds{1}; }},
      {"parameter drill.quiet", [](Charter& c) { c.params.drill.quiet += Seconds{1}; }},
      {"assumed to lie at once", [](Charter& c) { c.assumed_faulty = 0; }},
      {"languages", [](Charter& c) { c.languages = {"en"}; }},
      {"regions", [](Charter& c) { c.regions.emplace_back("west"); }},
      {"sectors", [](Charter& c) { c.sectors.pop_back(); }},
      {"kinds", [](Charter& c) { c.kinds.emplace_back("zoo"); }},
      {"checklists", [](Charter& c) { c.checklists.clear(); }},
      {"features", [](Charter& c) { c.features = {"relay"}; }},
      {"carries over", [](Charter& c) { c.carry = {StatementId{c.orgs[0].id.array()}}; }},
      {"name", [](Charter& c) { c.name = "Another"; }},
      {"rehearsal", [](Charter& c) { c.is_rehearsal = true; }},
      {"in force from", [](Charter& c) { c.effective_at += Millis{60'000}; }},
      {"to be reviewed by", [](Charter& c) { c.review_by += Millis{60'000}; }}};
  for (const auto& [part, change] : changes) {
    INFO(part);
    const auto found = differences_after(change);
    CHECK(std::ranges::count(found, part, &Difference::part) == 1);
  }
}

}  // namespace tocsin
