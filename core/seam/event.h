// What happens to a node. Drivers (libuv, the simulator) make these; the node cannot tell which.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "core/base/bytes.h"
#include "core/model/address.h"
#include "core/model/command.h"
#include "core/model/envelope.h"
#include "core/model/ids.h"

namespace tocsin {

// The /24 or /56 a connection came from, hashed by the driver's own secret or all zero for onion
// streams: enough to share a budget, not to name anybody.
using NetPrefix = std::array<std::uint8_t, 8>;

struct LinkOpened {  // a byte stream stands; nothing is known of its other end
  LinkId link;
  std::variant<DialId, NetPrefix> how;  // we dialled, or it was accepted
};

struct BytesReceived {
  LinkId link;
  Bytes bytes;
};

struct BytesSent {  // all bytes handed over for this link have left our buffers
  LinkId link;
};

struct LinkClosed {
  LinkId link;
};

struct DialFailed {
  DialId dial;
};

struct NetworkChanged {};

struct SpaceChanged {
  std::uint64_t free_bytes;
};

struct Commanded {
  RequestId request;
  Command command;
};

// Came while the profile was sealed, and was checked and counted then (docs/decisions, 0059).
struct EnvelopeSpooled {
  Envelope envelope;
  std::optional<Stamp> stamp;
};

using Event = std::variant<LinkOpened,
                           BytesReceived,
                           BytesSent,
                           LinkClosed,
                           DialFailed,
                           NetworkChanged,
                           SpaceChanged,
                           EnvelopeSpooled,
                           Commanded>;

}  // namespace tocsin
