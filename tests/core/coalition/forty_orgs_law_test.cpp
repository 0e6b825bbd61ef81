// A large coalition: forty orgs, eighty laptops of delegates. Here eight of them are whole machines
// and the others sign as machines would; tests/bench/decide_bench.cpp has eighty, and prints how
// long each of them computes.
#include <algorithm>

#include "core/coalition/verify.h"
#include "core/wire/decision_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

const std::vector<std::string> live{"drivers", "plumbers", "choir", "tenants"};

struct Forty {
  CoalitionNet net{NetOptions{.orgs = 40}};
  CoalitionStory story{net};
  std::uint64_t seq = 900;

  Forty() {
    for (const auto& device : net.devices()) device->is_held_back = !is_live(*device);
  }

  static bool is_live(const CoalitionNet::Device& device) {
    return std::ranges::find(live, device.slug) != live.end();
  }

  void hand_round(const Statement& statement) {
    const Bytes bytes = wire::encode(statement);
    for (const auto& device : net.devices())
      if (is_live(*device)) REQUIRE(net.accept(*device, bytes).has_value());
  }

  // The machines sign, and the others what a machine of theirs would have signed: the same text.
  void all_sign(const StatementId& subject) {
    Signoff pattern;
    for (const std::string& slug : live) {
      const bool joins = subject == story.call && (slug == "drivers" || slug == "plumbers");
      for (const std::size_t person : {0U, 1U})
        REQUIRE(net.sign(net.of(slug, person), subject, "approve", joins).has_value());
    }
    for (const CoalitionNet::Parcel& parcel : net.parcels()) {
      const Statement signoff = wire::decode<Statement>(parcel.statement).value();
      pattern = wire::decode<Signoff>(signoff.body).value();
    }
    net.deliver();
    for (const auto& device : net.devices()) {
      if (is_live(*device)) continue;
      pattern.head = head_by(*device, net.now().wall, seq++);
      hand_round(signed_as(*device, net.domain(), StatementType::signoff, pattern));
    }
  }

  void all_ack_the_drill() {
    Ack ack;
    ack.call = story.exercise;
    ack.level = AckLevel::reviewed;
    for (const auto& device : net.devices()) {
      if (is_live(*device) || device->person != "ana") continue;
      ack.head = head_by(*device, net.now().wall, seq++);
      const Domain drill{net.id(), Mode::rehearsal_exercise};
      hand_round(signed_as(*device, drill, StatementType::ack, ack));
    }
  }
};

}  // namespace

TEST_CASE("propose to certificate p95: forty orgs come from a proposal to one certificate",
          "[R26]") {
  Forty forty;
  CoalitionNet& net = forty.net;
  CoalitionStory& story = forty.story;
  story.propose();
  forty.all_sign(story.proposal);
  story.publish_reports();
  story.drill(live);
  CHECK(story.state("choir", story.proposal) == "OPEN");  // four of forty came to it
  forty.all_ack_the_drill();
  CHECK(story.state("choir", story.proposal) == "MANDATED");
  net.pass(Seconds{6});
  story.must_draft_call();
  forty.all_sign(story.call);
  const Bytes certificate = story.certificate("choir");
  for (const std::string& slug : live) {
    CHECK(story.state(slug, story.call) == "CALLED");
    CHECK(story.certificate(slug) == certificate);
  }
  const coalition::Verification found = coalition::examine(certificate, net.anchor());
  CHECK(found.verdict.is_valid());
  CHECK(found.verified.orgs_of == 40);
  CHECK(found.verified.orgs == 21);  // more than a half, and no more than are needed
  CHECK(certificate.size() < 256 * 1024);
}

}  // namespace tocsin::tests
