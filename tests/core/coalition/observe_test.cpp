#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

std::vector<std::string> states_told(const CoalitionNet::Device& device, const StatementId& id) {
  std::vector<std::string> out;
  for (const Row& event : device.events) {
    const std::string what = event.text("event").value_or("");
    const bool is_state = what.ends_with(".state") && what != "target.state";
    if (is_state && event.bytes("id").value_or(Bytes{}) == id.bytes())
      out.push_back(event.text("to").value_or(""));
  }
  return out;
}

}  // namespace

TEST_CASE("each state is told once, in order, and not again after a restart") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& choir = net.of("choir");
  net.restart(choir);
  net.wake_all();
  net.pass(Seconds{200});
  net.pass(Seconds{1});
  CHECK(states_told(choir, story.proposal) ==
        std::vector<std::string>{"DRAFT", "OPEN", "MANDATED", "CALLED", "IN_EFFECT"});
  CHECK(states_told(choir, story.call) == std::vector<std::string>{"OPEN", "CALLED", "IN_EFFECT"});
}

TEST_CASE("a proposal whose time to vote is over has lapsed by itself at the next wake-up") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  const auto due = net.of("choir").machine->next_wakeup();
  REQUIRE(due.has_value());
  CHECK(*due <= net.now().instant + Seconds{2 * 3600} + Millis{1});
  net.pass(Seconds{2 * 3600} + Millis{1});
  CHECK(story.state("choir", story.proposal) == "DEAD");
  CHECK(states_told(net.of("choir"), story.proposal).back() == "DEAD");
  const auto late = net.sign(net.of("choir"), story.proposal);
  REQUIRE_FALSE(late.has_value());
  CHECK(late.error().code == "E_EXPIRED");
}

TEST_CASE("the mandate stays though a signer withdraws, as it stood from its first moment") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.mandate();
  net.pass(Seconds{1});
  REQUIRE(net.sign(net.of("choir"), story.proposal, "abstain").has_value());
  net.deliver();
  const std::string state = story.state("bakers", story.proposal);
  CHECK((state == "MANDATED" || state == "OPEN"));
}

}  // namespace tocsin::tests
