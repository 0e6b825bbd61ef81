// What the machine holds. Private to core/coalition. accept.cpp takes statements in, observe.cpp
// sees what they bring about, flip.cpp decides at T0; the verbs are in the files their group names
// (commands.h).
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/coalition/coalition.h"
#include "core/coalition/commands.h"
#include "core/coalition/compile.h"
#include "core/coalition/decisions.h"
#include "core/coalition/directory.h"
#include "core/coalition/electorate.h"
#include "core/coalition/reach.h"
#include "core/coalition/reviews.h"
#include "core/coalition/slots.h"
#include "core/coalition/standing.h"
#include "core/coalition/statements.h"

namespace tocsin::coalition {

// One method call from outside: its time, its effects, what it tells.
struct Step {
  Now now;
  Outbox& outbox;
  Out out;
  std::vector<Row> rows;  // for the user who asked
};

struct Coalition::State {
  State(Random& chance, const Archive& bulk, const Identity& self, const Snapshot& restored);

  // --- accept.cpp ---
  Result<void> arrive(ByteView bytes, Step& step);
  Result<void> admit(const Statement& statement, const StatementId& id, Step& step);
  Result<void> check_domain(const Statement& statement) const;
  Result<Accepted> check(const Statement& statement, const StatementId& id, Step& step) const;
  Result<void> check_author(const Accepted& accepted) const;
  Result<void> check_place(const Accepted& accepted) const;
  bool is_early(const Body& body, Now now) const;
  void keep(Accepted accepted, Step& step);
  void retry_waiting(Step& step);
  CoalitionId anchor() const;  // zero: none yet

  // --- authority.cpp: the electorate, and what audiences follow ---
  void learn_authority(Step& step);
  std::map<OrgId, Manifest> manifests_of(const Charter& charter) const;
  Ballots founding_ballots(const StatementId& charter,
                           const std::map<OrgId, Manifest>& manifests) const;

  bool is_known() const { return electorate.has_value(); }

  Picture picture() const;

  // --- observe.cpp: what arrivals and time bring about ---
  void advance(Step& step);
  void observe(const StatementId& proposal, Step& step);
  void observe_all(Step& step);
  void observe_subject(const StatementId& subject, Step& step);
  void observe_call(const Accepted& proposal, const Accepted& call, Step& step);
  void certify(const Accepted& proposal,
               const Accepted& call,
               const CallStanding& standing,
               Step& step);
  void publish_parts(const Proof& certificate, Step& step) const;
  void note_state(const StatementId& id, StatementType type, std::string_view state, Step& step);
  void due_at(const StatementId& proposal, WallTime at, Step& step);

  bool is_clock_suspect(WallTime now) const { return now < decisions.trusted_lower(); }

  std::optional<Instant> next_wakeup() const;
  Result<Proof> certificate_of(const Accepted& proposal,
                               const Accepted& call,
                               const CallStanding& standing) const;

  // --- flip.cpp ---
  void flip(const Accepted& proposal, const Accepted& call, Step& step);
  void flip_target(const Accepted& call,
                   std::uint16_t place,
                   const TargetStanding& target,
                   Seconds life,
                   Step& step);
  bool has_witnessed(const StatementId& call, WallTime t0, WallTime now) const;

  // --- issue.cpp: statements of our own ---
  Head head(const OrgId& org, Step& step);
  StatementId issue(StatementType type, Mode mode, Body body, Step& step);
  Statement sign(StatementType type, const Domain& domain, const Body& body) const;
  Lookup lookup() const;
  OrgId own_org() const;
  const Resident* own_residence() const;

  // --- founding.cpp ---
  Reply<void> draft_manifest(const Row& arguments, Step& step);
  Reply<void> draft_charter(const Row& arguments, Step& step);
  Reply<void> merge(const Row& arguments, Step& step);
  Reply<void> charter_lint(const Row& arguments, Step& step);
  Reply<Founding> finish(ByteView draft, Step& step);
  // --- founding_review.cpp ---
  Reply<void> review_draft(ByteView draft, Step& step);
  Reply<void> confirm_draft(const Row& arguments, Step& step);

  // --- sign.cpp: review, confirm, withdraw, join ---
  Reply<const Accepted*> subject(const Row& arguments) const;
  Reply<void> need_delegate() const;
  Reply<void> review(const Row& arguments, Step& step);
  Reply<void> confirm(const Row& arguments, Step& step);
  Reply<void> withdraw(const Row& arguments, Step& step);
  Reply<void> join(const Row& arguments, Step& step);
  Reply<Review> ready_to_sign(const Accepted& subject, const Row& arguments, Now now) const;
  Reply<void> sign_off(const Accepted& subject, Signoff signoff, Step& step);
  Reply<std::vector<ChecklistEntry>> checklist_for(const Row& arguments,
                                                   const Accepted& about,
                                                   bool with_join) const;
  void set_checklists(Row& row, const Accepted& about) const;
  // --- guards.cpp: what this device refuses to sign ---
  Reply<void> may_approve(const Accepted& subject, bool with_join, Now now) const;
  Reply<void> may_approve_proposal(const Accepted& proposal, Now now) const;
  Reply<void> may_approve_call(const Accepted& call, bool with_join, Now now) const;
  Reply<void> may_join(const Accepted& call, Now now) const;
  Reply<void> may_start(Now now) const;
  std::vector<StatementId> seen_by(const Accepted& subject) const;

  // --- propose.cpp ---
  Reply<void> draft_proposal(const Row& arguments, Step& step);
  Reply<void> draft_call(const Row& arguments, Step& step);
  Reply<void> drill_run(const Row& arguments, Step& step);
  Reply<void> may_drill(Now now) const;
  Reply<void> propose(Proposal proposal, Mode mode, Step& step);
  Reply<void> call(Call call, Step& step);

  // --- stop.cpp ---
  Reply<void> stop(StopKind kind, const Row& arguments, Step& step);

  // --- matrix.cpp, debrief_verbs.cpp ---
  Reply<void> matrix(const Row& arguments, Step& step) const;
  Reply<void> draft_debrief(const Row& arguments, Step& step);
  Reply<void> debrief_summary(const Row& arguments, Step& step) const;
  Reply<const Accepted*> over_call(const StatementId& id, Now now) const;
  Reply<void> may_sign_after_debriefs(const Accepted& call, Now now) const;

  // --- acks.cpp ---
  Reply<void> ack(const Row& arguments, Step& step);
  Reply<void> acks(const Row& arguments, Step& step) const;
  Reply<void> drill_report(const Row& arguments, Step& step) const;
  void acknowledge(const StatementId& call, AckLevel level, Step& step);

  // --- roll_entries.cpp, relays.cpp, reports.cpp, own_actions.cpp ---
  Reply<void> add_to_roll(const RollAdd& add, Step& step);
  Reply<void> roll_remove(const Row& arguments, Step& step);
  Reply<void> roll_list(const Row& arguments, Step& step) const;
  Reply<void> certify_relay(const RelayCard& card, std::string_view label, Step& step);
  std::vector<RelayCert> relays() const;
  Reply<void> relay_list(Step& step) const;
  Reply<void> publish_report(Report report, Step& step);
  std::vector<PublishedReport> reports() const;
  std::vector<OwnAction> own_actions(WallTime now) const;
  bool has_pending_target(WallTime now) const;

  // --- status.cpp, show.cpp, exchange.cpp: reading, and proofs out and in ---
  Reply<void> status(const Row& arguments, Step& step) const;
  Reply<void> status_of(const Accepted& about, Step& step) const;
  Reply<void> words(const Row& arguments, Step& step) const;
  Reply<void> show(const Row& arguments, Step& step) const;
  Reply<void> charter_show(Step& step) const;
  Reply<void> manifest_show(const Row& arguments, Step& step) const;
  Reply<OrgId> named_org(const Row& arguments) const;
  Reply<void> export_proof(const Row& arguments, Step& step) const;
  bool has_all_parts(ByteView certificate) const;
  Reply<void> import_proof(const Row& arguments, Step& step);
  Result<Proof> proof_of(const Accepted& subject, WallTime now) const;
  std::vector<Bytes> state_proof() const;

  // --- commands.cpp ---
  Reply<void> dispatch(const Command& command, Step& step);

  Random& random;
  const Archive& archive;
  const Identity& identity;
  Statements statements;
  Slots slots;
  Reviews reviews;
  Decisions decisions;
  Directory directory;
  std::optional<Electorate> electorate;
  std::map<StatementId, Mandate> mandates;    // found, by call
  std::map<StatementId, std::string> states;  // last told, by proposal, call, stop, report, debrief
  std::map<StatementId, WallTime> due;        // when to look at a proposal again
  std::map<StatementId, WallTime> early;      // waiting statements from the future
  std::map<std::pair<StatementId, std::uint16_t>, WallTime>
      slept;    // T0s slept through: when we noticed
  Out pending;  // what time brought about in a call that was then refused
  std::optional<Now> awake_since;
  bool is_starting = false;
  std::optional<Now> last;
};

}  // namespace tocsin::coalition
