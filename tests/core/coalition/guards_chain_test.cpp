#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

std::string refusal_of(const Reply<std::vector<Row>>& reply) {
  return reply ? "" : reply.error().code;
}

}  // namespace

TEST_CASE("who approved an amendment signs nothing that it would make void") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  const StatementId id = drafted(net, "choir", amendment(net));
  REQUIRE(net.sign(net.of("drivers"), id).has_value());
  net.deliver();
  CHECK(refusal_of(net.sign(net.of("drivers"), story.proposal)) == "E_CHARTER_STALE");
  CHECK(refusal_of(net.sign(net.of("drivers", 1), story.proposal)).empty());
  REQUIRE(net.sign(net.of("drivers"), id, "abstain").has_value());
  CHECK(refusal_of(net.sign(net.of("drivers"), story.proposal)).empty());
}

TEST_CASE("who approved an amendment that carries a proposal signs it all the same") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  Charter next = amendment(net);
  next.carry = {story.proposal};
  REQUIRE(net.sign(net.of("drivers"), drafted(net, "choir", next)).has_value());
  CHECK(refusal_of(net.sign(net.of("drivers"), story.proposal)).empty());
}

TEST_CASE("a device approves one draft of a version") {
  CoalitionNet net;
  Charter one = amendment(net);
  one.params.start.min_lead = Seconds{90};
  const StatementId first = drafted(net, "choir", one);
  const StatementId second = drafted(net, "plumbers", amendment(net));
  REQUIRE(net.sign(net.of("drivers"), first).has_value());
  CHECK(refusal_of(net.sign(net.of("drivers"), second)) == "E_SLOT");
  net.restart(net.of("drivers"));
  CHECK(refusal_of(net.sign(net.of("drivers"), second)) == "E_SLOT");
}

TEST_CASE("an amendment that could not take effect in time is not signed any more") {
  CoalitionNet net;
  const StatementId id = drafted(net, "choir", amendment(net));
  net.pass(Seconds{58});
  CHECK(refusal_of(net.sign(net.of("drivers"), id)) == "E_HOLD");
}

TEST_CASE("a manifest is signed by its own org") {
  CoalitionNet net;
  Manifest next = manifest_at(net.of("drivers"), net.org("drivers"));
  next.valid_until = next.valid_until - Seconds{60};
  const StatementId id = drafted(net, "drivers", next);
  CHECK(refusal_of(net.sign(net.of("choir"), id)) == "E_DELEGATE");
  CHECK(refusal_of(net.sign(net.of("drivers"), id)).empty());
}

}  // namespace tocsin::tests
