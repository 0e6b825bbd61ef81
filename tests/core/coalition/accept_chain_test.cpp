#include <algorithm>

#include "core/wire/charter_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

Bytes signed_by(const CoalitionNet& net, CoalitionNet::Device& device, Charter charter) {
  charter.head = Head{device.identity.keys->id, device.identity.org, net.now().wall, 900};
  return wire::encode(sign_statement(net.domain(),
                                     StatementType::charter,
                                     device.identity.keys->id,
                                     wire::encode(charter),
                                     device.identity.keys->idk.reveal()));
}

// A manifest in force of another coalition: an amendment may be on its way that lists its org.
Bytes manifest_from_elsewhere() {
  CoalitionNet elsewhere{{.seed = 2}};
  const auto state = elsewhere.of("choir").machine->state();
  return *std::ranges::find_if(state, [&](const Bytes& statement) {
    return wire::decode<Statement>(statement)->id().array() == elsewhere.org("choir").array();
  });
}

}  // namespace

TEST_CASE("an amendment that every device refuses is not even kept as a draft") {
  CoalitionNet net;
  Charter next = amendment(net);
  next.version = 2;
  next.prev = StatementId{net.id().array()};
  CoalitionNet::Device& author = net.of("choir");
  CHECK(net.accept(net.of("drivers"), signed_by(net, author, next)).has_value());
  Charter skipping = next;
  skipping.version = 3;  // and skips nothing
  CHECK_FALSE(net.accept(net.of("drivers"), signed_by(net, author, skipping)).has_value());
  Charter weak = next;
  weak.rules.abort.front().min = 1;
  CHECK_FALSE(net.accept(net.of("drivers"), signed_by(net, author, weak)).has_value());
  Charter actual = next;
  actual.is_rehearsal = false;
  CHECK_FALSE(net.accept(net.of("drivers"), signed_by(net, author, actual)).has_value());
}

TEST_CASE("a version that came before the one it follows waits for it") {
  CoalitionNet net;
  Charter second = amendment(net);
  second.version = 2;
  second.prev = StatementId{net.id().array()};
  CoalitionNet::Device& author = net.of("choir");
  const Bytes early = signed_by(net, author, second);
  Charter third = second;
  third.version = 3;
  third.prev = wire::decode<Statement>(early).value().id();
  third.head.seq = 901;
  third.effective_at += Seconds{60};
  Charter body = third;
  body.head = Head{author.identity.keys->id, author.identity.org, net.now().wall, 901};
  const Bytes late = wire::encode(sign_statement(net.domain(),
                                                 StatementType::charter,
                                                 author.identity.keys->id,
                                                 wire::encode(body),
                                                 author.identity.keys->idk.reveal()));
  REQUIRE(net.accept(net.of("drivers"), late).has_value());
  REQUIRE(net.accept(net.of("drivers"), early).has_value());
  CHECK(state_at(net, "drivers", wire::decode<Statement>(late).value().id()) == "DRAFT");
}

TEST_CASE("a member's device signs the manifest that lists it and nothing else") {
  CoalitionNet net;
  CoalitionNet::Device& dana = net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionStory story{net};
  story.propose();
  CHECK_FALSE(net.sign(dana, story.proposal).has_value());
  const Manifest now = manifest_at(net.of("drivers"), net.org("drivers"));
  Manifest other = now;
  other.valid_until -= Seconds{60};
  const StatementId without = drafted(net, "drivers", other);
  CHECK_FALSE(net.sign(dana, without).has_value());
  const StatementId with =
      drafted(net, "drivers", with_delegate(now, "dana", dana.identity.keys->device));
  CHECK(net.sign(dana, with).has_value());
}

TEST_CASE("the manifest of an org that no charter lists waits, however much of a state is here") {
  CoalitionNet net;
  const Bytes foreign = manifest_from_elsewhere();
  CoalitionNet::Device& newcomer = net.admit_member("drivers", "mia");
  MemoryStore store;
  coalition::Coalition machine{*newcomer.random, store, newcomer.identity, store.snapshot()};
  for (const Bytes& statement : net.of("choir").machine->state()) {
    Outbox outbox;
    static_cast<void>(machine.accept(statement, DeviceId::zero(), net.now(), outbox));
    CHECK(machine.accept(foreign, DeviceId::zero(), net.now(), outbox).has_value());
  }
  CHECK(machine.charter_id().has_value());
}

}  // namespace tocsin::tests
