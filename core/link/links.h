// The machine of connections: gate, handshake, cells, queues, liveness (link.md §2). It turns bytes
// into frames and frames into bytes, and knows keys, never an envelope's worth, a channel or a
// person. Next: gate.h, handshake.h, cells.h, mux.h, liveness.h, admission.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/model/invite.h"
#include "core/model/mesh_key.h"
#include "core/model/mesh_list.h"
#include "core/model/peer.h"
#include "core/model/relay.h"
#include "core/seam/event.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::link {

enum class Role : std::uint8_t { node, relay };

// In the order things happened; the hub hands each to core/gossip.
using Happened = std::variant<LinkUp, FrameHeard, LinkDown, DialEnded>;

struct Out {
  std::vector<Happened> happened;
};

class Links {
 public:
  Links(Random& random, Role role, const Snapshot& restored);
  ~Links();
  Links(Links&&) noexcept;
  Links& operator=(Links&&) noexcept;
  Links(const Links&) = delete;
  Links& operator=(const Links&) = delete;

  // --- what we are: keys held, from core/node ---
  void set_coalition(const CoalitionId& coalition);
  // Newest first, at most 3 numbers; replaces what was held. Member nodes only.
  void set_mesh_keys(std::vector<LinkCredential> newest_first);
  // Roles of listed keys; at a relay also opens its own box and takes its L's from it, and without
  // a box closes its links (link.md §6). not_allowed: a relay, and the list is not its coalition's.
  Result<void> take_list(const MeshList& list, Outbox& outbox);
  void pin(const LinkKey& key);
  void unpin(const LinkKey& key);
  // A relay after `relay grant` and each restart; nothing before.
  std::optional<CoalitionId> coalition() const;
  // A node's for a restart that holds no mesh key but the L's: own key, coalition, L's. None
  // without an L. Secrets in clear: to be wiped.
  std::vector<StoredRow> rows_while_sealed() const;
  // A relay's own public halves, made at first start and kept (Table::link_keys); a node's listener
  // key likewise.
  RelayCard relay_card() const;  // addresses empty: configuration's matter
  // `relay rotate-key`: the card of the next keys, made and kept at the first call. Until a list
  // names them and the others no more, both are listened with; then the old ones are gone.
  RelayCard rotate(Outbox& outbox);
  std::optional<LinkKey> next_key() const;
  bool is_next_listed() const;
  void forget_next(Outbox& outbox);
  PeerCard peer_card() const;
  // `relay grant` on the box: opens the grant with the own grant key; keeps coalition, authority,
  // L's.
  Result<RelayGrant> take_grant(const RelayGrant& grant, Outbox& outbox);

  // --- invites: tickets are put at every named place we are linked to, until dropped or expired
  // ---
  void offer_ticket(const InviteTicket& ticket,
                    const Route& route,
                    std::uint32_t expiry_hour,
                    std::vector<LinkKey> places);
  void drop_ticket(const InviteTicket& ticket, Now now, Outbox& outbox);
  // Places that say they hold it now, for `invite list`.
  std::vector<LinkKey> ticket_live_at(const InviteTicket& ticket) const;

  // --- events ---
  Out opened(const LinkOpened& event, Now now, Outbox& outbox);
  Out received(const BytesReceived& event, Now now, Outbox& outbox);
  Out sent(const BytesSent& event, Now now, Outbox& outbox);
  Out closed(const LinkClosed& event, Now now, Outbox& outbox);
  Out dial_failed(const DialFailed& event, Now now, Outbox& outbox);
  Out wake(Now now, Outbox& outbox);
  std::optional<Instant> next_wakeup() const;

  // --- wishes of core/gossip ---
  void dial(const Destination& target, Now now, Outbox& outbox);
  // Queues the frame; full queues: link.md §4 (a PUSH on 2 or 4 becomes HAVE by the caller's leave:
  // returns false).
  bool send(const FrameToSend& frame, Now now, Outbox& outbox);
  Out close(LinkId link, ByeReason reason, Now now, Outbox& outbox);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::link
