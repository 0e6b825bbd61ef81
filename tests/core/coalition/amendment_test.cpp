// What a newer charter does to calls under the older one.
#include "core/coalition/amendment.h"

#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

const std::vector<std::string_view> four{"choir", "drivers", "plumbers", "tenants"};

}  // namespace

TEST_CASE("an amendment rules what is proposed from its time on, a first charter everything") {
  CoalitionNet net;
  Charter charter = amendment(net);
  coalition::Signed<Proposal> proposal{StatementId{{1}}, Mode::rehearsal, {}};
  proposal.value.head.at = charter.effective_at - Millis{1};
  CHECK(coalition::is_in_effect(net.charter(), proposal));
  charter.version = 2;
  CHECK_FALSE(coalition::is_in_effect(charter, proposal));
  proposal.value.head.at = charter.effective_at;
  CHECK(coalition::is_in_effect(charter, proposal));
}

TEST_CASE("amend voids pending call") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CHECK(story.state("bakers", story.call) == "CALLED");
  const StatementId id = drafted(net, "choir", amendment(net));
  approve(net, id, four);
  // Known and complete: doubt before T0 means do not start.
  CHECK(story.has_code("bakers", "E_CHARTER_STALE"));
  CHECK(story.target_states("bakers").front() == "HELD");
  net.pass(Seconds{61});
  CHECK(charter_version_at(net, "bakers") == 2);
  CHECK(story.state("bakers", story.call) == "DEAD");
  net.pass(Seconds{300});
  CHECK(story.state("bakers", story.call) == "DEAD");
  CHECK(story.state("bakers", story.proposal) == "DEAD");
}

TEST_CASE("amend carry recounts") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  SECTION("what the newer rules allow too goes on") {
    Charter next = amendment(net);
    next.carry = {story.proposal};
    approve(net, drafted(net, "choir", next), four);
    net.pass(Seconds{61});
    CHECK(charter_version_at(net, "bakers") == 2);
    CHECK(story.target_states("bakers").front() == "CALLED");
    net.pass(Seconds{125});
    CHECK(story.state("bakers", story.call) == "IN_EFFECT");
  }
  SECTION("what they do not allow is held") {
    Charter next = amendment(net);
    next.carry = {story.proposal};
    for (Action& action : next.actions) {
      for (RuleNode& node : action.mandate)
        if (node.op == RuleOp::strength) node.min_bp = 9'900;
    }
    approve(net, drafted(net, "choir", next), four);
    net.pass(Seconds{61});
    CHECK(story.target_states("bakers").front() == "HELD");
    CHECK(story.has_code("bakers", "E_STRENGTH"));
    net.pass(Seconds{300});
    CHECK(story.state("bakers", story.call) != "IN_EFFECT");
  }
}

TEST_CASE("amend after t0 changes nothing") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  net.pass(Seconds{185});
  CHECK(story.state("bakers", story.call) == "IN_EFFECT");
  approve(net, drafted(net, "choir", amendment(net)), four);
  net.pass(Seconds{61});
  CHECK(charter_version_at(net, "bakers") == 2);
  CHECK(story.state("bakers", story.call) == "IN_EFFECT");
  net.pass(Seconds{24 * 3600});
  CHECK(story.state("bakers", story.call) == "ENDED");
}

TEST_CASE(
    "an open proposal is void under a charter that does not carry it, alive under one that does") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.mandate();
  Charter next = amendment(net);
  SECTION("not carried") {
    approve(net, drafted(net, "choir", next), four);
    net.pass(Seconds{61});
    CHECK(story.state("bakers", story.proposal) == "DEAD");
    CHECK(row_of(story.status("bakers", story.proposal), "proposal").text("reason") == "VOID");
  }
  SECTION("carried, it leads to a call") {
    next.carry = {story.proposal};
    approve(net, drafted(net, "choir", next), four);
    net.pass(Seconds{61});
    CHECK(story.state("bakers", story.proposal) == "MANDATED");
    story.must_draft_call();
    story.all_sign_call();
    CHECK(story.state("bakers", story.call) == "CALLED");
    const Bytes proof = story.certificate("bakers");
    CHECK(coalition::verify(proof, net.anchor()).is_valid());
  }
}

}  // namespace tocsin::tests
