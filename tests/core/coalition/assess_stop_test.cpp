#include "core/coalition/assess.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Ballots;
using coalition::Signed;
using coalition::StopWeight;
using tests::TestCoalition;

struct WeighedStop : tests::ToldStory {
  WallTime at = call.value.head.at + tests::day_ms;

  Statement stop(StopKind kind, const StatementId& subject) {
    Stop out;
    out.head = test.head(test.org("choir"), 0, at);
    out.subject = subject;
    out.kind = kind;
    out.form = kind == StopKind::end ? EndForm::settled : EndForm::none;
    return test.sign(out, test.mode());
  }

  // Sign-offs on the stop: so many persons of each of these orgs.
  StopWeight weigh(const Statement& stop,
                   const std::vector<std::pair<const char*, std::size_t>>& signers,
                   bool is_of_call = true) {
    Ballots signed_by;
    for (const auto& [slug, persons] : signers)
      for (std::size_t person = 0; person < persons; ++person)
        signed_by.signoffs.push_back(tests::signed_of<Signoff>(
            test.sign(test.signoff(test.org(slug), person, stop, at), test.mode())));
    const auto about = tests::signed_of<Stop>(stop);
    return weigh_stop(electorate, {about, proposal, is_of_call ? &call : nullptr}, signed_by);
  }
};

}  // namespace

TEST_CASE("an abort is carried by two orgs of two kinds, or by one for its own targets") {
  WeighedStop stage;
  const Statement abort = stage.stop(StopKind::abort, stage.call.id);
  CHECK_FALSE(stage.weigh(abort, {}).counts());
  CHECK_FALSE(stage.weigh(abort, {{"drivers", 1}}).counts());
  const StopWeight own = stage.weigh(abort, {{"drivers", 2}});
  CHECK_FALSE(own.by_rule.has_value());
  CHECK(own.own == std::vector{stage.test.org("drivers").id});
  CHECK(own.signoffs.size() == 2);
  // Two unions are one kind.
  CHECK_FALSE(stage.weigh(abort, {{"drivers", 2}, {"plumbers", 2}}).by_rule.has_value());
  // Others carry it for everybody, or not at all.
  CHECK_FALSE(stage.weigh(abort, {{"choir", 2}}).counts());
  CHECK(stage.weigh(abort, {{"choir", 2}, {"tenants", 2}}).by_rule.has_value());
}

TEST_CASE("an end needs most of the called, or the org's own k") {
  WeighedStop stage;
  const Statement end = stage.stop(StopKind::end, stage.call.id);
  CHECK_FALSE(stage.weigh(end, {{"choir", 3}, {"tenants", 3}, {"bakers", 3}}).counts());
  CHECK_FALSE(stage.weigh(end, {{"drivers", 2}}).by_rule.has_value());
  CHECK(stage.weigh(end, {{"drivers", 2}}).own.size() == 1);
  CHECK(stage.weigh(end, {{"drivers", 2}, {"plumbers", 2}}).by_rule.has_value());
}

TEST_CASE("one delegate holds a call for the own org, k of any org hold a proposal") {
  WeighedStop stage;
  const Statement own = stage.stop(StopKind::hold, stage.call.id);
  CHECK(stage.weigh(own, {{"drivers", 1}}).own == std::vector{stage.test.org("drivers").id});
  CHECK_FALSE(stage.weigh(own, {{"choir", 1}}).counts());
  const Statement of_proposal = stage.stop(StopKind::hold, stage.proposal.id);
  CHECK_FALSE(stage.weigh(of_proposal, {{"choir", 1}}, false).counts());
  CHECK(stage.weigh(of_proposal, {{"choir", 2}}, false).counts());
}

TEST_CASE("a stop of named targets is carried by their orgs alone") {
  WeighedStop stage;
  Stop stop = wire::decode<Stop>(stage.stop(StopKind::abort, stage.call.id).body).value();
  stop.targets = {Target{stage.test.org("drivers").id, {"transport", "metro", ""}}};
  const Statement abort = stage.test.sign(stop, stage.test.mode());
  CHECK(stage.weigh(abort, {{"drivers", 2}}).counts());
  CHECK_FALSE(stage.weigh(abort, {{"plumbers", 2}}).counts());
}

TEST_CASE("expired authority may stop") {
  WeighedStop stage;
  const Statement abort = stage.stop(StopKind::abort, stage.call.id);
  Ballots ballots;
  for (const char* slug : {"choir", "tenants"}) {
    for (const std::size_t person : {0U, 1U}) {
      Signoff signoff = stage.test.signoff(stage.test.org(slug), person, abort, stage.at);
      signoff.valid_until = stage.at;
      ballots.signoffs.push_back(
          tests::signed_of<Signoff>(stage.test.sign(signoff, stage.test.mode())));
    }
  }
  const auto about = tests::signed_of<Stop>(abort);
  CHECK(weigh_stop(stage.electorate, {about, stage.proposal, &stage.call}, ballots)
            .by_rule.has_value());
}

TEST_CASE("an org whose manifest has run out stops its own targets all the same") {
  WeighedStop stage;
  const Statement abort = stage.stop(StopKind::abort, stage.call.id);
  stage.at = stage.test.org("drivers").manifest.valid_until + Millis{1};
  CHECK(stage.weigh(abort, {{"drivers", 2}}).own.size() == 1);
}

TEST_CASE("a charter lacks whoever of its founders has not confirmed") {
  TestCoalition test;
  Ballots ballots = tests::ballots_of(test.founding_signoffs());
  CHECK(charter_lacks(test.electorate(), ballots).empty());
  std::erase_if(ballots.signoffs, [&](const Signed<Signoff>& signoff) {
    return signoff.value.subject_type == StatementType::charter &&
           signoff.value.head.author == test.org("choir").people[1].devices[0].id;
  });
  const auto lacks = charter_lacks(test.electorate(), ballots);
  REQUIRE(lacks.size() == 1);
  CHECK(lacks[0].have == 1);
  CHECK(lacks[0].need == 2);
  CHECK(lacks[0].hint == "delegates of choir");
}

TEST_CASE("a manifest needs every device it lists") {
  TestCoalition test{{.devices = 2}};
  const Ballots all = tests::ballots_of(test.founding_signoffs());
  const auto& org = test.orgs()[0];
  const Signed<Manifest> manifest{org.manifest_statement.id(), test.mode(), org.manifest};
  CHECK(manifest_lacks(manifest, all).empty());
  Ballots fewer = all;
  std::erase_if(fewer.signoffs, [&](const Signed<Signoff>& signoff) {
    return signoff.value.head.author == org.people[2].devices[1].id;
  });
  const auto lacks = manifest_lacks(manifest, fewer);
  REQUIRE(lacks.size() == 1);
  CHECK(lacks[0].have == 1);
  CHECK(lacks[0].need == 2);
  CHECK(lacks[0].hint == "every device of chi confirms");
}

}  // namespace tocsin
