// The machine of who may decide what: its state is a pure function of the accepted statements and
// one now (coalition.md, decisions.md). It signs with the device's key only what it has promised in
// a slot first. It implements Audiences. Next: statements.h, slots.h, rule.h, tally.h, verify.h,
// standing.h, view.h.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/model/audience.h"
#include "core/model/command.h"
#include "core/model/decision.h"
#include "core/model/identity.h"
#include "core/model/manifest.h"
#include "core/model/proof.h"
#include "core/model/relay.h"
#include "core/model/report.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin::coalition {

// Where a statement goes (decisions.md §3 "sent to"; channel.md §3 republishing).
// all: assembly and, by each org's delegates, their org channel. own_org: only our org channel, in
// duty order, unless it stands there already: the parts of a certificate, which every delegate's
// device can compile. everywhere: as all, but only where it does not stand yet: evidence, which
// whoever first holds both statements finds, and what came by file.
enum class Reach : std::uint8_t { delegates, all, own_org, everywhere };

struct Post {
  Bytes statement;  // encoded
  Reach reach = Reach::delegates;
  bool is_urgent = false;  // calls, their parts, stops, freezes, evidence
};

struct Out {
  std::vector<Post> posts;
  bool view_changed = false;           // charter, manifests, rolls or freezes
  std::optional<CoalitionId> founded;  // charter v1 is now known and in force here
  std::vector<RelayCert>
      relays;  // the counted relay certs changed: a new mesh list is due (delegates' devices)
  bool relays_changed = false;
  std::vector<Row> events;  // for `watch` and `status`
};

// The newest complete report of an org, for core/readiness.
struct PublishedReport {
  OrgId org;
  std::string slug;
  Report report;
  WallTime org_time;
};

// An action in which our own org was called, with all its calls under one proposal.
struct OwnAction {
  StatementId proposal = StatementId::zero();
  WallTime first_t0;                  // of an own target
  std::optional<WallTime> closed_at;  // once all its calls are closed
};

// Rows for the user and what the hub must do.
struct Done {
  std::vector<Row> rows;
  Out out;
};

class Coalition : public Audiences {
 public:
  Coalition(Random& random,
            const Archive& archive,
            const Identity& identity,
            const Snapshot& restored);
  ~Coalition() override;
  Coalition(Coalition&&) noexcept;
  Coalition& operator=(Coalition&&) noexcept;
  Coalition(const Coalition&) = delete;
  Coalition& operator=(const Coalition&) = delete;

  // One encoded statement, from a channel record (its author is the bearer), a Welcome, a file
  // (zero). Idempotent by id; waits if its author or what it needs is not known yet. A refusal
  // changes nothing.
  Result<Out> accept(ByteView statement, const DeviceId& bearer, Now now, Outbox& outbox);

  // Verbs of the groups authority, decide, activate and after, and `export`, `import` of proofs,
  // `merge`, `show`, `status`, `words`, `acks`, `relay list`. Which arguments and rows:
  // core/coalition/commands.h.
  static bool owns(std::string_view verb);
  Reply<Done> command(const Command& command, Now now, Outbox& outbox);

  // --- for the hub ---
  // A name is one person's in an org: a new person has one of their own, a second device its
  // owner's.
  enum class Entry : std::uint8_t { new_person, second_device };
  Reply<Out> add_to_roll(const RollAdd& add, Entry entry, Now now, Outbox& outbox);
  // Whether this device may let a second device of this person into its org now.
  Reply<void> may_add_device(std::string_view person) const;

  // After `charter finish` checked that charter v1 is complete: all founding delegates' devices
  // with their newest keys. In a coalition: of an amendment, the devices of the orgs that enter.
  struct FounderDevice {
    Member member;
    Bytes keys_statement;
  };

  struct Founding {
    CoalitionId coalition;
    std::vector<FounderDevice> devices;
    std::vector<Bytes> state;
  };

  Reply<std::pair<Founding, Out>> finish_charter(ByteView draft, Now now, Outbox& outbox);
  Reply<Out> certify_relay(const RelayCard& card, std::string_view label, Now now, Outbox& outbox);
  std::vector<RelayCert> relays() const;  // that count now
  std::set<LinkKey> dropped_relays() const;
  // The head is filled here; rows: the `draft` for the second signer.
  Reply<Done> publish_report(const Report& counts, Now now, Outbox& outbox);
  std::vector<PublishedReport> reports() const;
  std::vector<OwnAction> own_actions(WallTime now) const;
  // A live proposal with a target of our own org is open, or runs.
  bool has_pending_target(WallTime now) const;
  OrgId org_of(const DeviceId& device) const;
  bool is_delegate(const DeviceId& device) const;
  std::optional<Charter> charter() const;
  std::optional<StatementId> charter_id() const;

  // A sync round with a peer has ended: what others knew until now is here, or soon read.
  Out synced(Now now, Outbox& outbox);
  // By its own word in a handshake, to the minute (link.md §3).
  Out heard_clock(const LinkKey& peer, WallTime minute, Now now, Outbox& outbox);

  Out wake(Now now, Outbox& outbox);  // T0, expiry, vote_by, max_duration
  std::optional<Instant> next_wakeup() const;

  // --- Audiences ---
  View current(const ChannelPolicy& channel) const override;
  std::variant<Audience, Missing> audience(const ChannelPolicy& channel,
                                           const View& view) const override;
  bool covers(const View& v, const View& w) const override;
  std::vector<Bytes> difference(const View& after, const View& before) const override;
  std::vector<Bytes> wanted(const std::vector<StatementId>& missing) const override;
  std::vector<Bytes> state() const override;
  std::optional<OrgId> delegate_org(const Statement& statement) const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::coalition
