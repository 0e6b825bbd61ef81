#include "core/model/mesh_list.h"

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

struct Chain {
  tests::SeededRandom random{1};
  CoalitionId coalition{random.array<32>()};
  crypto::SignSeed first = crypto::make_sign_seed(random);
  crypto::SignSeed second = crypto::make_sign_seed(random);
  crypto::SignSeed third = crypto::make_sign_seed(random);
  MeshList list;

  Chain() {
    list.coalition = coalition;
    list.authority = crypto::sign_public_key(third.reveal());
    list.handovers = {
        make_handover(coalition, second.reveal(), list.authority),
        make_handover(coalition, first.reveal(), crypto::sign_public_key(second.reveal()))};
  }

  crypto::SignPublicKey oldest() const { return crypto::sign_public_key(first.reveal()); }
};

}  // namespace

TEST_CASE("who holds an old authority follows signed handovers to the new one, in any order") {
  const Chain chain;
  CHECK(is_by_heir_of(chain.list, chain.list.authority));
  CHECK(is_by_heir_of(chain.list, chain.oldest()));
  CHECK_FALSE(is_by_heir_of(chain.list, crypto::SignPublicKey{}));
}

TEST_CASE("a handover that its old authority did not sign leads nowhere") {
  Chain chain;
  SECTION("a changed signature") {
    chain.list.handovers[1].signature[0] ^= 1;
  }
  SECTION("another coalition's") {
    chain.list.coalition = CoalitionId{chain.random.array<32>()};
  }
  SECTION("one missing") {
    chain.list.handovers.pop_back();
  }
  CHECK_FALSE(is_by_heir_of(chain.list, chain.oldest()));
}

TEST_CASE("handovers in a circle end") {
  Chain chain;
  chain.list.handovers = {
      make_handover(
          chain.coalition, chain.first.reveal(), crypto::sign_public_key(chain.second.reveal())),
      make_handover(
          chain.coalition, chain.second.reveal(), crypto::sign_public_key(chain.first.reveal()))};
  CHECK_FALSE(is_by_heir_of(chain.list, chain.oldest()));
}

TEST_CASE("a list's signature holds for its bytes and its coalition alone") {
  Chain chain;
  const Bytes part{1, 2, 3};
  chain.list.signature = sign_list(chain.coalition, part, chain.third.reveal());
  CHECK(is_list_signature(chain.list, part));
  CHECK_FALSE(is_list_signature(chain.list, Bytes{1, 2, 4}));
  chain.list.coalition = CoalitionId::zero();
  CHECK_FALSE(is_list_signature(chain.list, part));
}

}  // namespace tocsin
