// What a steward hands to a newcomer, or to somebody's second device (link.md §7).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/crypto/hash.h"
#include "core/model/address.h"
#include "core/model/ids.h"

namespace tocsin {

// A second device has a text of its own kind, the device link.
enum class InviteRole : std::uint8_t { newcomer = 1, known_device = 2, second_device = 3 };

struct Place {
  bool is_relay = false;
  LinkKey key = LinkKey::zero();
  Address address;
  friend auto operator<=>(const Place&, const Place&) = default;
};

struct Invite {
  std::uint8_t suite = suite_1;
  InviteRole role = InviteRole::newcomer;
  std::uint32_t expiry_hour = 0;
  CoalitionId coalition = CoalitionId::zero();
  StatementId charter = StatementId::zero();  // newest charter the inviter holds
  DeviceId inviter = DeviceId::zero();
  std::array<std::uint8_t, 32> secret{};  // S
  std::string person;                     // handle; of a second device only: whose it will be
  std::vector<Place> places;              // 1 to 4
  friend bool operator==(const Invite&, const Invite&) = default;
};

// T = KDF(S, "invite/ticket"): stands in for L at the places an invite names.
std::array<std::uint8_t, 32> invite_ticket(ByteView secret);

// The last five bytes of every text that people carry; the prefix is inside, so that no text passes
// for one of another kind.
std::array<std::uint8_t, 5> text_check(std::string_view prefix, ByteView body);

}  // namespace tocsin
