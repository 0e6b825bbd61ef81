// One link as the machine sees it: what its other end told, what it may still cost, what waits to
// be said. Ids are made short when they leave, since the reader may draw its id key anew.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/gossip/flood.h"
#include "core/gossip/quota.h"
#include "core/gossip/sync.h"
#include "core/model/peer.h"

namespace tocsin::gossip {

struct Neighbour {
  struct Outgoing {
    EnvelopeId id;
    Queue queue;
    std::optional<ShortId> asked_as;  // in a WANT: sent even if the link has it by now, or GONE
  };

  struct Offer {
    EnvelopeId id;
    Instant until;
  };

  Neighbour(const LinkUp& link_up, Slot its_slot, bool is_between_relays, Now now)
      : up{link_up},
        peer{peer_id(link_up.key)},
        slot{its_slot},
        since{now.instant},
        in{is_between_relays, now.instant},
        out{is_between_relays, now.instant},
        offers_out{is_between_relays ? limits::relay_link_envelopes : limits::link_envelopes,
                   now.instant} {}

  bool is_member() const { return up.role != PeerRole::guest && !up.is_guest_here; }

  // It goes away: it carries still, and what it alone holds is as good as lost.
  bool is_draining() const {
    return up.role == PeerRole::relay && hello && (hello->flags & hello_draining) != 0;
  }

  void note_holds_all() {
    holds_all = true;
    unheard.clear();
  }

  // Of what came since then it must name each.
  void note_stored(const EnvelopeId& id) {
    if (!holds_all) return;
    unheard.insert(id);
    if (unheard.size() <= limits::outgoing_max) return;
    holds_all = false;
    unheard.clear();
  }

  bool has_all_of_ours() const { return holds_all && unheard.empty(); }

  bool carries(const Route& route) const { return is_member() || (up.route && *up.route == route); }

  LinkUp up;
  PeerId peer;
  Slot slot;
  Instant since;
  bool is_closing = false;
  std::optional<Hello> hello;
  std::uint8_t told_flags = 0;                         // of our own HELLO
  bool holds_all = false;                              // that we held when we last synced
  bool is_fetched = false;                             // we had nothing left to ask it for
  std::set<EnvelopeId> unheard;                        // stored since, while we drain
  std::optional<std::uint64_t> shown_as;               // to a relay's operator
  std::pair<std::uint32_t, std::uint32_t> list{0, 0};  // number and seq it is known to hold

  LinkQuota in;
  LinkQuota out;
  Bucket offers_out;

  // Read and not yet taken, its bucket being empty.
  std::deque<Push> pushes_waiting;
  std::deque<Frame> ids_waiting;
  std::size_t waiting_bytes = 0;

  std::deque<std::pair<HaveKind, EnvelopeId>> naming;
  std::optional<Instant> naming_due;
  std::deque<EnvelopeId> to_offer;
  std::map<ShortId, Offer> offers;  // under the reader's id key: what its WANT will quote
  std::deque<std::pair<Instant, ShortId>> offers_by_age;
  std::deque<Outgoing> to_push;         // what is large last
  Instant push_pause = Instant::min();  // its queue in core/link was full, or has enough

  std::set<ShortId> open_wants;
  std::deque<ShortId> to_want;
  std::vector<ShortId> wants_unsent;
  std::optional<Instant> wants_silent_at;

  std::optional<Asking> asking;
  std::optional<Serving> serving;
  std::optional<Instant> next_sync;

  // A guest's quota; towards a guest only bytes_out counts.
  std::size_t guest_envelopes = 0;
  std::size_t guest_bytes_in = 0;
  std::size_t guest_bytes_out = 0;
};

}  // namespace tocsin::gossip
