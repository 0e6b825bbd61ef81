// The machine's insides, shared by its .cpp files: gossip (entrances), state (links come, speak and
// go), flood (receive, check, store, spread), naming (what leaves on a link), pull (what comes in),
// sync, lists, timers, rows; tending and relay_rows for a relay's operator.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/gossip/book.h"
#include "core/gossip/clock.h"
#include "core/gossip/flood.h"
#include "core/gossip/gossip.h"
#include "core/gossip/holdings.h"
#include "core/gossip/loudness.h"
#include "core/gossip/neighbour.h"
#include "core/gossip/neighbours.h"
#include "core/gossip/pull.h"
#include "core/gossip/quota.h"
#include "core/gossip/receipts.h"
#include "core/gossip/upkeep.h"

namespace tocsin::gossip {

struct Turn {  // one call of the machine
  Now now;
  Outbox& outbox;
  Out out;
};

struct Gossip::State {
  State(Random& random, const Archive& archive, Role role, const Snapshot& restored);

  // --- state.cpp ---
  bool is_relay() const { return role == Role::relay; }

  Neighbour* find(LinkId link);
  void begin(Turn& turn);  // clock, digests of this hour
  Out finish(Turn& turn);  // who else is to be dialled
  void pump(Turn& turn, Neighbour& neighbour);
  void purge(Turn& turn);
  void fill(Turn& turn);
  void link_up(Turn& turn, LinkUp up);
  void link_down(Turn& turn, const LinkDown& down);
  void network_changed(Now now);
  void wake(Turn& turn);
  void on_frame(Turn& turn, Neighbour& neighbour, Frame frame);
  void on_hello(Turn& turn, Neighbour& neighbour, const Hello& hello);
  std::vector<LinkId> shuffled_links();
  std::map<LinkKey, std::size_t> linked() const;
  Receipts::Known known() const;
  std::optional<Stored> progress(const EnvelopeId& id) const;

  // --- tending.cpp: what a relay's operator decided ---
  Hello hello() const;
  void tell_flags(Turn& turn, Neighbour& to);
  void leave_draining(Turn& turn);
  void note_draining(Turn& turn, Neighbour& from, bool was_draining);
  void note_cost(const Neighbour& of, const Cost& cost, Instant now);
  void forget_silent(Now now);
  bool may_stay(const LinkUp& up, Now now) const;
  void close_unwelcome(Turn& turn);
  std::vector<Row> loud_links(Instant now, Outbox& outbox);
  void drain_changed(Turn& turn);
  std::uint8_t own_flags() const;
  // --- timers.cpp ---
  std::optional<Instant> next_wakeup();
  std::optional<Instant> due(Neighbour& link, Instant now) const;
  std::optional<Instant> pushes_due(Neighbour& link, Instant now) const;
  static std::optional<Instant> waiting_due(Neighbour& link, Instant now);

  // --- flood.cpp: receive, check, store, spread ---
  void publish(Turn& turn, const Envelope& envelope, const std::optional<Stamp>& stamp);
  void receive(Turn& turn,
               Neighbour* from,
               const Envelope& envelope,
               const std::optional<Stamp>& stamp);
  void receive_held(Turn& turn,
                    Neighbour* from,
                    const Envelope& envelope,
                    const std::optional<Stamp>& stamp);
  bool is_admissible(const Envelope& envelope) const;
  bool is_call(Turn& turn, const Neighbour* from, const Envelope& envelope, const Stamp& stamp);
  void store(Turn& turn, const Envelope& envelope, const std::optional<Stamp>& stamp);
  void spread_on(Turn& turn, const EnvelopeId& id);
  void speak_first(Turn& turn, const EnvelopeId& id);
  static void close(Turn& turn, Neighbour& link, ByeReason reason);
  void heard_from(Turn& turn, Neighbour& from, const EnvelopeId& id, bool is_call);
  void refuse_for_a_while(Turn& turn, const EnvelopeId& id);
  void forget_refusals();
  const Envelope* bytes_of(const EnvelopeId& id);

  // --- naming.cpp: what leaves on a link, at the pace its reader allows ---
  void push(Turn& turn, Neighbour& to, const Neighbour::Outgoing& what);
  void push_later(Neighbour& to, const Neighbour::Outgoing& what);
  bool push_now(Turn& turn, Neighbour& to, const Neighbour::Outgoing& what);
  void drain_pushes(Turn& turn, Neighbour& to);
  void name(Turn& turn, Neighbour& to, const EnvelopeId& id);
  void name_as(Turn& turn, Neighbour& to, HaveKind kind, const EnvelopeId& id);
  void flush_names(Turn& turn, Neighbour& to);
  static void offer(Neighbour& to, const EnvelopeId& id);
  void drain_offers(Turn& turn, Neighbour& to);
  static void expire_offers(Neighbour& to, Instant now);
  void not_sent(const FrameToSend& frame, Now now);

  // --- pull.cpp: what comes in and asks ---
  void on_push(Turn& turn, Neighbour& from, Push push);
  bool try_push(Turn& turn, Neighbour& from, Push& push);
  void on_ids(Turn& turn, Neighbour& from, Frame frame);
  bool try_ids(Turn& turn, Neighbour& from, const Frame& frame);
  void drain_waiting(Turn& turn, Neighbour& from);
  bool may_wait(Turn& turn, Neighbour& from, std::size_t bytes);
  void on_have(Turn& turn, Neighbour& from, const Have& have);
  void on_want(Turn& turn, Neighbour& from, const Want& want);
  void on_gone(Turn& turn, Neighbour& from, const Gone& gone);
  void want(Turn& turn, Neighbour& from, ShortId id);
  void ask(Turn& turn, const Missing::Ask& ask);
  void arrived(Turn& turn, Neighbour& from, const EnvelopeId& id);
  void wants_are_silent(Turn& turn, Neighbour& from);
  void drain_wants(Turn& turn, Neighbour& from);

  // --- sync.cpp ---
  void on_sync(Turn& turn, Neighbour& from, const Frame& frame);
  void on_sync_open(Turn& turn, Neighbour& from, const SyncOpen& open);
  void on_sync_days(Turn& turn, Neighbour& from, const SyncDays& days);
  void on_sync_get(Turn& turn, Neighbour& from, const SyncGet& get);
  void on_sync_list(Turn& turn, Neighbour& from, const SyncList& list);
  void on_sync_end(Turn& turn, Neighbour& from, const SyncEnd& end);
  using IsListed = std::function<bool(const EnvelopeId&, const Held&)>;
  void note_synced(Turn& turn, Neighbour& with, const IsListed& is_listed);
  void open_sync(Turn& turn, Neighbour& to);
  void next_day(Turn& turn, Neighbour& to);
  void end_day(Turn& turn, Neighbour& to);
  void abort_sync(Turn& turn, Neighbour& to);
  void pump_sync(Turn& turn, Neighbour& to);
  bool may_open_sync(Now now) const;
  std::size_t serving(Instant now) const;
  Millis sync_period(const Neighbour& to);

  // --- lists.cpp ---
  Result<void> take_list(Turn& turn,
                         ByteView bytes,
                         const crypto::SignPublicKey& from_authority,
                         const Neighbour* from);
  void restore_list(const Snapshot& restored);
  void trust(const crypto::SignPublicKey& trusted, Outbox& outbox);
  void on_list(Turn& turn, Neighbour& from, const MeshListFrame& frame);
  void use_list(MeshList newer, Bytes bytes);
  void list_others();
  void tell_list(Turn& turn, Neighbour& to);
  bool is_listed_stamp(const StampKey& key) const;

  Random& random;
  const Archive& archive;
  Role role;
  IdKey id_key;
  std::optional<CoalitionId> coalition;
  std::optional<LinkKey> next_key;  // a relay's own, besides neighbours.self()
  std::uint32_t number = 0;

  Clock clock;
  Upkeep upkeep;
  Holdings holdings;
  Book book;
  std::optional<Route> join_route;  // ours as a guest: core/link does not know it
  Neighbours neighbours;
  Receipts receipts;
  Missing missing;
  Spread spread;
  StampQuota stamp_quota;
  std::map<LinkKey, Loudness> loud;  // at a relay

  std::map<LinkId, Neighbour> links;
  std::set<LinkKey> to_close;  // dropped peers
  bool is_fill_due = true;
  bool is_sick = false;
  std::size_t waiting_bytes = 0;

  std::optional<crypto::SignPublicKey> authority;
  std::optional<MeshList> list;
  Bytes list_bytes;

  // What this moment stored and the archive cannot show before the batch is staged.
  std::map<EnvelopeId, Envelope> fresh;
  Instant fresh_at = Instant::min();
  std::optional<Envelope> last_read;

  std::map<EnvelopeId, Instant> refused;  // not asked for again until then
  std::map<ShortId, EnvelopeId> refused_short;
  std::optional<Instant> purge_due;
  std::uint32_t hour = 0;
  std::optional<Instant> give_up_due;
  Now last{};
  std::uint64_t refusals = 0;
  std::uint64_t syncs_done = 0;
};

}  // namespace tocsin::gossip
