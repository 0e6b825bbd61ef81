#include "core/link/handshake.h"

#include "core/model/mesh_key.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::link {
namespace {

struct HandshakeEnds {
  tests::SeededRandom random{1};
  CoalitionId coalition{random.array<32>()};
  crypto::AgreeKey ana = crypto::make_agree_key(random);
  crypto::AgreeKey bo = crypto::make_agree_key(random);
  LinkKey bo_key{crypto::agree_public_key(bo.reveal())};
  Bytes newest = Bytes(32, 3), older = Bytes(32, 2);
  Initiator initiator{{coalition, bo_key, ana.reveal(), PeerRole::guest}};
  Responder responder{{coalition, bo_key, bo.reveal()}};

  std::vector<OfferedKey> offers() const {
    return {{mesh_tag(newest), newest}, {mesh_tag(older), older}};
  }

  FirstMessage first() {
    return open_first(*initiator.write_first(offers(), random), Mask{bo_key});
  }
};

}  // namespace

TEST_CASE("three blocks, and both hold the same two ciphers, the choice, the clock and the role") {
  HandshakeEnds ends;
  const FirstMessage first = ends.first();
  CHECK(first.hints[0] == mesh_tag(ends.newest));
  CHECK(first.hints[1] == mesh_tag(ends.older));
  const auto second = ends.responder.answer(first, 1, ends.older, 29'000'000, ends.random);
  REQUIRE(second);
  CHECK(second->size() == 512);
  const auto third = ends.initiator.answer(*second);
  REQUIRE(third);
  CHECK(third->size() == 512);
  CHECK(ends.initiator.chosen() == mesh_tag(ends.older));
  CHECK(ends.initiator.minute() == 29'000'000);
  const auto role = ends.responder.finish(*third);
  REQUIRE(role);
  CHECK(*role == PeerRole::guest);
  CHECK(same_bytes(ends.responder.peer().view(), crypto::agree_public_key(ends.ana.reveal())));
  Cipher to, from, back, forth;
  ends.initiator.split(to, from);
  ends.responder.split(back, forth);
  CHECK(*forth.open({}, to.seal({}, Bytes{1})) == Bytes{1});
  CHECK(*from.open({}, back.seal({}, Bytes{2})) == Bytes{2});
}

TEST_CASE("an offer that was not made cannot be chosen") {
  HandshakeEnds ends;
  const auto second = ends.responder.answer(ends.first(), 2, ends.older, 1, ends.random);
  REQUIRE(second);
  CHECK_FALSE(ends.initiator.answer(*second));
}

TEST_CASE("hints that were exchanged on the way end the handshake") {
  HandshakeEnds ends;
  FirstMessage first = ends.first();
  std::swap(first.hints[0], first.hints[1]);
  CHECK_FALSE(ends.responder.answer(first, 1, ends.newest, 1, ends.random));
}

TEST_CASE("the chosen key must be the one both mean") {
  HandshakeEnds ends;
  const auto second = ends.responder.answer(ends.first(), 0, ends.older, 1, ends.random);
  REQUIRE(second);
  const auto third = ends.initiator.answer(*second);
  REQUIRE(third);
  CHECK_FALSE(ends.responder.finish(*third));
}

TEST_CASE("something where zeros belong ends the handshake") {
  HandshakeEnds ends;
  FirstMessage first = ends.first();
  first.has_zeros = false;
  CHECK_FALSE(ends.responder.answer(first, 0, ends.newest, 1, ends.random));
}

}  // namespace tocsin::link
