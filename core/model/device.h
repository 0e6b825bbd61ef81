// One installation: its public keys, and the two statements that spread them (channel.md §1).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/crypto/agree.h"
#include "core/crypto/sign.h"
#include "core/model/ids.h"

namespace tocsin {

struct DeviceKeys {
  crypto::SignPublicKey idk;   // Ed25519, signs statements
  crypto::AgreePublicKey ltk;  // X25519, long-term half of join slots and direct seals
  friend auto operator<=>(const DeviceKeys&, const DeviceKeys&) = default;
};

// H("device", idk, ltk).
DeviceId device_id(const DeviceKeys& keys);

// Statement type `device`: what a card carries and what a roll entry's add quotes.
struct DeviceStatement {
  DeviceId author;
  DeviceKeys keys;
  OrgId org;           // zero in founders' cards
  std::string person;  // handle, name of <= 40 bytes
  friend bool operator==(const DeviceStatement&, const DeviceStatement&) = default;
};

// Statement type `keys`: one series per device, the highest gen wins.
struct KeysStatement {
  DeviceId author;
  std::uint16_t gen;
  crypto::AgreePublicKey pk;   // prekey: seed slots
  crypto::AgreePublicKey jpk;  // one-time join prekey
  crypto::SignPublicKey msk;   // message key: signs records
  std::uint32_t not_after_day;
  StatementId prev;  // zero in the first
  friend bool operator==(const KeysStatement&, const KeysStatement&) = default;
};

// Statement type `join`: a newcomer's request, sealed on the join route of an invite.
struct JoinStatement {
  DeviceId author;
  Bytes device;  // encoded `device` statement
  Bytes keys;    // encoded `keys` statement
  DeviceId inviter;
  MeshTag tag;                    // of the invite's ticket
  bool is_second_device = false;  // it answers a device link, not an invite
  friend bool operator==(const JoinStatement&, const JoinStatement&) = default;
};

}  // namespace tocsin
