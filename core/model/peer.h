// What core/link and core/gossip tell each other, through the hub: whom to dial, who is up, who is
// gone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/model/address.h"
#include "core/model/frame.h"
#include "core/model/ids.h"

namespace tocsin {

enum class PeerRole : std::uint8_t { member = 1, relay = 2, guest = 3 };

using InviteTicket = std::array<std::uint8_t, 32>;  // T = KDF(S, "invite/ticket")

PeerId peer_id(const LinkKey& key);  // H("peer", key)[0..16)

// Somebody to dial (a "target" is a workplace that is called: model/decision.h). With a ticket we
// come as a guest, else under the newest mesh keys.
struct Destination {
  LinkKey key;
  Address address;
  bool is_relay = false;
  std::optional<InviteTicket> ticket;
  friend auto operator<=>(const Destination&, const Destination&) = default;
};

struct LinkUp {
  LinkId link;
  PeerRole role;
  LinkKey key;                            // the peer's Noise static
  bool is_dialled;                        // by us
  bool is_guest_here = false;             // we are the guest: only the join route passes
  std::optional<Route> route;             // of a guest link: the one route it may use
  std::optional<std::uint32_t> minute{};  // the peer's clock, if we dialled (link.md §3)
};

struct LinkDown {
  LinkId link;
  LinkKey key;
  bool is_dialled;
};

struct DialEnded {  // a dial that never came up
  LinkKey key;
};

struct FrameHeard {
  LinkId link;
  Frame frame;  // never AckCells, TicketFrame, TicketOk: those are core/link's own
};

struct FrameToSend {
  LinkId link;
  Queue queue;
  Frame frame;
};

}  // namespace tocsin
