// A coalition over months and years: young, idle, and after a loss.
#include <algorithm>

#include "core/coalition/verify.h"
#include "core/model/words.h"
#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

std::vector<std::string> proposal_lacks(CoalitionStory& story) {
  std::vector<std::string> out;
  for (const Row& row : story.status("choir", story.proposal))
    if (row.kind() == "lack") out.push_back(row.text("code").value());
  std::ranges::sort(out);
  const auto repeats = std::ranges::unique(out);
  out.erase(repeats.begin(), repeats.end());
  return out;
}

// Everybody pledged, and so many tests in each cell.
void publish_with_tests(CoalitionStory& story, std::size_t tests) {
  story.net.pass(Seconds{1});
  for (const std::string_view slug : {"drivers", "plumbers"}) {
    Report counts = story.net.counts_of(slug);
    std::map<Cell, std::size_t> kept;
    std::erase_if(counts.tests, [&](const TestCount& test) { return ++kept[test.cell] > tests; });
    story.publish(slug, counts);
  }
}

void renew(CoalitionNet& net, const std::string& slug) {
  Manifest next = manifest_at(net.of(slug), net.org(slug));
  next.valid_until = net.now().wall + 150 * day_ms;
  const StatementId id = drafted(net, slug, next);
  approve(net, id, {slug});
  REQUIRE(state_at(net, "choir", id) == "IN_FORCE");
}

}  // namespace

TEST_CASE("young coalition is not met", "[R13][R14][R19]") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  story.all_sign_proposal();
  // All say yes, and there is nothing behind it yet.
  CHECK(proposal_lacks(story) == std::vector<std::string>{"E_BEARING", "E_DRILL", "E_STRENGTH"});
  publish_with_tests(story, 0);
  CHECK(proposal_lacks(story) == std::vector<std::string>{"E_DRILL", "E_TESTS"});
  publish_with_tests(story, 1);
  CHECK(proposal_lacks(story) == std::vector<std::string>{"E_DRILL", "E_TESTS"});
  publish_with_tests(story, 2);
  CHECK(proposal_lacks(story) == std::vector<std::string>{"E_DRILL"});
  const auto early = story.draft_call();
  REQUIRE_FALSE(early.has_value());
  CHECK(early.error().exit == Exit::not_met);
  CHECK(story.state("choir", story.proposal) == "OPEN");
  story.drill();
  CHECK(story.state("choir", story.proposal) == "MANDATED");
}

TEST_CASE("idle year still callable", "[R22][R24]") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.publish_reports();
  story.drill();
  for (int month = 0; month < 12; ++month) net.pass(30 * day_ms);
  // A year on, with no word in between: who decides for an org has to be said anew.
  story.propose();
  for (const std::string& slug : net.slugs()) {
    for (const std::size_t person : {0U, 1U})
      static_cast<void>(net.sign(net.of(slug, person), story.proposal));
  }
  net.deliver();
  CHECK(story.state("choir", story.proposal) == "DRAFT");
  for (const std::string& slug : net.slugs()) renew(net, slug);
  // Old reports and an old drill are none.
  net.pass(Seconds{1});
  story.replaces = story.proposal;
  story.propose();
  story.all_sign_proposal();
  CHECK(story.state("choir", story.proposal) == "OPEN");
  CHECK(proposal_lacks(story) == std::vector<std::string>{"E_DRILL", "E_STALE"});
  story.publish_reports();
  story.drill();
  CHECK(story.state("choir", story.proposal) == "MANDATED");
  net.pass(Seconds{6});
  story.must_draft_call();
  story.all_sign_call();
  CHECK(story.state("bakers", story.call) == "CALLED");
  CHECK(coalition::verify(story.certificate("tenants"), net.anchor()).is_valid());
}

// The choir again, by two people with new laptops: how it comes back, step by step.
struct Returning {
  CoalitionNet net;
  CoalitionStory story{net};
  OrgId lost = net.org("choir");
  const CoalitionNet::Device& lost_laptop = net.of("choir");
  OrgId found = OrgId::zero();
  Bytes card;

  Returning() {
    net.lose("choir");
    net.equip("choir");
    card = net.manifest_card("choir");
    const Proof proof = wire::decode<Proof>(card).value();
    for (const Statement& statement : proof.statements)
      if (statement.type == StatementType::manifest) found = OrgId{statement.id().array()};
  }

  // Out with the keys that nobody has, in with the new ones.
  Charter with_newcomer() const {
    Charter next = amendment(net);
    next.params.org.probation = Seconds{3'600};
    CharterOrg& entry = *std::ranges::find(next.orgs, "choir", &CharterOrg::slug);
    entry.id = found;
    entry.standing = Standing::provisional;
    entry.sponsors = {net.org("drivers"), net.org("tenants")};
    std::ranges::sort(entry.sponsors);
    std::ranges::sort(next.orgs, {}, &CharterOrg::id);
    return next;
  }

  Row draft(const Charter& next, std::vector<Row> cards = {}) {
    Row row;
    row.set("body", Value{wire::encode(next)}).set("cards", Value{std::move(cards)});
    const auto rows = net.act(net.of("drivers"), "draft charter", row, Level::act);
    REQUIRE(rows.has_value());
    net.deliver();
    return row_of(*rows, "draft");
  }

  Row heard_card() const {
    Row row;
    row.set("bytes", Value{card}).set("words", six_words_text(WordList::drill, found.view()));
    return row;
  }

  // Who is in no coalition yet signs in the file.
  void sign_in_file(Bytes file) {
    for (const std::size_t person : {0U, 1U}) {
      Row live;
      live.set("draft", Value{file});
      const auto reviewed = net.act(net.of("choir", person), "review", live, Level::act);
      REQUIRE(reviewed.has_value());
      live.set("words", row_of(*reviewed, "review").text("words").value());
      const auto done = net.act(net.of("choir", person), "confirm", live.set("stance", "approve"));
      REQUIRE(done.has_value());
      file = row_of(*done, "draft").bytes("bytes").value();
    }
    const Row row = Row{}.set("bytes", Value{file});
    REQUIRE(net.act(net.of("drivers"), "import", row, Level::act).has_value());
    net.deliver();
  }

  void welcome() {
    for (const std::size_t person : {0U, 1U}) {
      CoalitionNet::Device& newcomer = net.of("choir", person);
      newcomer.identity.coalition = net.id();  // the bundle says so
      for (const Bytes& statement : net.of("drivers").machine->state())
        REQUIRE(net.accept(newcomer, statement).has_value());
    }
  }
};

StatementId id_in(const Row& draft) {
  return StatementId::from(draft.bytes("id").value()).value();
}

TEST_CASE("lost org is replaced", "[R32][R44]") {
  Returning it;
  CoalitionNet& net = it.net;
  REQUIRE_FALSE(it.found == it.lost);
  const Row draft = it.draft(it.with_newcomer(), {it.heard_card()});
  approve(net, id_in(draft), {"drivers", "plumbers", "tenants", "bakers"});
  CHECK(state_at(net, "bakers", id_in(draft)) == "DRAFT");  // it has not agreed itself
  it.sign_in_file(draft.bytes("bytes").value());
  CHECK(state_at(net, "bakers", id_in(draft)) == "COMPLETE");
  net.pass(Seconds{61});
  REQUIRE(charter_version_at(net, "bakers") == 2);
  it.welcome();
  CHECK_FALSE(reads(net, net.of("bakers"), it.lost_laptop, assembly_of(net)));
  CHECK(charter_version_at(net, "choir") == 2);
  // In probation it counts nowhere.
  it.story.propose();
  const auto rows = it.story.status("bakers", it.story.proposal);
  CHECK(row_of(rows, "proposal").integer("full").value() == 4);

  net.pass(Seconds{3'600});
  Charter next = *net.of("bakers").machine->charter();
  next.effective_at = net.now().wall + Seconds{60};
  std::ranges::find(next.orgs, "choir", &CharterOrg::slug)->standing = Standing::full;
  const Row last = it.draft(next);
  approve(net, id_in(last), {"drivers", "plumbers", "tenants", "choir"});
  net.pass(Seconds{61});
  REQUIRE(charter_version_at(net, "choir") == 3);
  CHECK(reads(net, net.of("bakers"), net.of("choir"), assembly_of(net)));
  CHECK_FALSE(reads(net, net.of("bakers"), it.lost_laptop, assembly_of(net)));
  it.story.certify();
  CHECK(it.story.state("bakers", it.story.call) == "CALLED");
  CHECK(it.story.state("choir", it.story.call) == "CALLED");
  CHECK(coalition::verify(it.story.certificate("choir"), net.anchor()).is_valid());
}

}  // namespace tocsin::tests
