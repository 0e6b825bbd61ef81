// Proofs out and in: `export`, `import`, and what a newcomer's Welcome carries.
#include <algorithm>

#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

std::string_view kind_word(ProofKind kind) {
  switch (kind) {
    case ProofKind::charter:
      return "charter";
    case ProofKind::manifest:
      return "manifest";
    case ProofKind::mandate:
      return "mandate";
    case ProofKind::call:
      return "call";
    case ProofKind::stop:
      return "stop";
    case ProofKind::evidence:
      return "evidence";
    case ProofKind::state:
      return "state";
  }
  return "";
}

// Charters or manifests, every version after the one it follows.
std::vector<StatementId> by_version(const Statements& statements, StatementType type) {
  std::vector<std::pair<std::uint32_t, StatementId>> sorted;
  for (const Accepted* paper : statements.of(type)) {
    const bool is_charter = type == StatementType::charter;
    sorted.emplace_back(is_charter ? paper->as<Charter>().version : paper->as<Manifest>().version,
                        paper->id);
  }
  std::ranges::sort(sorted);
  std::vector<StatementId> out;
  for (const auto& [version, id] : sorted) out.push_back(id);
  return out;
}

// What is known here of one object, whatever it proves yet: for whom no link reaches.
Result<Proof> draft_of(const Statements& statements, const Accepted& about) {
  std::vector<Statement> parts{about.statement};
  const auto add = [&](const StatementId& id, StatementType type) {
    for (const Accepted* part : statements.about(id, type)) parts.push_back(part->statement);
  };
  add(about.id, StatementType::signoff);
  add(about.id, StatementType::ack);
  for (const Accepted* stop : statements.about(about.id, StatementType::stop)) {
    parts.push_back(stop->statement);
    add(stop->id, StatementType::signoff);
  }
  return assemble(ProofKind::state, std::move(parts));
}

}  // namespace

Result<Proof> Reading::proof_of(const Accepted& about, WallTime now) const {
  switch (about.statement.type) {
    case StatementType::charter:
      return proof_of_charter(about.id);
    case StatementType::manifest:
      return proof_of_manifest(about);
    case StatementType::proposal: {
      const ProposalStanding standing = proposal_standing(picture(), about, now);
      if (!standing.mandate)
        return fail(Errc::unavailable, "the mandate rule is not met, so there is no proof of it");
      const Signed<Proposal> proposal = signed_of<Proposal>(about);
      return compile_mandate({electorate_of(about), proposal, *standing.mandate}, lookup());
    }
    case StatementType::call: {
      const Accepted* proposal = statements.find(about.as<Call>().proposal);
      if (proposal == nullptr || !decisions.first_seen(about.id))
        return fail(Errc::unavailable, "this call is not certified");
      return certificate_of(*proposal, about, call_standing(picture(), about, now));
    }
    case StatementType::stop: {
      const Accepted* proposal = proposal_of(statements, about.id);
      const StatementId subject_id = about.as<Stop>().subject;
      if (proposal == nullptr)
        return fail(Errc::not_found, "the proposal it belongs to is not here yet");
      const Ballots ballots = ballots_for(picture(), proposal->id);
      for (const CountingStop& counting : counting_stops(picture(), subject_id, ballots)) {
        if (counting.stop->id != about.id) continue;
        const auto call = subject_id == proposal->id ? std::nullopt : std::optional{subject_id};
        return compile_stop(
            {electorate_of(about), proposal->id, call, about.id, counting.weight.signoffs},
            lookup());
      }
      return fail(Errc::unavailable, "this stop does not count yet, so there is no proof of it");
    }
    case StatementType::freeze: {
      // What a thaw needs besides its sign-offs, for whoever lacks it.
      std::vector<Statement> parts{about.statement};
      const Accepted* lifted = statements.find(about.as<Freeze>().thaw);
      if (lifted != nullptr) parts.push_back(lifted->statement);
      for (const Accepted* signoff : statements.about(about.id, StatementType::signoff))
        parts.push_back(signoff->statement);
      return assemble(ProofKind::state, std::move(parts));
    }
    case StatementType::roll:
    case StatementType::signoff:
    case StatementType::ack:
    case StatementType::report:
    case StatementType::debrief:
    case StatementType::relay_cert:
    case StatementType::relay_drop:
    case StatementType::device:
    case StatementType::keys:
    case StatementType::channel:
    case StatementType::epoch:
    case StatementType::repair:
    case StatementType::join:
    case StatementType::reveal:
      break;
  }
  return fail(Errc::not_allowed, "there is no proof of this kind of object");
}

Result<Proof> Reading::proof_of_charter(const StatementId& id) const {
  const auto place = lineage->place_of(id);
  if (!place) return fail(Errc::unavailable, "this charter is not complete, or another one stands");
  return compile_charter(*lineage, *place, papers().signoffs, lookup());
}

Result<Proof> Reading::proof_of_manifest(const Accepted& about) const {
  const OrgId& named = about.as<Manifest>().head.org;
  const auto line = lineage->manifests().find(named.is_zero() ? OrgId{about.id.array()} : named);
  if (line == lineage->manifests().end() || line->second.last().id != about.id)
    return fail(Errc::unavailable, "this manifest is not complete, or another one stands");
  return compile_manifest(line->second, papers().signoffs, lookup());
}

Reply<void> Reading::export_proof(const Row& arguments, Step& step) const {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& about = **found;
  const bool is_draft = arguments.flag("draft");
  const auto proof = is_draft ? draft_of(statements, about) : proof_of(about, step.now.wall);
  if (!proof) {
    if (proof.error().code == Errc::unavailable)
      return refuse(Reason::count,
                    Exit::not_met,
                    std::string{proof.error().what.view()},
                    "tocsin status " + about.id.short_hex());
    return refuse(proof.error());
  }
  const Bytes bytes = wire::encode(*proof);
  if (proof->kind == ProofKind::call && !has_all_parts(bytes))
    return refuse(Reason::missing,
                  Exit::not_met,
                  "this device was sent no readiness reports, and the mandate rests on them",
                  "ask a delegate for the file");
  Row row{"proof"};
  row.set("type", kind_word(proof->kind))
      .set("id", Value{about.id.bytes()})
      .set("mode", word(about.statement.domain.mode));
  row.set("words", words_of(about.id, about.statement.type, about.statement.domain.mode));
  row.set("bytes", Value{bytes});
  step.rows.push_back(std::move(row));
  return {};
}

// Who is no delegate takes a call as attested; what is at hand here would prove nothing to others.
bool Reading::has_all_parts(ByteView certificate) const {
  const Verdict verdict = verify(certificate, Anchor{anchor(), identity.mode});
  const bool is_short = verdict.outcome == Outcome::invalid && !verdict.reasons.empty() &&
                        verdict.reasons.front() == Reason::missing;
  return verdict.outcome != Outcome::not_met && !is_short;
}

Reply<void> Coalition::State::import_proof(const Row& arguments, Step& step) {
  const auto proof = wire::decode<Proof>(arguments.bytes("bytes").value_or(Bytes{}));
  if (!proof) return refuse(proof.error());
  std::size_t fresh = 0;
  std::size_t waits = 0;
  std::size_t refused = 0;
  std::optional<Error> first;
  const Resident* self = own_residence();
  const bool is_amendment = proof->kind == ProofKind::charter && is_known() && self != nullptr;
  if (is_amendment && self->is_delegate) take_chain_papers(*proof, step);
  for (const Statement& statement : proof->statements) {
    // In cards and drafts these ride along; they never meet this machine.
    if (statement.type == StatementType::device || statement.type == StatementType::keys) continue;
    const StatementId id = statement.id();
    if (statements.find(id) != nullptr) continue;
    const auto taken = arrive(wire::encode(statement), step);
    if (!taken) {
      ++refused;
      if (!first) first = taken.error();
      continue;
    }
    const bool is_kept = statements.find(id) != nullptr;
    ++(is_kept ? fresh : waits);
    if (is_kept) spread_if_repair(*statements.find(id), step);
  }
  if (first && fresh + waits == 0) return refuse(*first);
  Row row{"imported"};
  row.set("type", kind_word(proof->kind))
      .set("statements", proof->statements.size())
      .set("fresh", fresh);
  row.set("waiting", waits).set("refused", refused);
  step.rows.push_back(std::move(row));
  return {};
}

// A frozen device reaches nobody by channel, so its thaws of others and what it shows come by file:
// whoever takes them in hands them on.
void Reading::spread_if_repair(const Accepted& accepted, Step& step) const {
  const Signoff* signoff = std::get_if<Signoff>(&accepted.body);
  const bool is_repair = accepted.statement.type == StatementType::freeze ||
                         (signoff != nullptr && signoff->subject_type == StatementType::freeze);
  if (!is_repair) return;
  step.out.posts.push_back(Post{wire::encode(accepted.statement), Reach::everywhere, true});
}

// Authority first: it is what the rest is checked with. Calls that are over notify nobody, so they
// stay behind.
std::vector<Bytes> Reading::state_proof() const {
  std::vector<Bytes> out;
  if (!electorate) return out;
  std::set<StatementId> told;
  const auto tell = [&](const StatementId& id) {
    const Accepted* found = statements.find(id);
    if (found != nullptr && told.insert(id).second) out.push_back(wire::encode(found->statement));
  };
  const auto tell_with_signoffs = [&](const StatementId& id) {
    tell(id);
    for (const Accepted* signoff : statements.about(id, StatementType::signoff)) tell(signoff->id);
  };
  // Drafts and rivals too: who comes in the middle of an amendment may have to sign it.
  for (const StatementType type : {StatementType::charter, StatementType::manifest})
    for (const StatementId& id : by_version(statements, type)) tell_with_signoffs(id);
  for (const Accepted* entry : statements.of(StatementType::roll)) tell(entry->id);
  for (const Accepted* freeze : statements.of(StatementType::freeze))
    tell_with_signoffs(freeze->id);
  for (const auto& [device, evidence] : statements.evidence()) {
    tell(evidence.first);
    tell(evidence.second);
  }
  const WallTime now = last ? last->wall : WallTime{};
  for (const Accepted* call : statements.of(StatementType::call)) {
    if (!decisions.first_seen(call->id)) continue;
    const CallStanding standing = call_standing(picture(), *call, now);
    if (standing.state == CallState::closed || standing.state == CallState::dead) continue;
    const Accepted* proposal = statements.find(call->as<Call>().proposal);
    const auto proof = certificate_of(*proposal, *call, standing);
    if (!proof) continue;
    for (const Statement& part : proof->statements) tell(part.id());
    for (const Accepted* stop : statements.about(call->id, StatementType::stop))
      tell_with_signoffs(stop->id);
  }
  return out;
}

}  // namespace tocsin::coalition
