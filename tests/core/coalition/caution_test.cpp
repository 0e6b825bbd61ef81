#include "core/coalition/caution.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

struct Certified {
  CoalitionNet net;
  CoalitionStory story{net};

  Certified() { story.certify(); }

  std::vector<std::string> codes() { return story.target("bakers", "drivers").texts("codes"); }
};

}  // namespace

TEST_CASE("dropped withdrawal holds") {
  Certified certified;
  CoalitionNet& net = certified.net;
  net.pass(Seconds{1});
  // The certificate stands for whoever has the file; who knows of the withdrawal waits.
  const Bytes proof = certified.story.certificate("choir");
  REQUIRE(net.sign(net.of("drivers"), certified.story.call, "abstain").has_value());
  net.deliver();
  CHECK(coalition::verify(proof, net.anchor()).is_valid());
  CHECK(certified.story.target_state("bakers", "drivers") == "HELD");
  CHECK(certified.codes() == std::vector<std::string>{"E_JOIN"});
  const Row call = certified.story.status("bakers", certified.story.call).front();
  CHECK(call.text("verdict").value() == "HELD");
  net.pass(Seconds{200});
  CHECK(certified.story.target_state("bakers", "drivers") == "HELD");
}

TEST_CASE("objections that meet the block rule hold a certified call, though no signer saw them") {
  Certified certified;
  CoalitionNet& net = certified.net;
  net.pass(Seconds{1});
  for (const char* const slug : {"choir", "tenants"}) {
    for (const std::size_t person : {0U, 1U})
      REQUIRE(net.sign(net.of(slug, person), certified.story.proposal, "object").has_value());
  }
  net.deliver();
  CHECK(certified.codes() == std::vector<std::string>{"E_BLOCKED"});
  CHECK(certified.story.target_state("bakers", "drivers") == "HELD");
}

TEST_CASE("what is seen after the start cautions nobody") {
  Certified certified;
  CoalitionNet& net = certified.net;
  net.pass(Seconds{200});
  REQUIRE(net.sign(net.of("drivers"), certified.story.call, "abstain").has_value());
  net.deliver();
  CHECK(certified.story.target_state("bakers", "drivers") == "IN_EFFECT");
  CHECK_FALSE(certified.story.status("bakers", certified.story.call).front().has("verdict"));
}

}  // namespace tocsin::tests
