// Invites' tickets, from both ends: those that others have put here, in memory only, and those that
// we put at the places our invites name (link.md §8). A ticket stands in for a mesh key at the
// gate.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/instant.h"
#include "core/crypto/secret.h"
#include "core/link/budget.h"
#include "core/model/frame.h"
#include "core/model/peer.h"

namespace tocsin::link {

// TICKET_OK's status.
enum class TicketStatus : std::uint8_t { held = 0, full = 1, expired = 2, dropped = 3 };

struct Ticket {
  crypto::ScratchKey<32> material;  // T
  crypto::ScratchKey<32> gate;
  Route route = Route::zero();
  std::uint32_t expiry_hour = 0;
  std::optional<LinkId> put_by;    // nothing: by ourselves
  std::optional<LinkKey> holder;   // the first link key that came up under it; no other ever will
  std::optional<Instant> ends_at;  // dropped: its holder may still fetch what lies on the route
  std::size_t envelopes_in = 0;    // over all links of its holder
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  Bucket bucket{limits::handshake_rate_ticket};
};

// What lies here.
class Tickets {
 public:
  TicketStatus put(const TicketFrame& frame, const LinkKey& own, std::optional<LinkId> by, Now now);
  // After our own key is another.
  void make_gates(const LinkKey& own);
  // Nobody comes in under it any more but its holder, for a while: he has his Welcome to fetch.
  bool drop(const MeshTag& tag, Now now);
  // Nothing: unknown, expired, or dropped and done with.
  Ticket* find(const MeshTag& tag, Now now);

  std::size_t size() const { return held_.size(); }

 private:
  std::map<MeshTag, Ticket> held_;
};

// What we put elsewhere.
class Offers {
 public:
  void add(const InviteTicket& ticket,
           const Route& route,
           std::uint32_t expiry_hour,
           std::vector<LinkKey> places);
  // The places it was named for.
  std::vector<LinkKey> remove(const InviteTicket& ticket);
  // TICKET(put) frames that this link has not been sent.
  std::vector<TicketFrame> due(LinkId link, const LinkKey& place, std::uint32_t hour);
  void answered(LinkId link, const LinkKey& place, const TicketOk& ok);
  void link_gone(LinkId link);
  // Places that hold it now.
  std::vector<LinkKey> live_at(const InviteTicket& ticket) const;

 private:
  struct Offer {
    TicketFrame frame;
    std::vector<LinkKey> places;
    std::set<LinkId> sent;
    std::map<LinkId, LinkKey> held;
  };

  std::map<MeshTag, Offer> offers_;
};

}  // namespace tocsin::link
