// Where a link can be dialled. No host names, so no DNS (link.md §6).
#pragma once

#include <compare>
#include <cstdint>

#include "core/base/bytes.h"

namespace tocsin {

enum class AddressKind : std::uint8_t { ipv4 = 1, ipv6 = 2, onion = 3 };

struct Address {
  AddressKind kind = AddressKind::ipv4;
  Bytes host;  // 4, 16 or 32 bytes, by kind
  std::uint16_t port = 0;
  friend auto operator<=>(const Address&, const Address&) = default;
};

}  // namespace tocsin
