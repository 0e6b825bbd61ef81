// What the hub holds: who we are, the five machines, and what they have told and nobody has heard
// yet. Private to core/node. node.cpp routes events, routes.cpp what the machines tell,
// commands.cpp the verbs; founding.cpp, mesh.cpp and posts.cpp are the walks that cross several
// machines.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <variant>

#include "core/channel/channels.h"
#include "core/coalition/coalition.h"
#include "core/gossip/gossip.h"
#include "core/link/links.h"
#include "core/node/carry.h"
#include "core/node/journal.h"
#include "core/node/node.h"
#include "core/readiness/readiness.h"

namespace tocsin {

using Told = std::variant<link::Out, gossip::Out, channel::Out, coalition::Out>;
using Rows = std::vector<Row>;

struct Node::State {
  State(Random& random, const Archive& archive, NodeSettings settings, const Snapshot& restored);
  void resume(const Snapshot& restored);  // tells the machines what they learn from one another

  void take_up(Now now);

  // --- routes.cpp ---
  void settle(Now now, Outbox& outbox);
  void route(link::Out out, Now now, Outbox& outbox);
  void route(gossip::Out out, Now now, Outbox& outbox);
  void hear_clock(const LinkUp& up, Now now, Outbox& outbox);
  void route(channel::Out out, Now now, Outbox& outbox);
  void route(coalition::Out out, Now now, Outbox& outbox);
  void heard(Received record, Now now, Outbox& outbox);
  void journal_all(std::vector<Row> events, Now now, Outbox& outbox);

  // --- commands.cpp: verbs.h is their table ---
  void command(RequestId request, const Command& command, Now now, Outbox& outbox);
  Reply<Rows> answer(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> readiness_verb(const Command& command, Now now, Outbox& outbox);
  void wake_readiness(Now now, Outbox& outbox);
  void tell_list(const readiness::SharedList& list,
                 std::vector<Row>& rows,
                 Now now,
                 Outbox& outbox);
  void add_export_asks(Rows& rows, Now now, Outbox& outbox);
  Reply<Rows> post_export(readiness::Done done, Now now, Outbox& outbox);
  Reply<std::optional<Command>> about_export(const Command& command, Now now, Outbox& outbox);
  readiness::Surroundings surroundings(Now now) const;
  Reply<Rows> events_since(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> status(const Command& command, Now now, Outbox& outbox);
  Row self() const;

  // --- channel_verbs.cpp ---
  Reply<Rows> send_text(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> read(const Command& command, Now now, Outbox& outbox);
  void add_readers(Row& row, const ChannelId& channel) const;
  Reply<Rows> who(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> channel_list(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> channel_new(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> channel_show(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> roster_share(const Command& command, Now now, Outbox& outbox);
  Reply<ChannelId> named_channel(const Command& command) const;
  Reply<std::vector<ChannelPart>> named_parts(const Command& command) const;
  Reply<void> add_part(std::string_view text, std::map<OrgId, ChannelPart>& parts) const;
  Reply<void> check_reach(const std::map<OrgId, ChannelPart>& parts) const;
  std::vector<Member> reachable() const;
  Rows shown_channel(const ChannelId& channel) const;
  void name_orgs(Rows& rows) const;

  // --- file_verbs.cpp ---
  Reply<Rows> file_own(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> file_send(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> file_stored(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> file_fetch(const Command& command, Now now, Outbox& outbox);

  // --- founding.cpp: how we become somebody, and how others join ---
  Reply<Rows> init(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> card(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> charter_finish(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> import(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> welcome_orgs(std::pair<coalition::Coalition::Founding, coalition::Out> finished,
                           ByteView file_key,
                           ByteView salt,
                           Now now,
                           Outbox& outbox);
  Reply<Rows> import_bundle(ByteView bundle, ByteView file_key, Now now, Outbox& outbox);
  void become(const CoalitionId& coalition, const OrgId& org, Outbox& outbox);

  // --- joining.cpp: invites and device links from both ends ---
  Reply<Row> handed_out(Invite wanted, Now now, Outbox& outbox);
  Reply<Rows> go_in(const Result<Invite>& invite, Now now, Outbox& outbox);
  Reply<Rows> device_link_new(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> device_link_use(const Command& command, Now now, Outbox& outbox);
  bool is_delegate_named(const std::string& person) const;
  Reply<Rows> invite(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> invite_list(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> invite_cancel(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> accept(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> admit(const Command& command, Now now, Outbox& outbox);
  void visit_places(Now now);
  void welcome(const channel::Welcomed& welcomed, Outbox& outbox);
  void ticket(const channel::TicketChange& change, Now now, Outbox& outbox);
  std::vector<Place> places() const;

  // --- mesh.cpp: mesh keys, list, relays, peers ---
  void apply_mesh_keys();
  void try_waiting_list(Now now, Outbox& outbox);
  void apply_list(const MeshList& list, Outbox& outbox);
  void note_stamp_keys(const std::vector<StampKey>& keys, Outbox& outbox);
  Reply<void> renew_list(Now now, Outbox& outbox);
  void check_list_duty(Now now, Outbox& outbox);
  Reply<Rows> relay_card(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> relay_grant(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> relay_admit(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> relay_check(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> peer_card(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> peer_add(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> peer_drop(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> peer_list(const Command& command, Now now, Outbox& outbox);

  // --- tending.cpp: a relay's operator at the box ---
  Reply<Rows> relay_status(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> relay_drain(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> relay_quota(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> relay_block(const Command& command, Now now, Outbox& outbox);
  Reply<Rows> shut_out(std::uint64_t number, const Row& asked, Now now, Outbox& outbox);
  Reply<Rows> relay_rotate_key(const Command& command, Now now, Outbox& outbox);

  // --- posts.cpp: statements on their way into channels ---
  void post(coalition::Post post, Now now, Outbox& outbox);
  void post_where_missing(const coalition::Post& own, Now now, Outbox& outbox);
  void post_in(const ChannelId& channel, Bytes statement, bool is_urgent, Now now, Outbox& outbox);
  void carry_into_org(Bytes statement, bool is_urgent, Now now, Outbox& outbox);
  void carry_on(const Received& record, Now now, Outbox& outbox);
  void post_due(Now now, Outbox& outbox);
  Instant duty_time(const StatementId& id, bool is_urgent, Now now) const;

  bool is_relay() const { return settings.role == NodeRole::relay; }

  bool is_delegate_here() const {
    return identity.has_keys() && coalition.is_delegate(identity.keys->id);
  }

  ChannelId assembly() const { return assembly_channel(identity.coalition); }

  ChannelId own_org() const { return org_channel(identity.coalition, identity.org); }

  Random& random;
  const Archive& archive;
  NodeSettings settings;
  Identity identity;
  link::Links links;
  gossip::Gossip gossip;
  coalition::Coalition coalition;
  channel::Channels channels;
  readiness::Readiness readiness;
  Journal journal;
  Carry carry;
  std::deque<Told> told;
  std::multimap<EnvelopeId, RequestId> waiting_sends;  // `send --wait stored`
  std::set<StampKey> stamp_keys;
  std::optional<Instant> list_due;
  Bytes waiting_list;  // came with a Welcome, before a mesh key vouches for its authority
  bool has_taken_up = false;
};

}  // namespace tocsin
