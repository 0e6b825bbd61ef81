#include "core/model/peer.h"

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("a peer's id follows from its link key, and tells nothing back") {
  const LinkKey ana{LinkKey::Array{1}};
  const LinkKey bo{LinkKey::Array{2}};
  CHECK(peer_id(ana) == peer_id(ana));
  CHECK(peer_id(ana) != peer_id(bo));
  CHECK_FALSE(same_bytes(peer_id(ana).view(), ana.view().first(PeerId::size)));
}

}  // namespace tocsin
