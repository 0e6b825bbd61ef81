// Laws of decisions: order and duplicates do not matter, one more approval never hurts, junk never
// helps.
#include "core/coalition/verify.h"

#include <set>

#include "core/coalition/assess.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/law.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

using coalition::Ballots;
using coalition::Signed;
using tests::day_ms;
using tests::founding;
using tests::law;
using tests::SeededRandom;
using tests::shuffle;
using tests::Story;
using tests::TestCoalition;

struct FifteenVotes : tests::ToldStory {
  std::vector<Signed<Signoff>> votes{};  // one of each of the fifteen

  FifteenVotes() {
    std::erase_if(ballots.signoffs, [&](const Signed<Signoff>& signoff) {
      return signoff.value.subject == proposal.id;
    });
    Millis later{0};
    for (const auto& org : test.orgs())
      for (std::size_t person = 0; person < 3; ++person)
        votes.push_back(tests::signed_of<Signoff>(test.sign(
            test.signoff(
                org, person, story.proposal, founding() + 12 * day_ms + (later += Millis{7})),
            test.mode())));
  }

  Ballots with(unsigned set) const {
    Ballots out = ballots;
    for (unsigned i = 0; i < 15; ++i)
      if ((set >> i & 1U) != 0) out.signoffs.push_back(votes[i]);
    return out;
  }

  coalition::MandateVerdict assess(const Ballots& known) const {
    return assess_mandate(electorate, proposal, known);
  }
};

}  // namespace

TEST_CASE("one more approval never hurts") {
  const FifteenVotes stage;
  law("a mandate stays one", [&](unsigned seed) {
    SeededRandom random{seed};
    const auto set = static_cast<unsigned>(random.below(1U << 15));
    const auto more = set | 1U << random.below(15);
    const bool was_met = stage.assess(stage.with(set)).verdict.is_valid();
    const bool is_met = stage.assess(stage.with(more)).verdict.is_valid();
    const bool is_no_worse = is_met || !was_met;
    RC_ASSERT(is_no_worse);
  });
}

TEST_CASE("order and duplicates of statements do not matter") {
  const FifteenVotes stage;
  law("the mandate is the same", [&](unsigned seed) {
    SeededRandom random{seed};
    const Ballots known = stage.with(static_cast<unsigned>(random.below(1U << 15)));
    Ballots mixed = known;
    const std::vector<Signed<Signoff>> twice = mixed.signoffs;
    mixed.signoffs.insert(mixed.signoffs.end(), twice.begin(), twice.end());
    shuffle(mixed.signoffs, random);
    shuffle(mixed.reports, random);
    shuffle(mixed.drill_acks, random);
    const auto a = stage.assess(known);
    const auto b = stage.assess(mixed);
    RC_ASSERT(a.verdict == b.verdict);
    RC_ASSERT(a.mandate.has_value() == b.mandate.has_value());
    if (!a.mandate) return;
    RC_ASSERT((a.mandate->id == b.mandate->id));
    RC_ASSERT((a.mandate->time == b.mandate->time));
  });
}

TEST_CASE("junk never helps") {
  const FifteenVotes stage;
  law("no mandate out of others' sign-offs", [&](unsigned seed) {
    SeededRandom random{seed};
    const auto set = static_cast<unsigned>(random.below(1U << 15));
    Ballots known = stage.with(set);
    const bool was_met = stage.assess(known).verdict.is_valid();
    for (int i = 0; i < 8; ++i) {
      Signed<Signoff> junk = stage.votes[static_cast<std::size_t>(random.below(15))];
      junk.id = StatementId{random.array<32>()};
      switch (random.below(5)) {
        case 0:
          junk.value.head.author = DeviceId{random.array<32>()};
          break;
        case 1:
          junk.value.head.org = OrgId{random.array<32>()};
          break;
        case 2:
          junk.value.subject = StatementId{random.array<32>()};
          break;
        case 3:
          junk.value.subject_type = StatementType::call;
          break;
        default:
          junk.mode = Mode::exercise;
          break;
      }
      known.signoffs.push_back(junk);
    }
    RC_ASSERT(stage.assess(known).verdict.is_valid() == was_met);
  });
}

TEST_CASE("no part of a certificate is more than the whole: junk in a proof never makes it valid") {
  TestCoalition test;
  const Story story = tests::tell(test, test.mode());
  law("a part with foreign statements is not valid", [&](unsigned seed) {
    SeededRandom random{seed};
    std::vector<Statement> some;
    for (const Statement& statement : story.certificate.statements)
      if (random.below(12) != 0) some.push_back(statement);
    const bool is_whole = some.size() == story.certificate.statements.size();
    for (std::uint64_t i = random.below(4); i > 0; --i)
      some.push_back(
          story.statements[static_cast<std::size_t>(random.below(story.statements.size()))]);
    Proof proof = coalition::assemble(ProofKind::call, some).value();
    proof.left_out = story.certificate.left_out;
    std::set<StatementId> present;
    for (const Statement& statement : proof.statements) present.insert(statement.id());
    bool has_all = true;
    for (const Statement& statement : story.certificate.statements)
      has_all = has_all && present.contains(statement.id());
    if (!has_all && !is_whole)
      RC_ASSERT(!coalition::verify(wire::encode(proof), test.anchor()).is_valid());
  });
}

}  // namespace tocsin
