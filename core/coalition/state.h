// What the machine does with what it holds (held.h); what it only reads is reading.h. Private to
// core/coalition. accept.cpp takes statements in, observe.cpp sees what they bring about, flip.cpp
// decides at T0; the verbs are in the files their group names (commands.h).
#pragma once

#include "core/coalition/reading.h"

namespace tocsin::coalition {

struct FoundingDraft;

struct Coalition::State : Reading {
  State(Random& chance, const Archive& bulk, const Identity& self, const Snapshot& restored);

  // --- accept.cpp ---
  Result<void> arrive(ByteView bytes, Step& step);
  Result<void> admit(const Statement& statement, const StatementId& id, Step& step);

  Result<bool> take(const Statement& statement, const StatementId& id, Step& step);
  void keep(Accepted accepted, Step& step);
  void learn(const Accepted& kept, Step& step);
  void learn_signoff(const Signoff& signoff, Step& step);
  void retry_waiting(Step& step);
  bool retry(const Waiting::Key& key, const Bytes& bytes, Step& step);

  // --- authority.cpp: the electorate, and what audiences follow ---
  void learn_authority(Step& step);
  void trace_authority(Step& step);
  void follow_charter(Step& step);
  void tell_chains(Step& step);

  // --- excluding.cpp: who is frozen or has evidence against it, and what follows ---
  void learn_exclusions(Step& step);
  void learn_evidence(Step& step);

  // --- observe.cpp: what arrivals and time bring about ---
  void advance(Step& step);
  void synced(Step& step);
  void observe(const StatementId& id, Step& step);
  void observe_all(Step& step);
  void observe_subject(const StatementId& subject, Step& step);
  void observe_call(const Accepted& proposal, const Accepted& call, Step& step);
  void certify(const Accepted& proposal,
               const Accepted& call,
               const CallStanding& standing,
               Step& step);
  void note_targets(const Accepted& call, const CallStanding& standing, Step& step);
  void note_state(const StatementId& id, StatementType type, std::string_view state, Step& step);
  void due_at(const StatementId& proposal, WallTime at, Step& step);

  // --- clock.cpp, flip.cpp ---
  void heard_clock(const LinkKey& peer, WallTime minute, Step& step);
  void flip(const Accepted& proposal, const Accepted& call, Step& step);
  std::optional<TargetFate> at_t0(const Accepted& call,
                                  std::uint16_t place,
                                  const TargetStanding& target,
                                  WallTime now);

  // --- issue.cpp: statements of our own ---
  Head head(const OrgId& org, Step& step);
  StatementId issue(StatementType type, Mode mode, Body body, Step& step);

  // --- founding.cpp ---
  Reply<void> draft_manifest(const Row& arguments, Step& step);
  Reply<void> draft_charter(const Row& arguments, Step& step);
  Reply<void> merge(const Row& arguments, Step& step);
  Reply<void> charter_lint(const Row& arguments, Step& step);
  Reply<Founding> finish(ByteView draft, Step& step);
  Reply<Founding> welcome_newcomers(const FoundingDraft& draft, Step& step);
  void take_chain_papers(const Proof& proof, Step& step);

  // --- founding_review.cpp ---
  Reply<void> review_draft(ByteView draft, Step& step);
  Reply<void> confirm_draft(const Row& arguments, Step& step);

  // --- amend.cpp: successors ---
  Reply<void> succeed_manifest(const Row& arguments, Step& step);
  Reply<void> succeed_charter(const Row& arguments, Step& step);
  Reply<void> introduce(const Proof& card, Step& step);

  // --- sign.cpp: review, confirm, withdraw, join ---
  Reply<void> promise_version(const Accepted& about, std::uint32_t version, Step& step);
  Reply<void> review(const Row& arguments, Step& step);
  Reply<void> confirm(const Row& arguments, Step& step);
  Reply<void> withdraw(const Row& arguments, Step& step);
  Reply<void> join(const Row& arguments, Step& step);
  Reply<void> sign_off(const Accepted& subject, Signoff signoff, Step& step);

  // --- propose.cpp ---
  Reply<void> draft_proposal(const Row& arguments, Step& step);
  Reply<void> draft_call(const Row& arguments, Step& step);
  Reply<void> drill_run(const Row& arguments, Step& step);
  Reply<void> propose(Proposal proposal, Mode mode, Step& step);
  Reply<void> call(Call call, Step& step);

  // --- stop.cpp, update.cpp ---
  Reply<void> stop(StopKind kind, const Row& arguments, Step& step);
  Reply<void> issue_stop(Stop stop, const Accepted& subject, std::string language, Step& step);
  Reply<void> update(const Row& arguments, Step& step);

  // --- matrix.cpp, debrief_verbs.cpp ---
  Reply<void> draft_debrief(const Row& arguments, Step& step);

  // --- acks.cpp ---
  Reply<void> ack(const Row& arguments, Step& step);
  void acknowledge(const StatementId& call, AckLevel level, Step& step);

  // --- freeze_acts.cpp, evidence_rows.cpp, roll_entries.cpp, relays.cpp, reports.cpp,
  // own_actions.cpp ---
  Reply<void> freeze(const Row& arguments, Step& step);
  Reply<void> thaw(const Row& arguments, Step& step);
  Reply<void> add_to_roll(const RollAdd& add, Coalition::Entry entry, Step& step);
  Reply<void> roll_remove(const Row& arguments, Step& step);
  Reply<void> certify_relay(const RelayCard& card, std::string_view label, Step& step);
  Reply<void> relay_drop(const Row& arguments, Step& step);
  Reply<void> publish_report(Report report, Step& step);

  // --- status.cpp, show.cpp, exchange.cpp: reading, and proofs out and in ---
  Reply<void> import_proof(const Row& arguments, Step& step);

  // --- commands.cpp ---
  Reply<void> dispatch(const Command& command, Step& step);
};

}  // namespace tocsin::coalition
