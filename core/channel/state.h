// What the machine holds, and the steps that cross its parts. Private to core/channel. channels.cpp
// answers the hub, send.cpp seals, receive.cpp opens, filing.cpp files, resolve.cpp takes epochs,
// making.cpp makes them, founding.cpp, inviting.cpp, accepting.cpp and bringing.cpp let people in,
// duties.cpp does what nobody asked for.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "core/channel/channels.h"
#include "core/channel/choice.h"
#include "core/channel/customs.h"
#include "core/channel/epochs.h"
#include "core/channel/files.h"
#include "core/channel/history.h"
#include "core/channel/join.h"
#include "core/channel/mesh_keys.h"
#include "core/channel/prekeys.h"
#include "core/channel/waiting.h"

namespace tocsin::channel {

// One call of the machine: what time it is, what it wants done, what it tells.
struct Turn {
  Now now;
  Outbox& outbox;
  Out out;

  std::uint32_t today() const { return day_of(now.wall); }
};

struct ChannelNotes {
  std::uint16_t posted_gen = 0;             // newest own keys posted here
  RecordId last_record = RecordId::zero();  // `prev` of the next
  std::uint32_t copy_seen = 0;              // newest mesh key number that stands here as a copy
  EpochId posted_epoch = EpochId::zero();   // where the newest own keys were posted, and when
  std::uint32_t posted_day = 0;
  std::uint32_t stamp_posted = 0;  // number whose stamp key was posted here
};

struct Posting {
  RecordType type;
  Bytes body;
  bool is_urgent = false;
  bool is_carrier = false;  // may go under an epoch that an excluded device can read (K1)
};

struct Channels::State {
  State(Random& random_source,
        const Archive& stored,
        const Audiences& asked,
        const Identity& self,
        const Snapshot& restored);

  void begin(Turn& turn);
  void put_off(Out out);
  void keep_mesh_list(Bytes list, Outbox& outbox);

  // --- what we are in ---
  std::vector<ChannelPolicy> policies() const;
  ChannelPolicy own_policy() const;  // the own org's channel; there is one
  std::optional<ChannelPolicy> policy_of(const ChannelId& channel) const;
  // Under the current view, asked anew each time: an excluded device must not be written to,
  // however late we learn.
  std::shared_ptr<const Audience> current(const ChannelPolicy& policy);
  Choice choose(const ChannelPolicy& policy);
  const Member* member(const ChannelPolicy& policy, const DeviceId& device);
  void note(const ChannelId& channel, const ChannelNotes& notes, Outbox& outbox);
  std::vector<Bytes> newest_keys(const Audience& audience, const DeviceId& but) const;

  // --- send.cpp ---
  Reply<Sent> post(const ChannelPolicy& policy, Posting posting, Turn& turn);
  Result<Sent> seal_under(HeldEpoch& epoch, Posting posting, Turn& turn);
  Reply<HeldEpoch*> epoch_to_send(const ChannelPolicy& policy, Turn& turn);

  // --- making.cpp ---
  HeldEpoch& make_child(const ChannelPolicy& policy,
                        HeldEpoch* parent,
                        std::vector<DeviceId> repairs,
                        Turn& turn);
  void announce(const MadeEpoch& made, HeldEpoch& parent, Turn& turn);
  bool knows_keys_of_new(const HeldEpoch& parent,
                         const Audience& audience,
                         std::uint32_t today) const;
  void welcome_joiners(HeldEpoch& epoch, Turn& turn);
  void send_direct(const HeldEpoch& epoch, const Member& to, Turn& turn);
  std::vector<HeldEpoch*> shared_with(const DeviceId& device, const EpochId& but);
  std::optional<ChannelWelcome> channel_welcome(const HeldEpoch& epoch, const Member& to) const;
  void learned(Turn& turn);  // new routes of an epoch that was just added

  // --- receive.cpp ---
  bool open(const Envelope& envelope, Turn& turn);  // true: it was of use
  Result<void> open_record(const Envelope& envelope, const Watched& watched, Turn& turn);
  void take_record(const HeldEpoch& epoch,
                   const Member& author,
                   const Received& record,
                   Turn& turn);
  void take_direct(const ChannelPolicy& policy, const Received& record, Turn& turn);
  void take_mesh_key(const Received& record, MeshKeySource source, Turn& turn);
  void take_welcome(const Welcome& welcome,
                    const CoalitionId& coalition,
                    const DeviceId& from,
                    Turn& turn);

  // --- filing.cpp ---
  void take_file_chunk(const Member& author, const Received& record, Turn& turn);
  void tell_file(const ChannelId& channel, Row& row) const;

  // --- resolve.cpp ---
  void settle(Turn& turn);
  bool try_epochs(Turn& turn);
  enum class Resolved : std::uint8_t { taken, waits, refused };
  Resolved try_epoch(const EpochId& id, WaitingEpoch& waiting, Turn& turn);
  void take_epoch(const WaitingEpoch& waiting, TakenEpoch taken, HeldEpoch* parent, Turn& turn);
  bool try_envelopes(Turn& turn);

  // --- duties.cpp ---
  void do_duties(Turn& turn);
  void make_roots(Turn& turn);
  void post_keys(Turn& turn);
  bool may_have_missed_keys(const HeldEpoch& epoch, const ChannelNotes& own) const;
  void carry_over(const HeldEpoch& from, const Received& statement, Turn& turn);
  void post_mesh_copies(Turn& turn);
  void post_stamp_keys(Turn& turn);
  void ask_views(Turn& turn);
  void answer_view(const ChannelPolicy& policy, const ViewAsk& ask, Turn& turn);
  std::optional<Instant> next_wakeup() const;

  // --- bringing.cpp ---
  Reply<void> check_new(const ChannelDefinition& made, const Audience& audience) const;
  void tell_new_channels(Turn& turn);
  void bring_in(Turn& turn);
  void bring_in(const ChannelPolicy& policy, Turn& turn);
  bool can_bring(const DeviceId& device, const HeldEpoch& under, const Turn& turn);
  std::set<DeviceId> brought_in(const HeldEpoch& under);
  Seconds bring_wait(const Audience& audience,
                     const std::set<DeviceId>& in,
                     const Member& absent) const;

  // --- inviting.cpp ---
  void open_reply(const Envelope& envelope, JoinRow& row, Turn& turn);
  void take_request(JoinRow& row, const ReplyRecord& record, Turn& turn);
  void answer_invites(Turn& turn);
  void answer_invite(JoinRow& row, Turn& turn);
  void expire_invites(Turn& turn);
  void burn(JoinRow& row, std::string_view why, Turn& turn);
  void heard_from(const DeviceId& device, Turn& turn);
  void drop_ticket(const JoinRow& row, Turn& turn);
  // Over the row's reply route, in pieces. Nothing if the device's own keys are of small order.
  std::vector<Envelope> sealed_welcome(const JoinRow& row,
                                       const Member& to,
                                       const Welcome& welcome);
  // What every Welcome carries besides its channels.
  Welcome plain_welcome(const OrgId& org) const;

  Random& random;
  const Archive& archive;
  const Audiences& audiences;
  const Identity& identity;
  Prekeys prekeys;
  Customs customs;
  Epochs epochs;
  Waiting waiting;
  Joins joins;
  MeshKeys mesh;
  History history;
  Files files;
  std::map<ChannelId, ChannelNotes> notes;
  Bytes mesh_list;  // newest told, for Welcomes

  // --- memory only ---
  struct Current {
    View view;
    std::shared_ptr<const Audience> audience;
  };

  std::map<ChannelId, Current> currents;
  std::map<Route, Pieces> pieces;
  // Envelopes of this very batch that rest on what has not come. Later ones are found in the
  // archive.
  std::deque<Envelope> strangers;
  Instant strangers_at{};
  // Statements that stand under an epoch: not posted there twice.
  std::set<std::pair<EpochId, crypto::Hash>> stood;
  std::map<ChannelId, Instant> copy_due;
  std::map<std::pair<ChannelId, DeviceId>, Instant> bring_due;
  Out later;  // told by a call that could return only a refusal
  std::optional<std::uint32_t> watched_day;
  Instant looked_at{};
  bool is_fresh = true;   // just started: everything is looked at once
  bool is_owing = false;  // `later` holds something
  bool is_dirty = false;  // something waits that may now resolve
  std::uint64_t refused = 0;
};

// May this device write such a record here (channel.md §4)? `body` tells what a statement is of.
bool may_post(const ChannelPolicy& policy, const Member& author, RecordType type, ByteView body);

}  // namespace tocsin::channel
