#include "core/coalition/tally.h"

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Electorate;
using coalition::OrgTally;
using coalition::Signoffs;
using coalition::Tally;
using tests::day_ms;
using tests::founding;
using tests::TestCoalition;

struct TalliedVotes {
  TestCoalition test{{.devices = 2}};
  Electorate electorate = test.electorate();
  Statement proposal = test.sign(test.proposal(founding() + day_ms), test.mode());
  Signoffs signoffs{};

  struct Vote {
    std::size_t person = 0;
    Millis at{0};
    Stance stance = Stance::approve;
    std::size_t device = 0;
  };

  Signoff& vote(const char* slug, const Vote& vote) {
    Signoff value = test.signoff(
        test.org(slug), vote.person, proposal, founding() + 2 * day_ms + vote.at, vote.device);
    value.stance = vote.stance;
    signoffs.push_back(tests::signed_of<Signoff>(test.sign(value, test.mode())));
    return signoffs.back().value;
  }

  Tally all() const {
    return tally(electorate, {proposal.id(), StatementType::proposal, test.mode()}, signoffs);
  }

  OrgTally of(const char* slug) const { return *all().of(test.org(slug).id); }
};

}  // namespace

TEST_CASE("an org approves when k of its delegates do, at the k-th one's time") {
  TalliedVotes stage;
  stage.vote("choir", {.person = 0, .at = Millis{30}});
  CHECK_FALSE(stage.of("choir").approves());
  CHECK_FALSE(stage.of("choir").time());
  stage.vote("choir", {.person = 1, .at = Millis{10}});
  CHECK(stage.of("choir").approves());
  CHECK(stage.of("choir").time() == founding() + 2 * day_ms + Millis{30});
  stage.vote("choir", {.person = 2, .at = Millis{20}});
  CHECK(stage.of("choir").time() == founding() + 2 * day_ms + Millis{20});
  CHECK(stage.all().approving() == std::vector{stage.test.org("choir").id});
}

TEST_CASE("of one device the latest number counts, whatever its clock said") {
  TalliedVotes stage;
  stage.vote("choir", {.at = Millis{100}});
  stage.vote("choir", {.at = Millis{1}, .stance = Stance::object});
  CHECK(stage.of("choir").approvals.empty());
  CHECK(stage.of("choir").objections.size() == 1);
}

TEST_CASE("of two devices of one person the later time counts, in any order") {
  TalliedVotes stage;
  stage.vote("choir", {.at = Millis{1}, .device = 0});
  stage.vote("choir", {.at = Millis{2}, .stance = Stance::abstain, .device = 1});
  CHECK(stage.of("choir").abstentions.size() == 1);
  CHECK(stage.of("choir").approvals.empty());
  std::swap(stage.signoffs[0], stage.signoffs[1]);
  CHECK(stage.of("choir").abstentions.size() == 1);
}

TEST_CASE("sign-offs of other subjects, types, modes, orgs and persons are passed over") {
  TalliedVotes stage;
  stage.vote("choir", {.person = 0}).subject = StatementId{{1}};
  stage.vote("choir", {.person = 1}).subject_type = StatementType::call;
  stage.vote("choir", {.person = 2}).head.org = stage.test.org("drivers").id;
  stage.vote("drivers", {.person = 0}).head.author = DeviceId{{1}};
  stage.vote("drivers", {.person = 1});
  stage.signoffs.back().mode = Mode::exercise;
  for (const OrgTally& org : stage.all().orgs) CHECK(org.approvals.empty());
}

TEST_CASE("a sign-off outside the life of its manifest does not count") {
  TalliedVotes stage;
  const WallTime end = stage.test.orgs()[0].manifest.valid_until;
  stage.vote("choir", {.person = 0}).head.at = end;
  stage.vote("choir", {.person = 1}).head.at = end + Millis{1};
  stage.vote("choir", {.person = 2}).head.at = founding() - Seconds{601};
  CHECK(stage.of("choir").approvals.size() == 1);
}

TEST_CASE("provisional_counts_nowhere: neither in the numerator nor in the denominator") {
  TalliedVotes stage;
  Charter charter = stage.test.charter();
  for (CharterOrg& org : charter.orgs)
    if (org.slug == "choir") org.standing = Standing::provisional;
  stage.electorate =
      Electorate{{StatementId{{1}}, stage.test.mode(), charter}, stage.electorate.manifests()};
  for (const std::size_t person : {0U, 1U, 2U}) stage.vote("choir", {.person = person});
  CHECK(stage.all().orgs.size() == 4);
  CHECK(stage.all().of(stage.test.org("choir").id) == nullptr);
  CHECK(stage.all().approving().empty());
}

TEST_CASE("what was decided at a moment leaves out what came later and what had run out") {
  TalliedVotes stage;
  stage.vote("choir", {.person = 0, .at = Millis{10}});
  stage.vote("choir", {.person = 1, .at = Millis{20}}).valid_until =
      founding() + 2 * day_ms + Millis{40};
  const auto live = [&](int ms) {
    return live_at(stage.all(), founding() + 2 * day_ms + Millis{ms})
        .of(stage.test.org("choir").id)
        ->approvals.size();
  };
  CHECK(live(9) == 0);
  CHECK(live(10) == 1);
  CHECK(live(20) == 2);
  CHECK(live(40) == 2);
  CHECK(live(41) == 1);
}

TEST_CASE("no signer binds themselves for longer than the charter's fresh.signoff") {
  TalliedVotes stage;
  const WallTime at = founding() + 2 * day_ms;
  const Seconds longest = stage.test.charter().params.fresh.signoff;
  stage.vote("choir", {.person = 0}).valid_until = at + 2 * longest;
  const auto live = [&](WallTime when) {
    return live_at(stage.all(), when).of(stage.test.org("choir").id)->approvals.size();
  };
  CHECK(live(at + longest) == 1);
  CHECK(live(at + longest + Millis{1}) == 0);
}

TEST_CASE("a demand is ratified by k who list it, a join is given by k who join") {
  TalliedVotes stage;
  stage.vote("choir", {.person = 0}).demands = {0, 1};
  stage.vote("choir", {.person = 1}).demands = {1};
  stage.vote("choir", {.person = 2}).demands = {2};
  CHECK(stage.of("choir").ratified() == std::vector<std::uint32_t>{1});
  CHECK_FALSE(stage.of("choir").joined());
  stage.signoffs[0].value.has_join = true;
  CHECK_FALSE(stage.of("choir").joined());
  CHECK_FALSE(stage.of("choir").join_time());
  stage.signoffs[2].value.has_join = true;
  CHECK(stage.of("choir").joined());
  CHECK(stage.of("choir").join_time() == founding() + 2 * day_ms);
}

TEST_CASE("the upper median of an even number is the later of the two in the middle") {
  const auto at = [](std::int64_t ms) { return wall_from_ms(ms); };
  CHECK(coalition::upper_median({at(5)}) == at(5));
  CHECK(coalition::upper_median({at(9), at(1)}) == at(9));
  CHECK(coalition::upper_median({at(9), at(1), at(5)}) == at(5));
  CHECK(coalition::upper_median({at(9), at(1), at(5), at(7)}) == at(7));
}

}  // namespace tocsin
