// The machine that spreads envelopes among strangers: flood with have-suppression, receipts,
// reconciliation by list, quotas, and whom we link to (docs/protocol/gossip.md). It holds
// envelopes, checks one signature each, and never opens one. Next: flood.h, receipts.h, sync.h,
// digest.h, holdings.h, quota.h, neighbours.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/model/envelope.h"
#include "core/model/mesh_list.h"
#include "core/model/peer.h"
#include "core/model/row.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin::gossip {

enum class Role : std::uint8_t { node, relay };

struct Stored {  // progress of an own envelope: distinct receipts so far
  EnvelopeId id;
  std::uint32_t receipts = 0;
  std::uint32_t relays = 0;
  bool is_stored = false;  // gossip.md §4: three receipts, one from a relay if one is listed, or
                           // all known neighbours
};

struct Out {
  std::vector<FrameToSend> frames;
  std::vector<Destination> dials;
  std::vector<std::pair<LinkId, ByeReason>> closes;
  std::vector<Envelope> fresh;  // newly stored, each exactly once; for core/channel
  std::vector<Stored> stored;
  std::optional<MeshList> list;  // a newer valid list: for core/link
  bool synced = false;           // a reconciliation session ended well
};

class Gossip {
 public:
  Gossip(Random& random, const Archive& archive, Role role, const Snapshot& restored);
  ~Gossip();
  Gossip(Gossip&&) noexcept;
  Gossip& operator=(Gossip&&) noexcept;
  Gossip(const Gossip&) = delete;
  Gossip& operator=(const Gossip&) = delete;

  // --- what we are ---
  void set_coalition(const CoalitionId& coalition);
  void set_number(std::uint32_t newest_mesh_number);  // told in HELLO
  // A relay's own key as it is listed: of two listed relays the one with the smaller key dials.
  // Without it a relay dials nobody. `next`: while its key is rotated it may be listed twice.
  void set_link_key(const LinkKey& key, const std::optional<LinkKey>& next = std::nullopt);
  // A list we trust the origin of (own, Welcome, founding) sets the authority; verified all the
  // same.
  Result<Out> take_list(ByteView list,
                        const crypto::SignPublicKey& authority,
                        Now now,
                        Outbox& outbox);
  const MeshList* list() const;
  // A relay after `relay grant`: the authority whose first list it will take. Kept.
  void trust(const crypto::SignPublicKey& authority, Outbox& outbox);
  void add_peer(const LinkKey& key,
                std::vector<Address> addresses,
                Now now,
                Outbox& outbox);  // pinned
  bool drop_peer(const LinkKey& key, Outbox& outbox);
  // As a guest before the Welcome: dial these places under the ticket until forget_places().
  void visit(std::vector<Destination> places, const Route& join_route, Now now);
  // Welcomed: closes the guest links; the next dial comes as a member.
  Out forget_places(Now now, Outbox& outbox);

  // --- from core/link ---
  Out link_up(const LinkUp& up, Now now, Outbox& outbox);
  Out link_down(const LinkDown& down, Now now, Outbox& outbox);
  Out dial_ended(const DialEnded& ended, Now now, Outbox& outbox);
  Out heard(FrameHeard frame, Now now, Outbox& outbox);
  // core/link did not take this frame, its queue was full: a PUSH becomes HAVE, ids are named again
  // later.
  void not_sent(const FrameToSend& frame, Now now);
  void network_changed(Now now);
  void space_changed(std::uint64_t free_bytes);

  // --- own envelopes; with a stamp they travel as a call ---
  Out publish(Envelope envelope, std::optional<Stamp> stamp, Now now, Outbox& outbox);
  // Envelopes from a file (founding bundle): link quotas do not apply, all other checks do.
  Out import(Envelope envelope, Now now, Outbox& outbox);
  // What came while the profile was sealed: no link's quota, and its stamp was counted when it
  // came.
  Out take_spooled(const Envelope& envelope,
                   const std::optional<Stamp>& stamp,
                   Now now,
                   Outbox& outbox);

  // --- what a relay's operator asks, and is shown in bands (gossip.md §11) ---
  // Going away: all links are told and choose others; what is held is served meanwhile.
  Out drain(Now now, Outbox& outbox);
  Out carry_on(Now now, Outbox& outbox);
  void set_disk_quota(std::optional<std::uint64_t> bytes, Outbox& outbox);
  // By the number under which relay_status showed the link. not_found: no link bears it any more.
  Result<Out> shut_out(std::uint64_t link_number, Seconds time, Now now, Outbox& outbox);
  bool let_in(std::uint64_t number, Outbox& outbox);
  Row drain_row() const;
  Row quota_row() const;
  std::vector<Row> shut_out_rows(Now now) const;
  std::vector<Row> relay_status(Now now, Outbox& outbox);

  Out wake(Now now, Outbox& outbox);
  std::optional<Instant> next_wakeup() const;

  // --- for `status`, `peer list`, `relay list`, `relay status`: rows without ids of persons or
  // addresses of clients ---
  std::vector<Row> links(Now now) const;
  Row summary(Now now) const;
  std::optional<Stored> progress(const EnvelopeId& id) const;
  // All stored, unexpired envelope ids in order: for tests and the simulator's invariants.
  std::vector<EnvelopeId> held() const;
  // Stored and unexpired on one route: core/node offers them to core/channel again when it learns a
  // new epoch.
  std::vector<EnvelopeId> on_route(const Route& route) const;
  // Others would take a further chunk of a file on this route, by what we hold of it.
  bool has_file_room(const Route& route) const;
  std::vector<LinkKey> pinned() const;  // after a restart core/node tells core/link

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::gossip
