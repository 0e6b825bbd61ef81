// Arrivals (decisions.md §1): size, known author, signature over the received bytes,
// canonical body, place. What is accepted is kept in the same call; what lacks its author waits.
// Two contents in one slot are both kept: together they are evidence.
#include <algorithm>

#include "core/base/match.h"
#include "core/coalition/debrief.h"
#include "core/coalition/drilled.h"
#include "core/coalition/freeze.h"
#include "core/coalition/objections.h"
#include "core/coalition/roll.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/model/limits/statements.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

// A first charter or manifest. Its author cannot be known before it: it is accepted by id.
bool is_founding(const Statement& statement) {
  const bool is_of_chain =
      statement.type == StatementType::charter || statement.type == StatementType::manifest;
  return is_of_chain && statement.domain.coalition.is_zero();
}

// Whoever waits for answers to a call looks again: so one need not ask at intervals.
Row acked_event(const Accepted& kept) {
  const Ack& ack = kept.as<Ack>();
  Row row = event_row("call.acked", ack.call, StatementType::call, kept.statement.domain.mode);
  row.set("org", Value{ack.head.org.bytes()}).set("level", word(ack.level));
  return row;
}

}  // namespace

CoalitionId Reading::anchor() const {
  if (!identity.coalition.is_zero()) return identity.coalition;
  for (const Accepted* charter : statements.of(StatementType::charter))
    if (charter->as<Charter>().version == 1) return CoalitionId{charter->id.array()};
  return CoalitionId::zero();
}

Result<void> Reading::check_domain(const Statement& statement) const {
  if (statement.domain.suite != suite_1) return fail(Errc::not_allowed, "another suite");
  const bool is_mine = is_rehearsal(statement.domain.mode) == is_rehearsal(identity.mode);
  if (!is_mine || statement.domain.mode == Mode::none)
    return fail(Errc::not_allowed, "another mode");
  if (is_drill(statement.domain.mode) && is_never_drilled(statement.type))
    return fail(Errc::not_allowed, "a type that no drill has");
  const bool may_be_zero = is_founding(statement) || statement.type == StatementType::signoff;
  if (statement.domain.coalition.is_zero() && may_be_zero) return {};
  if (statement.domain.coalition == anchor()) return {};
  // Before the founding bundle came: a charter that this device confirmed.
  const StatementId charter{statement.domain.coalition.array()};
  if (anchor().is_zero() && slots.has_promised(StatementType::charter, charter)) return {};
  return fail(Errc::not_allowed, "another coalition");
}

Result<void> Coalition::State::arrive(ByteView bytes, Step& step) {
  TRY(const Statement statement, wire::decode<Statement>(bytes));
  const StatementId id = statement.id();
  if (statements.find(id) != nullptr) return {};
  return admit(statement, id, step);
}

Result<void> Coalition::State::admit(const Statement& statement,
                                     const StatementId& id,
                                     Step& step) {
  TRY_VOID(check_domain(statement));
  TRY(const bool is_kept, take(statement, id, step));
  if (!is_kept) return waiting.add(id, wire::encode(statement), bearer_of(step), step.outbox);
  if (step.opens) retry_waiting(step);
  return {};
}

// Whether it was kept. If not, it waits for what it needs or for its time.
Result<bool> Coalition::State::take(const Statement& statement, const StatementId& id, Step& step) {
  auto accepted = check(statement, id, step);
  if (!accepted && accepted.error().code == Errc::not_found) return false;
  if (!accepted) return fail(accepted.error());
  if (is_early(*accepted, step.now)) {
    early.insert_or_assign(id, head_of(accepted->body).at);
    return false;
  }
  keep(*std::move(accepted), step);
  return true;
}

// Where several orgs list it, of the one in which it is the most.
Bearer Reading::bearer_of(const Step& step) const {
  const Resident* resident = directory.find(step.bearer);
  return Bearer{resident == nullptr ? OrgId::zero() : resident->org, step.bearer};
}

// not_found: something it needs is not here yet, so it waits.
Result<Accepted> Reading::check(const Statement& statement,
                                const StatementId& id,
                                Step& step) const {
  if (is_founding(statement)) {
    TRY(Body body, decode_body(statement));
    Accepted accepted{id, statement, std::move(body), step.now.wall};
    TRY_VOID(check_place(accepted));
    return accepted;
  }
  const Resident* author = directory.find(statement.author);
  if (author == nullptr) return fail(Errc::not_found, "its author is not known yet");
  if (!statement.is_signed_by(author->keys.idk))
    return fail(Errc::unauthenticated, "a signature that does not hold");
  TRY(Body body, decode_body(statement));
  Accepted accepted{id, statement, std::move(body), step.now.wall};
  TRY_VOID(check_author(accepted));
  TRY_VOID(check_place(accepted));
  return accepted;
}

Result<void> Reading::check_author(const Accepted& accepted) const {
  const Head& inner = head_of(accepted.body);
  if (inner.author != accepted.statement.author)
    return fail(Errc::malformed, "two different authors");
  // In founding, before there is a charter, an org is its manifest.
  const bool is_founding_act = accepted.statement.domain.coalition.is_zero();
  const Resident* author =
      is_founding_act ? directory.find(inner.author) : directory.find(inner.author, inner.org);
  // A paper that lists it there may be on its way.
  if (author == nullptr) return fail(Errc::not_found, "its author belongs to another org");
  const bool is_ack = accepted.statement.type == StatementType::ack;
  const bool is_roll = accepted.statement.type == StatementType::roll;
  if ((is_ack || is_roll) && (author->is_steward || author->was_steward)) return {};
  // What was signed under an older manifest proves what was decided then; whether it counts today
  // is the tally's question.
  if (author->is_delegate || author->was_delegate) return {};
  return check_listed(accepted);
}

// Whom a new manifest lists signs it before it stands. All else waits until one that lists them
// does: it may be on its way, and what comes first must not decide what is kept.
Result<void> Reading::check_listed(const Accepted& accepted) const {
  const Signoff* signoff = std::get_if<Signoff>(&accepted.body);
  if (signoff == nullptr || signoff->subject_type != StatementType::manifest)
    return fail(Errc::not_found, "its author is no delegate yet");
  const Manifest* draft = statements.find_as<Manifest>(signoff->subject);
  if (draft == nullptr) return fail(Errc::not_found, "the manifest it signs is not here yet");
  if (!is_delegate_device(*draft, accepted.statement.author))
    return fail(Errc::not_found, "its author is not listed in the manifest it signs");
  return {};
}

// What kind by kind must hold besides.
Result<void> Reading::check_place(const Accepted& accepted) const {
  return match(
      accepted.body,
      [&](const Charter& charter) { return check_charter(accepted, charter); },
      [&](const Manifest& manifest) { return check_manifest(accepted, manifest); },
      [&](const Roll& roll) -> Result<void> { return check_adds(accepted.statement.domain, roll); },
      [&](const Freeze& freeze) -> Result<void> {
        if (!electorate) return fail(Errc::not_found, "no charter is in force here yet");
        return check_freeze_of_then(*electorate, freeze);
      },
      [&](const Stop& stop) -> Result<void> {
        const auto others = statements.about(stop.subject, StatementType::stop);
        const auto same = std::ranges::count_if(others, [&](const Accepted* other) {
          return other->statement.author == stop.head.author;
        });
        if (same >= static_cast<std::ptrdiff_t>(limits::stops_per_device_max))
          return fail(Errc::limit_exceeded, "too many stops by one device of one subject");
        return {};
      },
      [&](const Debrief& debrief) -> Result<void> {
        return check_debrief_count(statements, debrief);
      },
      [&](const Signoff& signoff) -> Result<void> {
        const auto others = statements.about(signoff.subject, StatementType::signoff);
        const auto same = std::ranges::count_if(others, [&](const Accepted* other) {
          return other->statement.author == signoff.head.author;
        });
        if (same >= static_cast<std::ptrdiff_t>(limits::signoffs_per_device_max))
          return fail(Errc::limit_exceeded, "too many sign-offs of one device on one subject");
        return {};
      },
      [](const auto&) -> Result<void> { return {}; });
}

// By any manifest of its org that is here: who is dropped later was frozen all the same, and a view
// may name it.
Result<void> Reading::check_freeze_of_then(const Electorate& now, const Freeze& freeze) const {
  Result<void> best = check_freeze(statements, now.manifest(freeze.head.org), freeze);
  for (const Accepted* paper : statements.of(StatementType::manifest)) {
    if (best || best.error().code != Errc::not_found) return best;
    const Manifest& manifest = paper->as<Manifest>();
    const bool is_own = manifest.head.org.is_zero() ? OrgId{paper->id.array()} == freeze.head.org
                                                    : manifest.head.org == freeze.head.org;
    if (is_own) best = check_freeze(statements, &manifest, freeze);
  }
  return best;
}

// A newcomer takes no later version or entry sooner than the members it hears of. What makes up the
// founding has no charter yet to say what early is.
bool Reading::is_early(const Accepted& accepted, Now now) const {
  const Signoff* signoff = std::get_if<Signoff>(&accepted.body);
  const bool is_on_first = signoff != nullptr && signoff->number == 1;
  if (!electorate && (is_founding(accepted.statement) || is_on_first)) return false;
  const Seconds skew =
      electorate ? electorate->charter().value.params.fresh.skew : default_params().fresh.skew;
  return head_of(accepted.body).at > now.wall + skew;
}

void Coalition::State::keep(Accepted accepted, Step& step) {
  const StatementId id = accepted.id;
  early.erase(id);
  waiting.forget(id, step.outbox);
  if (!statements.insert(std::move(accepted), step.outbox)) return;
  learn_evidence(step);
  learn(*statements.find(id), step);
}

void Coalition::State::learn(const Accepted& kept, Step& step) {
  switch (kept.statement.type) {
    case StatementType::charter:
    case StatementType::manifest:
    case StatementType::roll:
      step.opens = true;
      return learn_authority(step);
    case StatementType::relay_cert:
    case StatementType::relay_drop:
      step.out.relays_changed = true;
      step.out.relays = relays();
      return;
    case StatementType::signoff:
      if (kept.as<Signoff>().stance == Stance::object)
        step.out.events.push_back(objected_event(kept));
      return learn_signoff(kept.as<Signoff>(), step);
    case StatementType::proposal:
    case StatementType::call:
    case StatementType::stop:
    case StatementType::report:
    case StatementType::debrief:
      return observe_subject(kept.id, step);
    case StatementType::ack:
      step.out.events.push_back(acked_event(kept));
      return observe_subject(kept.as<Ack>().call, step);
    case StatementType::freeze:
      step.opens = true;
      return learn_exclusions(step);
    case StatementType::device:
    case StatementType::keys:
    case StatementType::channel:
    case StatementType::epoch:
    case StatementType::repair:
    case StatementType::join:
    case StatementType::reveal:
      return;
  }
}

void Coalition::State::learn_signoff(const Signoff& signoff, Step& step) {
  const StatementType about = signoff.subject_type;
  const bool is_of_chain = about == StatementType::charter || about == StatementType::manifest;
  if (!electorate || is_of_chain) return learn_authority(step);
  if (about == StatementType::freeze) learn_exclusions(step);
  observe_subject(signoff.subject, step);
}

// One that is kept may be what another waits for: round by round, never one within the other, since
// a stranger chooses how long such a row is.
void Coalition::State::retry_waiting(Step& step) {
  for (bool has_moved = true; has_moved;) {
    has_moved = false;
    for (const auto& [key, bytes] : waiting.all())
      if (waiting.contains(key) && retry(key, bytes, step)) has_moved = true;
  }
  step.opens = false;
}

// Whether it was kept.
bool Coalition::State::retry(const Waiting::Key& key, const Bytes& bytes, Step& step) {
  const auto statement = wire::decode<Statement>(bytes);
  const auto kept =
      statement ? take(*statement, key.id, step) : Result<bool>{fail(statement.error())};
  if (kept) return *kept;
  waiting.forget(key, step.outbox);
  return false;
}

}  // namespace tocsin::coalition
