#include "core/coalition/matrix.h"

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

using coalition::Matrix;
using coalition::matrix_of;

// Who lists which demands of a proposal with two.
struct Vote {
  const char* slug;
  std::size_t person;
  std::vector<std::uint32_t> demands;
};

Matrix matrix(const std::vector<Vote>& votes) {
  TestCoalition test;
  const Statement proposal = test.sign(test.proposal(founding()), test.mode());
  std::vector<Statement> all{proposal};
  for (const Vote& vote : votes) {
    Signoff signoff =
        test.signoff(test.org(vote.slug), vote.person, proposal, founding() + hour_ms);
    signoff.demands = vote.demands;
    all.push_back(test.sign(signoff, test.mode()));
  }
  const coalition::Ballots ballots = ballots_of(all);
  const auto electorate = test.electorate();
  return matrix_of(
      coalition::tally(
          electorate, {proposal.id(), StatementType::proposal, test.mode()}, ballots.signoffs),
      2);
}

}  // namespace

TEST_CASE("matrix shows divergence") {
  const Matrix split = matrix({{"drivers", 0, {0, 1}},
                               {"drivers", 1, {0, 1}},
                               {"plumbers", 0, {0}},
                               {"plumbers", 1, {0, 1}},
                               {"choir", 0, {0, 1}}});
  REQUIRE(split.demands.size() == 2);
  CHECK(split.demands[0] == coalition::MatrixDemand{2, 2, false});
  CHECK(split.demands[1] == coalition::MatrixDemand{1, 2, true});
  for (const coalition::MatrixLine& line : split.lines) {
    const std::size_t signed_by = line.counts[0];
    if (!line.approves) CHECK((!line.ratifies(0) && signed_by <= 1));
  }
}

TEST_CASE("where all who approve ratify the same nothing diverges, and nobody's silence counts") {
  const Matrix same = matrix({{"drivers", 0, {0}}, {"drivers", 1, {0}}});
  CHECK(same.demands[0] == coalition::MatrixDemand{1, 1, false});
  CHECK(same.demands[1] == coalition::MatrixDemand{0, 1, false});
  const Matrix none = matrix({});
  CHECK(none.demands[0] == coalition::MatrixDemand{0, 0, false});
  CHECK(none.lines.size() == 5);
}

TEST_CASE("the matrix names demands and orgs, also by the call") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.reach_call();
  for (const StatementId& id : {story.proposal, story.call}) {
    Row row;
    row.set("subject", id.hex());
    const auto rows = net.act(net.of("choir"), "matrix", row, Level::read);
    REQUIRE(rows.has_value());
    CHECK(row_of(*rows, "matrix").bytes("id").value() == story.proposal.bytes());
    const Row demand = row_of(*rows, "matrix_demand");
    CHECK(demand.text("text").value() == "Safe crossings.");
    CHECK(demand.integer("number").value() == 1);
    CHECK(demand.integer("ratified").value() == 5);
    CHECK_FALSE(demand.flag("diverges"));
    const Row org = row_of(*rows, "matrix_org");
    CHECK(org.texts("counts") == std::vector<std::string>{"2"});
    CHECK(org.texts("ratified") == std::vector<std::string>{"1"});
  }
}

}  // namespace tocsin::tests
