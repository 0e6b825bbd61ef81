// What these tests tell apart by a number: envelopes, addresses, moments.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/instant.h"
#include "core/model/address.h"
#include "core/model/ids.h"

namespace tocsin::gossip {

// Ascending with the number.
inline EnvelopeId numbered_id(std::uint32_t number) {
  Writer bytes;
  bytes.u32(number).zeros(28);
  return EnvelopeId{Reader{bytes.view()}.array<32>()};
}

inline Address port(std::uint16_t number) {
  return Address{AddressKind::ipv4, {127, 0, 0, 1}, number};
}

inline const Now outset{Instant{Seconds{50}}, wall_from_ms(0)};

inline Now after(Millis time) {
  return {outset.instant + time, outset.wall};
}

}  // namespace tocsin::gossip
