#include "core/link/gate.h"

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::link {
namespace {

struct Made {
  tests::SeededRandom random{1};
  LinkKey responder{random.array<32>()};
  crypto::ScratchKey<32> gate;
  FirstMessage message;
  Bytes block;

  Made() {
    gate_key(gate.fill(), Bytes(32, 1), responder);
    message.nonce = random.array<24>();
    message.noise = Bytes(48, 5);
    message.hints[0] = MeshTag{random.array<16>()};
    block = seal_first(message, Mask{responder}, {gate.reveal()}, random);
  }
};

}  // namespace

TEST_CASE("a first message is one block, and what was put in comes out for its responder") {
  const Made made;
  CHECK(made.block.size() == 512);
  const FirstMessage opened = open_first(made.block, Mask{made.responder});
  CHECK(opened.nonce == made.message.nonce);
  CHECK(opened.noise == made.message.noise);
  CHECK(opened.hints == made.message.hints);
  CHECK(read_hints(made.block, Mask{made.responder}) == made.message.hints);
  CHECK(opened.has_zeros);
  CHECK(is_mac(opened.macs[0], made.gate.reveal(), made.block));
}

TEST_CASE("for whom it is not, a first message is noise") {
  const Made made;
  const FirstMessage opened = open_first(made.block, Mask{LinkKey::zero()});
  CHECK(opened.hints[0] != made.message.hints[0]);
  CHECK_FALSE(opened.has_zeros);
}

TEST_CASE("no byte of a first message is the same in two of them") {
  Made made;
  made.message.nonce = made.random.array<24>();
  const Bytes other =
      seal_first(made.message, Mask{made.responder}, {made.gate.reveal()}, made.random);
  std::size_t same = 0;
  for (std::size_t i = 0; i < other.size(); ++i) same += other[i] == made.block[i] ? 1U : 0U;
  // Two of 512 bytes agree by chance.
  CHECK(same < 12);
}

TEST_CASE("the mac covers every byte before the macs") {
  const Made made;
  const FirstMessage opened = open_first(made.block, Mask{made.responder});
  for (std::size_t at = 0; at < 464; ++at) {
    Bytes changed = made.block;
    changed[at] ^= 1;
    CHECK_FALSE(is_mac(opened.macs[0], made.gate.reveal(), changed));
  }
}

TEST_CASE("gate keys differ by material and by responder") {
  const Made made;
  crypto::ScratchKey<32> other;
  gate_key(other.fill(), Bytes(32, 2), made.responder);
  CHECK_FALSE(crypto::equal(made.gate.reveal(), other.reveal()));
  gate_key(other.fill(), Bytes(32, 1), LinkKey::zero());
  CHECK_FALSE(crypto::equal(made.gate.reveal(), other.reveal()));
}

TEST_CASE("masks of the first and second message differ") {
  const Made made;
  Bytes first(32), second(32);
  const Mask mask{made.responder};
  mask.apply(first, made.message.nonce, 0);
  mask.apply(second, made.message.nonce, 1);
  CHECK(first != second);
  mask.apply(first, made.message.nonce, 0);
  CHECK(first == Bytes(32));
}

TEST_CASE("the ring remembers as many macs as it may, and forgets the oldest") {
  ReplayRing ring{2};
  const Mac one{1}, two{2}, three{3};
  ring.remember(one);
  ring.remember(two);
  ring.remember(one);
  CHECK(ring.has(one));
  ring.remember(three);
  CHECK_FALSE(ring.has(one));
  CHECK(ring.has(two));
  CHECK(ring.has(three));
}

}  // namespace tocsin::link
