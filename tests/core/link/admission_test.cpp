#include "core/link/admission.h"

#include "tests/core/link/hour.h"
#include "tests/support/catch.hpp"
#include "tests/support/frames.h"
#include "tests/support/seeded_random.h"

namespace tocsin::link {
namespace {

const NetPrefix neighbourhood{1};
const InviteTicket invite = tests::counted<32>(1);
const LinkKey ana{LinkKey::Array{1}};
const LinkKey bo{LinkKey::Array{2}};

struct AdmissionDoor {
  tests::SeededRandom random{1};
  Rows rows;
  OwnKeys keys{random, false, Snapshot{}, rows};
  Standing standing{false, keys, Snapshot{}};
  Admission admission{false};

  AdmissionDoor() {
    std::vector<LinkCredential> held;
    for (const std::uint8_t which : {std::uint8_t{3}, std::uint8_t{2}})
      held.push_back({which, LinkMaterial::copy_of(Bytes(32, which))});
    standing.set_keys(std::move(held), keys);
    const TicketFrame ticket{TicketOp::put, invite, Route::zero(), this_hour + 1};
    CHECK(admission.tickets().put(ticket, keys.key(), {}, on_the_hour) == TicketStatus::held);
  }

  // A first message that offers these, newest first.
  Bytes offering(const std::vector<Bytes>& materials) {
    FirstMessage first;
    first.nonce = random.array<24>();
    first.noise = Bytes(48);
    std::array<crypto::ScratchKey<32>, limits::hints> gates;
    std::vector<ByteView> views;
    for (std::size_t i = 0; i < materials.size(); ++i) {
      first.hints[i] = mesh_tag(materials[i]);
      gate_key(gates[i].fill(), materials[i], keys.key());
      views.push_back(gates[i].reveal());
    }
    return seal_first(first, keys.mask(), views, random);
  }

  std::optional<Passed> check(const Bytes& block, Now when = on_the_hour) {
    return admission.check(block, neighbourhood, standing, keys, when);
  }
};

Bytes material(std::uint8_t which) {
  return Bytes(32, which);
}

}  // namespace

TEST_CASE("the first offered key that we hold is taken") {
  AdmissionDoor door;
  const auto passed = door.check(door.offering({material(4), material(3), material(2)}));
  REQUIRE(passed);
  CHECK(passed->choice == 1);
  CHECK(same_bytes(passed->psk, material(3)));
  CHECK_FALSE(passed->is_ticket);
}

TEST_CASE("a hint we know with a wrong mac ends it, though a later offer would hold") {
  AdmissionDoor door;
  Bytes block = door.offering({material(3), material(2)});
  block[464] ^= 1;
  CHECK_FALSE(door.check(block));
}

TEST_CASE("unknown offers are refused") {
  AdmissionDoor door;
  CHECK_FALSE(door.check(door.offering({material(4)})));
  CHECK_FALSE(door.check(Bytes(512)));
}

TEST_CASE("what passed once does not pass again") {
  AdmissionDoor door;
  const Bytes block = door.offering({material(3)});
  CHECK(door.check(block));
  CHECK_FALSE(door.check(block));
}

TEST_CASE("after forty at once a neighbourhood waits, and strangers have cost it nothing") {
  AdmissionDoor door;
  for (int i = 0; i < 100; ++i) CHECK_FALSE(door.check(door.offering({material(4)})));
  for (int i = 0; i < 40; ++i) CHECK(door.check(door.offering({material(3)})));
  CHECK_FALSE(door.check(door.offering({material(3)})));
}

TEST_CASE("an invite's ticket passes the same gate, while it lives") {
  AdmissionDoor door;
  const auto passed = door.check(door.offering({to_bytes(ByteView{invite})}));
  REQUIRE(passed);
  CHECK(passed->is_ticket);
  CHECK(same_bytes(passed->psk, invite));
  const Now tomorrow{on_the_hour.instant + Seconds{86'400}, on_the_hour.wall + Seconds{86'400}};
  CHECK_FALSE(door.check(door.offering({to_bytes(ByteView{invite})}), tomorrow));
}

TEST_CASE("roles: pinned members, listed relays, guests by ticket, and nothing else") {
  AdmissionDoor door;
  const MeshTag mesh = mesh_tag(material(3));
  const MeshTag ticket = mesh_tag(invite);
  const auto may = [&](const LinkKey& key, PeerRole role, const MeshTag& tag) {
    return door.admission.may_enter(key, role, tag, door.standing, on_the_hour);
  };
  CHECK_FALSE(may(ana, PeerRole::member, mesh));
  door.standing.pin(ana);
  CHECK(may(ana, PeerRole::member, mesh));
  CHECK_FALSE(may(ana, PeerRole::relay, mesh));
  CHECK_FALSE(may(ana, PeerRole::guest, mesh));
  CHECK_FALSE(may(ana, PeerRole::member, ticket));
  MeshList list;
  list.relays.push_back({ana, {}, {}, {}});
  door.standing.set_coalition(list.coalition);
  REQUIRE(door.standing.take_list(list, door.keys, door.rows));
  CHECK(may(ana, PeerRole::relay, mesh));
  CHECK_FALSE(may(ana, PeerRole::member, mesh));  // a listed key comes as what it is
  CHECK(may(bo, PeerRole::guest, ticket));
  CHECK_FALSE(may(ana, PeerRole::guest, ticket));
  CHECK(may(bo, PeerRole::guest, ticket));
  CHECK_FALSE(may(bo, PeerRole::guest, mesh_tag(material(9))));
}

TEST_CASE("while a key is rotated a first message to the one or the other passes, each once") {
  AdmissionDoor door;
  Bytes to_old = door.offering({material(3)});
  const LinkKey next = door.keys.make_next(door.rows).key;
  FirstMessage first;
  first.nonce = door.random.array<24>();
  first.noise = Bytes(48);
  first.hints[0] = mesh_tag(material(3));
  crypto::ScratchKey<32> gate;
  gate_key(gate.fill(), material(3), next);
  const Bytes to_next = seal_first(first, Mask{next}, {gate.reveal()}, door.random);
  const auto by_old = door.check(to_old);
  REQUIRE(by_old);
  CHECK_FALSE(by_old->is_to_next);
  const auto by_next = door.check(to_next);
  REQUIRE(by_next);
  CHECK(by_next->is_to_next);
  CHECK_FALSE(door.check(to_next));
  door.keys.forget_next(door.rows);
  CHECK_FALSE(door.check(seal_first(first, Mask{next}, {gate.reveal()}, door.random)));
}

}  // namespace tocsin::link
