// Step 2: suite, mode and coalition agree throughout and with the anchor. No body is parsed yet.
#include <algorithm>

#include "core/coalition/drilled.h"
#include "core/coalition/facts.h"
#include "core/coalition/verify_steps.h"

namespace tocsin::coalition {
namespace {

bool is_of_founding(StatementType type) {
  return type == StatementType::charter || type == StatementType::manifest;
}

bool is_of_keys(StatementType type) {
  return type == StatementType::device || type == StatementType::keys;
}

bool is_decision(StatementType type) {
  return type == StatementType::proposal || type == StatementType::call ||
         type == StatementType::stop;
}

bool has_slot(StatementType type) {
  return type >= StatementType::charter && type <= StatementType::relay_drop;
}

bool is_known(StatementType type, ProofKind kind) {
  if (kind == ProofKind::evidence) return has_slot(type);
  if (is_of_founding(type) || type == StatementType::signoff) return true;
  const bool is_founding_kind = kind == ProofKind::charter || kind == ProofKind::manifest;
  if (is_of_keys(type)) return is_founding_kind;
  return !is_founding_kind &&
         (is_decision(type) || type == StatementType::ack || type == StatementType::report);
}

// Of charter v1, manifest v1, its sign-offs and founders' cards, which are older than the
// coalition.
bool may_be_without_coalition(StatementType type) {
  return is_of_founding(type) || is_of_keys(type) || type == StatementType::signoff;
}

Mode subject_mode(const Scanned& scanned) {
  Mode mode = scanned.base;
  if (scanned.kind == ProofKind::evidence) return mode;  // it decides nothing
  for (const Statement& statement : scanned.statements)
    if (statement.type == StatementType::proposal) mode = statement.domain.mode;
  return mode;
}

bool is_mode_allowed(const Scanned& scanned, const Statement& statement) {
  const Mode mode = statement.domain.mode;
  if (live_mode(mode) != scanned.base) return false;
  // What a device says of its keys is no matter of a drill either.
  if (is_never_drilled(statement.type) || is_of_keys(statement.type)) return mode == scanned.base;
  // A device numbers what it signs in both of its modes alike.
  if (scanned.kind == ProofKind::evidence) return true;
  if (mode == scanned.subject) return true;
  // Sign-offs of founding beside a drill; a drill's call and acks as facts of a live decision.
  if (is_drill(scanned.subject)) return statement.type == StatementType::signoff;
  return statement.type == StatementType::call || statement.type == StatementType::ack;
}

bool is_coalition_allowed(const Scanned& scanned, const Anchor& anchor, const Statement& of) {
  if (of.domain.coalition.is_zero()) return may_be_without_coalition(of.type);
  // A card is read without an anchor too; its successors name a coalition.
  const bool is_unanchored = scanned.kind == ProofKind::manifest && anchor.coalition.is_zero();
  return is_unanchored || of.domain.coalition == anchor.coalition;
}

}  // namespace

Complaint check_domains(Scanned& scanned, const Anchor& anchor) {
  const bool is_kind_known =
      scanned.kind == ProofKind::charter || scanned.kind == ProofKind::manifest ||
      scanned.kind == ProofKind::mandate || scanned.kind == ProofKind::call ||
      scanned.kind == ProofKind::stop || scanned.kind == ProofKind::evidence;
  if (!is_kind_known) return Reason::type;
  if (scanned.statements.empty()) return Reason::missing;
  for (const Statement& statement : scanned.statements)
    if (!is_known(statement.type, scanned.kind)) return Reason::type;
  scanned.base = live_mode(scanned.statements.front().domain.mode);
  scanned.subject = subject_mode(scanned);
  if (anchor.mode && *anchor.mode != scanned.base) return Reason::mode;
  if (anchor.must_be_live && scanned.subject != Mode::actual) return Reason::mode;
  for (const Statement& statement : scanned.statements)
    if (!is_mode_allowed(scanned, statement)) return Reason::mode;
  for (const Statement& statement : scanned.statements)
    if (!is_coalition_allowed(scanned, anchor, statement)) return Reason::coalition;
  return std::nullopt;
}

}  // namespace tocsin::coalition
