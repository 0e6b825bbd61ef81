// What crosses the control socket: requests one way, answers and notices the other, and the proof
// that a client could read the cookie file. Bytes: core/wire/control_codec.h and
// docs/protocol/control.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/model/command.h"
#include "core/model/row.h"

namespace tocsin {

struct ControlRequest {
  std::uint32_t number = 0;  // the client's, not 0: its answer carries the same
  std::string verb;
  Row arguments;
  Bytes
      unlock_key;  // 32 bytes in `init`, `unlock` and live acts, else empty; the receiver wipes it
  Bytes
      idempotency;  // <= 32 bytes chosen at random for one act; the same again gets the same answer
  Bytes new_unlock_key;  // 32 bytes in `passphrase`, else empty; wiped as the other
  friend bool operator==(const ControlRequest&, const ControlRequest&) = default;
};

struct ControlReply {
  std::uint32_t number = 0;  // 0: not an answer but a notice, whose row is the only one
  Answer answer;
  friend bool operator==(const ControlReply&, const ControlReply&) = default;

  bool is_notice() const { return number == 0; }
};

ControlReply reply_of(Notice notice);

using ControlCookie = std::array<std::uint8_t, 32>;
using ControlNonce = std::array<std::uint8_t, 32>;
using ControlMac = std::array<std::uint8_t, 32>;

// Against descriptors that were passed on and containers that share the uid: who cannot read the
// cookie has no say.
ControlMac control_mac(const ControlCookie& cookie, const ControlNonce& nonce);

}  // namespace tocsin
