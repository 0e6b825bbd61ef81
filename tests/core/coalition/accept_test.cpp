#include "core/coalition/coalition.h"
#include "core/coalition/waiting.h"
#include "core/crypto/hash.h"
#include "core/wire/decision_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"
#include "tests/support/strands.h"

namespace tocsin::tests {
namespace {

Ack ack_by(const CoalitionNet::Device& device,
           const StatementId& call,
           WallTime at,
           std::uint64_t seq) {
  Ack out;
  out.head = Head{device.identity.keys->id, device.identity.org, at, seq};
  out.call = call;
  out.level = AckLevel::reviewed;
  return out;
}

Bytes signed_ack(const CoalitionNet::Device& device, const Domain& domain, const Ack& ack) {
  const IdentityKeys& keys = *device.identity.keys;
  return wire::encode(
      sign_statement(domain, StatementType::ack, keys.id, wire::encode(ack), keys.idk.reveal()));
}

// A proposal is open; bo of choir speaks of it, a delegate of bakers hears.
struct Proposed {
  CoalitionNet net{};
  CoalitionStory story{net};
  CoalitionNet::Device& bo = net.of("choir", 1);
  CoalitionNet::Device& reader = net.of("bakers");

  Proposed() { story.propose(); }
};

}  // namespace

TEST_CASE("a wrong signature, mode, coalition or author is refused and not kept") {
  Proposed stage;
  auto& [net, story, bo, reader] = stage;
  const std::size_t before = kept_by(reader).size();
  const auto code_of = [&](const Bytes& statement) {
    const auto taken = net.accept(reader, statement);
    return taken ? std::string{"taken"} : std::string{taken.error().what.view()};
  };
  const Ack good = ack_by(bo, story.proposal, net.now().wall, 900);

  Bytes forged = signed_ack(bo, net.domain(), good);
  forged.back() ^= 1U;
  CHECK(code_of(forged) == "a signature that does not hold");
  CHECK(code_of(signed_ack(bo, Domain{net.id(), Mode::actual}, good)) == "another mode");
  CHECK(code_of(signed_ack(
            bo, Domain{CoalitionId{StatementId::zero().array()}, Mode::rehearsal}, good)) ==
        "another coalition");
  CHECK(code_of(Bytes{1, 2, 3}) != "taken");
  CHECK(kept_by(reader).size() == before);
  CHECK(code_of(signed_ack(bo, net.domain(), good)) == "taken");
  CHECK(kept_by(reader).size() == before + 1);
}

TEST_CASE("a word for an org that does not list its author waits and is nobody's") {
  Proposed stage;
  auto& [net, story, bo, reader] = stage;
  Ack elsewhere = ack_by(bo, story.proposal, net.now().wall, 900);
  elsewhere.head.org = net.org("drivers");
  const Bytes statement = signed_ack(bo, net.domain(), elsewhere);
  CHECK(net.accept(reader, statement).has_value());
  Row which;
  which.set("subject", id_of(statement).hex());
  CHECK(net.act(reader, "show", which, Level::read).error().code == "E_NOT_FOUND");
}

TEST_CASE("a draft of another org takes nobody's voice") {
  CoalitionNet net;
  net.equip("guests");
  CoalitionNet::Device& dana = net.of("guests");  // a laptop that only its card is known of
  dana.identity.org = net.org("drivers");
  const DeviceKeys& keys = dana.identity.keys->device;
  Forge forge{net};
  const auto tell = [&](const Bytes& statement) {
    for (const std::string_view slug : {"bakers", "choir", "drivers", "plumbers", "tenants"})
      REQUIRE(net.accept(net.of(slug), statement).has_value());
  };
  for (const std::string_view slug : {"bakers", "choir", "plumbers", "tenants"}) {
    const Manifest poaching = with_delegate(second_manifest(net, slug), "dora", keys);
    tell(forge.sign({slug}, StatementType::manifest, poaching));
  }
  const Manifest now = manifest_at(net.of("drivers"), net.org("drivers"));
  const StatementId with = drafted(net, "drivers", with_delegate(now, "dana", keys));
  approve(net, with, {"drivers"});
  tell(forge.signoff(dana, {with, StatementType::manifest, Stance::approve, false, 2}));
  for (const std::string_view slug : {"bakers", "choir", "drivers", "plumbers", "tenants"})
    CHECK(state_at(net, slug, with) == "IN_FORCE");
}

TEST_CASE("two contents in one slot are both kept, and together they are evidence") {
  Proposed stage;
  auto& [net, story, bo, reader] = stage;
  const std::size_t before = kept_by(reader).size();
  REQUIRE(net.accept(reader,
                     signed_ack(bo, net.domain(), ack_by(bo, story.proposal, net.now().wall, 900)))
              .has_value());
  CHECK(net.act(reader, "evidence", Row{}, Level::read).value().empty());
  Ack second = ack_by(bo, story.proposal, net.now().wall, 900);
  second.reason = "something else";
  REQUIRE(net.accept(reader, signed_ack(bo, net.domain(), second)).has_value());
  CHECK(kept_by(reader).size() == before + 2);
  CHECK(net.act(reader, "evidence", Row{}, Level::read).value().size() == 1);
  net.restart(reader);
  net.wake_all();
  CHECK(net.act(reader, "evidence", Row{}, Level::read).value().size() == 1);
}

TEST_CASE("a statement from the future waits until its time has come, over a restart too") {
  Proposed stage;
  auto& [net, story, bo, reader] = stage;
  const std::size_t before = kept_by(reader).size();
  const Ack early = ack_by(bo, story.proposal, net.now().wall + Seconds{3'600}, 900);
  const Bytes bytes = signed_ack(bo, net.domain(), early);
  Row subject;
  subject.set("subject", wire::decode<Statement>(bytes)->id().hex());
  REQUIRE(net.accept(reader, bytes).has_value());
  CHECK_FALSE(net.act(reader, "show", subject, Level::read).has_value());
  CHECK(kept_by(reader).size() == before + 1);
  net.restart(reader);
  net.wake_all();
  CHECK_FALSE(net.act(reader, "show", subject, Level::read).has_value());
  net.pass(Seconds{3'600});
  CHECK(net.act(reader, "show", subject, Level::read).has_value());
}

TEST_CASE("a member who brings thousands of words of nobody keeps no other org's from waiting") {
  Proposed stage;
  auto& [net, story, bo, reader] = stage;
  const DeviceId member = net.of("drivers", 1).identity.keys->id;
  const Bytes early = signed_ack(
      bo, net.domain(), ack_by(bo, story.proposal, net.now().wall + Seconds{3'600}, 900));
  const auto nobodys = [&](std::uint16_t number) {
    Ack ack = ack_by(bo, story.proposal, net.now().wall, number);
    ack.head.author = DeviceId{crypto::blake2b_256(Writer{}.u16(number).view())};
    return wire::encode(sign_statement(net.domain(),
                                       StatementType::ack,
                                       ack.head.author,
                                       wire::encode(ack),
                                       bo.identity.keys->idk.reveal()));
  };
  for (std::uint16_t i = 0; i < 3'000; ++i)
    static_cast<void>(net.accept(reader, nobodys(i), member));
  REQUIRE(net.accept(reader, early, bo.identity.keys->id).has_value());
  CHECK_FALSE(net.accept(reader, nobodys(3'000), member).has_value());
  net.pass(Seconds{3'600});
  Row subject;
  subject.set("subject", id_of(early).hex());
  CHECK(net.act(reader, "show", subject, Level::read).has_value());
}

TEST_CASE("a false copy that comes before or after keeps no true statement from its time") {
  Proposed stage;
  auto& [net, story, bo, reader] = stage;
  const DeviceId member = net.of("drivers", 1).identity.keys->id;
  const Bytes early = signed_ack(
      bo, net.domain(), ack_by(bo, story.proposal, net.now().wall + Seconds{3'600}, 900));
  Statement copy = *wire::decode<Statement>(early);
  copy.author = DeviceId{crypto::blake2b_256(Writer{}.u16(1).view())};
  REQUIRE(copy.id() == id_of(early));
  const bool is_first = GENERATE(true, false);
  if (is_first) REQUIRE(net.accept(reader, wire::encode(copy), member).has_value());
  REQUIRE(net.accept(reader, early, bo.identity.keys->id).has_value());
  if (!is_first) REQUIRE(net.accept(reader, wire::encode(copy), member).has_value());
  net.restart(reader);
  net.pass(Seconds{3'600});
  CHECK(net.act(reader, "show", Row{}.set("subject", id_of(early).hex()), Level::read).has_value());
  CHECK(coalition::Waiting{reader.store->snapshot()}.all().empty());
}

TEST_CASE("a member's word on a decision counts nowhere") {
  CoalitionNet net;
  CoalitionNet::Device& member = net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionStory story{net};
  story.propose();
  const Bytes word =
      signed_ack(member, net.domain(), ack_by(member, story.proposal, net.now().wall, 1));
  REQUIRE(net.accept(net.of("drivers"), word).has_value());  // it waits for a manifest of theirs
  Row subject;
  subject.set("subject", wire::decode<Statement>(word)->id().hex());
  CHECK_FALSE(net.act(net.of("drivers"), "show", subject, Level::read).has_value());
}

}  // namespace tocsin::tests
