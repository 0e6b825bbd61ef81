// Answers for tests/model/*_test.py, from the code itself:
//   oracle subsets    the example charter's 15 delegates sign in each of their 32,768 subsets
//   oracle quorum     per line of hex, a charter's body: the bound Q of its rule `amend`
#include <cstdio>
#include <iostream>
#include <string>

#include "core/base/codes.h"
#include "core/base/ensure.h"
#include "core/coalition/lint_rules.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"

namespace tocsin {
namespace {

constexpr std::size_t keys = 15;

void print_proof(ProofKind kind, std::vector<Statement> statements) {
  const Proof proof = coalition::assemble(kind, std::move(statements)).value();
  std::cout << hex_encode(wire::encode(proof)) << "\n";
}

// One sign-off of each delegate, in the order of orgs and persons; bit i of a subset is the i-th.
std::vector<Statement> all_sign(tests::TestCoalition& test, const Statement& subject, WallTime at) {
  std::vector<Statement> out;
  for (const tests::TestOrg& org : test.orgs())
    for (std::size_t person = 0; person < org.people.size(); ++person)
      out.push_back(test.sign(test.signoff(org, person, subject, at), subject.domain.mode));
  ENSURE(out.size() == keys);
  return out;
}

coalition::Ballots subset(const coalition::Ballots& beside,
                          const coalition::Signoffs& all,
                          std::size_t which) {
  coalition::Ballots out = beside;
  for (std::size_t i = 0; i < keys; ++i)
    if ((which >> i & 1U) != 0) out.signoffs.push_back(all[i]);
  return out;
}

template <class Judge>
void print_bits(const Judge& is_valid) {
  std::string bits;
  for (std::size_t which = 0; which < (1U << keys); ++which) bits += is_valid(which) ? '1' : '0';
  std::cout << bits << "\n";
}

// Of a mandate, then of a call under the mandate of all: the proof with everything, the sign-offs'
// ids in the order of the bits, the verdicts.
void subsets() {
  tests::TestCoalition test;
  tests::Story story = tests::tell(test, test.mode());
  const coalition::Electorate electorate = test.electorate();
  const auto proposal = tests::signed_of<Proposal>(story.proposal);
  const auto call = tests::signed_of<Call>(story.call);
  for (const bool is_of_call : {false, true}) {
    const Statement& subject = is_of_call ? story.call : story.proposal;
    const WallTime at =
        is_of_call ? call.value.head.at + tests::hour_ms : proposal.value.head.at + tests::hour_ms;
    std::vector<Statement> beside;
    for (const Statement& statement : story.statements) {
      const bool is_vote = statement.type == StatementType::signoff &&
                           wire::decode<Signoff>(statement.body)->subject == subject.id();
      if (!is_vote) beside.push_back(statement);
    }
    const std::vector<Statement> votes = all_sign(test, subject, at);
    std::vector<Statement> everything = beside;
    everything.insert(everything.end(), votes.begin(), votes.end());
    print_proof(is_of_call ? ProofKind::call : ProofKind::mandate, everything);
    for (const Statement& vote : votes) std::cout << vote.id().hex() << " ";
    std::cout << "\n";
    const coalition::Ballots facts = tests::ballots_of(beside);
    const coalition::Signoffs all = tests::ballots_of(votes).signoffs;
    print_bits([&](std::size_t which) {
      const coalition::Ballots ballots = subset(facts, all, which);
      if (!is_of_call) return assess_mandate(electorate, proposal, ballots).verdict.is_valid();
      return assess_call(electorate, {proposal, call, story.mandate_set}, ballots)
          .verdict.is_valid();
    });
  }
}

int quorum() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto body = hex_decode(line);
    const auto charter = body ? wire::decode<Charter>(*body) : fail(Errc::malformed, "no hex");
    if (!charter) return 1;
    std::cout << coalition::least_orgs(charter->rules.amend, *charter) << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace tocsin

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "quorum") return tocsin::quorum();
  if (what != "subsets") return 64;
  tocsin::subsets();
  return 0;
}
