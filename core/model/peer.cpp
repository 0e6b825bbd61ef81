#include "core/model/peer.h"

#include "core/crypto/hash.h"
#include "core/model/labels.h"

namespace tocsin {

PeerId peer_id(const LinkKey& key) {
  const crypto::Hash hash = crypto::hash(labels::peer, {key.view()});
  return PeerId{Reader{hash}.array<PeerId::size>()};
}

}  // namespace tocsin
