// A sum over a set of ids (gossip.md §5): 1,024 counters mod 2^16, each id adds its own 2,048-byte
// stream. A lattice sum, not an XOR: who may post a hundred envelopes could make two different sets
// XOR alike.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/crypto/hash.h"

namespace tocsin::crypto {

class SetHash {
 public:
  // stream_key: 32 bytes = KDF(envelope id, "mesh/set"), made by the caller who owns the label.
  void add(ByteView stream_key);
  void remove(ByteView stream_key);
  void add(const SetHash& other);
  // BLAKE2b-256 of the counters, little-endian, first 16 bytes.
  std::array<std::uint8_t, 16> digest() const;

 private:
  std::array<std::uint16_t, 1024> counters_{};
};

}  // namespace tocsin::crypto
