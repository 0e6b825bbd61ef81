// Envelopes as relays see them: admitted, of any size, with noise inside. And stamps, and mesh
// lists.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/model/envelope.h"
#include "core/model/mesh_list.h"

namespace tocsin::tests {

struct EnvelopeOptions {
  CoalitionId coalition = CoalitionId::zero();
  std::uint8_t route = 1;  // each number is an admission key, and so a route, of its own
  std::uint8_t bucket = 0;
  std::uint32_t expiry_hour = 0;
  bool is_admitted = true;
};

Envelope make_envelope(const EnvelopeOptions& options, Random& random);
Route route_of(std::uint8_t number);

// Of the `number`-th stamp key.
Stamp make_stamp(const CoalitionId& coalition, const EnvelopeId& id, std::uint8_t number = 1);
StampKey stamp_key(std::uint8_t number = 1);

struct ListOptions {
  CoalitionId coalition = CoalitionId::zero();
  std::uint32_t seq = 1;
  std::uint8_t authority = 1;  // number of the seed
  std::vector<ListedRelay> relays;
  std::vector<StampKey> stamps;
};

Bytes make_list(const ListOptions& options);
crypto::SignPublicKey authority_key(std::uint8_t number = 1);
ListedRelay make_listed(const LinkKey& key, std::string_view label, const Address& address);

}  // namespace tocsin::tests
