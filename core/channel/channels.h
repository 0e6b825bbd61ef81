// The machine of channels: keys and records of an audience (channel.md). It seals, opens, makes and
// accepts epochs, and carries join and Welcome. It never sees a LinkId and never decides who
// belongs: it asks Audiences. Next: epoch.h, epochs.h, choice.h, ratchet.h, envelope.h, prekeys.h,
// join.h, history.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/channel/out.h"
#include "core/model/audience.h"
#include "core/model/channel_definition.h"
#include "core/model/command.h"
#include "core/model/identity.h"
#include "core/model/invite.h"
#include "core/model/manifest.h"
#include "core/model/mesh_key.h"
#include "core/model/peer.h"
#include "core/model/record.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin::channel {

struct Sent {
  RecordId record;
  EnvelopeId envelope;
};

// What a founder's card, or a confirmation, told about a device.
struct Founder {
  Member member;
  Bytes keys_statement;  // encoded
};

struct JoinAsked {
  DeviceKeys keys;
  DeviceId device;
  std::string person;
  crypto::Signature device_signature;  // of its `device` statement: for the roll add
  bool is_second_device = false;       // by a device link, of this person
};

class Channels {
 public:
  Channels(Random& random,
           const Archive& archive,
           const Audiences& audiences,
           const Identity& identity,
           const Snapshot& restored);
  ~Channels();
  Channels(Channels&&) noexcept;
  Channels& operator=(Channels&&) noexcept;
  Channels(const Channels&) = delete;
  Channels& operator=(const Channels&) = delete;

  // --- identity: called once after `init` made the device keys; makes prekeys gen 1 ---
  void start_device(Now now, Outbox& outbox);
  // Encoded `device` and `keys` statements: a card's content.
  std::vector<Bytes> card_statements() const;

  // --- founding (channel.md §6, gossip.md §9): coalition and org are set before found() ---
  // At the finisher: assembly root, one Welcome per founder, MeshKey 1 record in the assembly, all
  // as envelopes for the founding bundle. `state` are the encoded charter and manifest proofs'
  // statements every Welcome carries.
  struct FoundingKit {
    std::vector<Envelope> envelopes;
    MeshKeyRecord mesh_key;
  };

  Reply<std::pair<FoundingKit, Out>> found(const std::vector<Founder>& founders,
                                           ByteView file_key,
                                           const std::vector<Bytes>& state,
                                           const MeshKeyRecord& mesh_key,
                                           ByteView mesh_list,
                                           Now now,
                                           Outbox& outbox);

  // One Welcome for each device of an org that enters: mesh key, list and state, no channel of
  // ours.
  struct WelcomeKit {
    std::vector<Envelope> envelopes;
    Bytes mesh_list;
  };

  Reply<WelcomeKit> welcome_orgs(const std::vector<Founder>& newcomers,
                                 ByteView file_key,
                                 const std::vector<Bytes>& state,
                                 Now now,
                                 Outbox& outbox);
  // At every other founder, before feeding the bundle's envelopes through core/gossip to open().
  void expect_founding(ByteView file_key, Now now, Outbox& outbox);

  // --- records ---
  Out open(const Envelope& envelope, Now now, Outbox& outbox);
  // Calls pick at this moment; makes an epoch first if none is safe. held/later refusals when
  // nothing may be sent yet.
  Reply<std::pair<Sent, Out>> send(const ChannelId& channel,
                                   RecordType type,
                                   Bytes body,
                                   bool is_urgent,
                                   Now now,
                                   Outbox& outbox);
  // The current view changed (core/coalition accepted something): retry what waits, make epochs
  // that are ours to make.
  Out view_changed(Now now, Outbox& outbox);
  Out synced(Now now, Outbox& outbox);  // a sync round ended: "obtainable or lost" timers
  Out wake(Now now, Outbox& outbox);
  std::optional<Instant> next_wakeup() const;

  // --- custom channels (channel.md §2) ---
  // Signs its statement, makes its first epoch and brings it to whom other channels reach. The hub
  // has checked that this device is a delegate's.
  Reply<std::pair<ChannelId, Out>> create(std::string name,
                                          std::vector<ChannelPart> parts,
                                          Now now,
                                          Outbox& outbox);
  // By its name, or by the first digits of its id; several have one name only if made apart.
  std::vector<ChannelId> named(std::string_view text) const;
  // What it is made by; none: no custom channel of ours.
  std::optional<ChannelDefinition> definition(const ChannelId& channel) const;

  // --- mesh keys and stamps (channel.md §4, gossip.md §1) ---
  std::vector<MeshKeyRecord> mesh_keys() const;  // valid ones, newest first; secrets included
  // Signs as a call with this device's stamp key; none: no delegate, or none made yet.
  std::optional<Stamp> stamp(const EnvelopeId& envelope) const;

  // --- invites (channel.md §6 Join, link.md §8) ---
  // An invite or a device link: `wanted` says for whom, the newest charter and where to meet. Who
  // may make which is not decided here.
  Reply<std::pair<Invite, Out>> invite(Invite wanted, Now now, Outbox& outbox);
  Reply<Out> cancel_invite(const MeshTag& tag, Now now, Outbox& outbox);
  std::vector<Row> invites(Now now) const;
  // Newcomer or second device: sends the join request on the join route; core/gossip visits the
  // places. A second device has taken the name that the device link says.
  Reply<std::pair<std::vector<Destination>, Out>> accept_invite(const Invite& invite,
                                                                Now now,
                                                                Outbox& outbox);

  // The newcomer's open request, also after a restart; none once welcomed.
  struct Joining {
    std::vector<Destination> places;
    Route route;
  };

  std::optional<Joining> joining() const;
  // Live invites made here, also after a restart: to be offered at their places again.
  std::vector<TicketChange> tickets() const;
  // Steward: the typed six words of the newcomer's device id (drill list) pick the waiting request;
  // three wrong tries burn it.
  Reply<JoinAsked> admit(std::string_view typed_words, Now now, Outbox& outbox);
  // After core/coalition took the roll add: the Welcome goes out with the next view_changed().

  // The newest list, encoded, for Welcomes made here.
  void set_mesh_list(Bytes list, Outbox& outbox);

  // --- for `read`, `who`, `channel list`, `status` ---
  std::vector<Row> channels() const;
  std::vector<Row> read(const ChannelId& channel,
                        std::int64_t since_cursor,
                        std::size_t limit) const;
  std::vector<Row> who(const ChannelId& channel) const;
  bool is_member(const ChannelId& channel) const;
  bool has_keys(const ChannelId& channel) const;  // an epoch of it is held
  // Envelopes and epochs dropped since the start; what a peer did wrong changes nothing else.
  std::uint64_t refused() const;
  // Watched routes, for tests.
  std::vector<Route> routes(Now now) const;

 private:
  friend class Filing;  // filing.h: files
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::channel
