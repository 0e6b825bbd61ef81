// What the machine reads in what it holds (held.h), and what it tells of it: nothing here changes
// any of it. Private to core/coalition. What does is state.h.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/coalition/commands.h"
#include "core/coalition/compile.h"
#include "core/coalition/held.h"
#include "core/coalition/reach.h"
#include "core/coalition/step.h"

namespace tocsin::coalition {

struct Reading : Held {
  using Held::Held;

  // --- accept.cpp ---
  Result<void> check_domain(const Statement& statement) const;
  Bearer bearer_of(const Step& step) const;
  Result<Accepted> check(const Statement& statement, const StatementId& id, Step& step) const;
  Result<void> check_author(const Accepted& accepted) const;
  Result<void> check_listed(const Accepted& accepted) const;
  Result<void> check_place(const Accepted& accepted) const;
  Result<void> check_freeze_of_then(const Electorate& now, const Freeze& freeze) const;
  bool is_early(const Accepted& accepted, Now now) const;
  CoalitionId anchor() const;  // zero: none yet

  // --- accept_chain.cpp ---
  Result<void> check_charter(const Accepted& accepted, const Charter& charter) const;
  Result<void> check_manifest(const Accepted& accepted, const Manifest& manifest) const;
  Result<void> check_drafts(const Accepted& accepted, const StatementId& prev) const;
  bool suits_charter(const Manifest& manifest) const;
  bool lists_key_of_another(const Manifest& manifest) const;

  // --- authority.cpp: the electorate, and what audiences follow ---
  bool is_founded() const;
  Papers papers() const;
  Signoffs signoffs_on(const StatementId& subject) const;
  std::optional<WallTime> next_in_force() const;
  bool is_known() const;
  // By whose rules it is decided: those of the charter it names.
  const Electorate& electorate_of(const Accepted& subject) const;

  // --- excluding.cpp: who is frozen or has evidence against it, and what follows ---
  void tell_exclusions(const Exclusions& before, Step& step) const;
  void publish_recount(const Accepted& proposal, const Accepted& call, Step& step) const;
  Reply<void> may_sign(std::optional<StatementType> subject = std::nullopt) const;
  Ballots counted_ballots(const StatementId& subject) const;
  Picture picture() const;

  // --- observe.cpp: what arrivals and time bring about ---
  bool is_cut_off(WallTime now) const;
  void publish_parts(const Proof& certificate, Step& step) const;
  std::optional<Instant> next_wakeup() const;
  Result<Proof> certificate_of(const Accepted& proposal,
                               const Accepted& call,
                               const CallStanding& standing) const;

  // --- clock.cpp, flip.cpp ---
  bool is_clock_suspect(WallTime now) const;
  bool has_witnessed(const StatementId& call, WallTime t0, WallTime now) const;

  // --- issue.cpp: statements of our own ---
  Statement sign(StatementType type, const Domain& domain, const Body& body) const;
  Lookup lookup() const;
  OrgId own_org() const;
  const Resident* own_residence() const;

  // --- amend.cpp: successors ---
  Reply<void> check_skips(const std::vector<StatementId>& skips,
                          StatementType type,
                          const StatementId& prev) const;
  Result<Proof> draft_of_amendment(const StatementId& id, std::vector<Statement> cards) const;

  // --- sign.cpp: review, confirm, withdraw, join ---
  Reply<const Accepted*> subject(const Row& arguments) const;
  // A frozen person still signs what counts for them: a thaw of another, a manifest.
  Reply<void> need_delegate(std::optional<StatementType> subject = std::nullopt) const;
  Reply<void> need_signer(const Accepted& about) const;
  Reply<Review> ready_to_sign(const Accepted& subject, const Row& arguments, Now now) const;
  Reply<std::vector<ChecklistEntry>> checklist_for(const Row& arguments,
                                                   const Accepted& about,
                                                   bool with_join) const;
  void set_checklists(Row& row, const Accepted& about) const;

  // --- guards.cpp: what this device refuses to sign ---
  Reply<void> may_approve(const Accepted& subject, bool with_join, Now now) const;
  Reply<void> may_approve_proposal(const Accepted& proposal, Now now) const;
  Reply<void> may_approve_call(const Accepted& call, bool with_join, Now now) const;
  Reply<void> may_approve_stop(const Accepted& stop, Now now) const;
  Reply<void> may_join(const Accepted& call, Now now) const;
  Reply<void> may_approve_thaw(const Accepted& thaw) const;
  bool is_live_rival(const Accepted& other, const Call& call, Now now) const;
  Reply<void> may_start(Now now) const;

  // --- guards_chain.cpp ---
  Reply<void> may_approve_charter(const Accepted& about, Now now) const;
  Reply<void> may_approve_manifest(const Accepted& about) const;
  Reply<void> may_list(const Manifest& next) const;
  Reply<void> is_not_locked(const StatementId& charter,
                            const StatementId& proposal,
                            const StatementId* call,
                            Now now) const;
  bool has_approved(const StatementId& charter, Now now) const;
  std::vector<StatementId> seen_by(const Accepted& subject) const;

  // --- propose.cpp ---
  Reply<void> may_drill(Now now) const;
  const Accepted* latest_wave(const StatementId& proposal, Now now) const;

  // --- stop.cpp, update.cpp ---
  Reply<Target> named_target(const std::string& text, const Accepted& subject) const;
  Reply<void> fill_targets(Stop& stop, const Row& arguments, const Accepted& subject) const;
  Reply<void> may_stop(const Stop& stop, const Accepted& subject, Now now) const;
  Reply<void> may_resume(const Stop& resume, const Accepted& subject, Now now) const;
  Reply<void> may_pause(const Accepted& call, Now now) const;
  Reply<std::vector<Stop>> narrowing(const Accepted& call, const Row& arguments, Now now) const;

  // --- matrix.cpp, debrief_verbs.cpp ---
  Reply<void> matrix(const Row& arguments, Step& step) const;
  Reply<void> debrief_summary(const Row& arguments, Step& step) const;
  Reply<const Accepted*> over_call(const StatementId& id, Now now) const;
  Reply<void> may_sign_after_debriefs(const Accepted& call, Now now) const;

  // --- acks.cpp ---
  Reply<void> acks(const Row& arguments, Step& step) const;
  Reply<void> drill_report(const Row& arguments, Step& step) const;

  // --- freeze_acts.cpp, evidence_rows.cpp, roll_entries.cpp, relays.cpp, reports.cpp,
  // own_actions.cpp ---
  Reply<void> evidence(const Row& arguments, Step& step) const;
  Row freeze_row(const Accepted& freeze) const;
  Row evidence_row(const DeviceId& device, const Evidence& found) const;
  Reply<void> roll_list(const Row& arguments, Step& step) const;
  Reply<void> may_add_device(std::string_view person) const;
  std::set<LinkKey> dropped_relays() const;
  std::vector<RelayCert> relays() const;
  Reply<void> relay_list(Step& step) const;
  std::vector<PublishedReport> reports() const;
  bool is_complete_report(const Accepted& report) const;
  std::vector<OwnAction> own_actions(WallTime now) const;
  bool has_pending_target(WallTime now) const;

  // --- status.cpp, show.cpp, exchange.cpp: reading, and proofs out and in ---
  Reply<void> status(const Row& arguments, Step& step) const;
  Reply<void> status_of(const Accepted& about, Step& step) const;
  std::string state_word(const Accepted& about) const;
  Reply<void> words(const Row& arguments, Step& step) const;
  Reply<void> show(const Row& arguments, Step& step) const;
  Reply<void> charter_show(Step& step) const;
  Reply<void> manifest_show(const Row& arguments, Step& step) const;
  Reply<void> rule_explain(const Row& arguments, Step& step) const;  // explain.cpp
  Reply<OrgId> named_org(const Row& arguments) const;
  Reply<void> export_proof(const Row& arguments, Step& step) const;
  bool has_all_parts(ByteView certificate) const;
  void spread_if_repair(const Accepted& accepted, Step& step) const;
  Result<Proof> proof_of(const Accepted& subject, WallTime now) const;
  Result<Proof> proof_of_charter(const StatementId& id) const;
  Result<Proof> proof_of_manifest(const Accepted& about) const;
  std::vector<Bytes> state_proof() const;
};

}  // namespace tocsin::coalition
