// The blocks of 512 bytes of a link that is up: one cipher for each direction, a new key after
// every 256 cells, counted and never timed (link.md §4). Next: mux.h.
#pragma once

#include "core/link/noise.h"

namespace tocsin::link {

class Cells {
 public:
  // From an Initiator or Responder that is through.
  template <class Handshake>
  explicit Cells(const Handshake& handshake) {
    handshake.split(sending_, receiving_);
  }

  // 496 bytes in, 512 out.
  Bytes seal(ByteView plain);
  // unauthenticated: the link must close.
  Result<Bytes> open(ByteView cell);

 private:
  Cipher sending_;
  Cipher receiving_;
  std::uint64_t sealed_ = 0;
  std::uint64_t opened_ = 0;
};

}  // namespace tocsin::link
