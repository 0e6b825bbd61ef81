// What arrivals and time bring about: states told once each, mandates first seen, calls certified.
// A call counts as certified only after the compiled proof was found VALID by the same `verify`
// that strangers run.
#include <algorithm>

#include "core/coalition/closing.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

constexpr std::uint8_t certificate_mark = 'c';  // before the call's id in Table::drafts

Bytes certificate_key(const StatementId& call) {
  return Writer{}.u8(certificate_mark).bytes(call.view()).take();
}

}  // namespace

bool Reading::is_known() const {
  return electorate.has_value();
}

// Reports go to delegates of full orgs alone.
Picture Reading::picture() const {
  const Resident* self = own_residence();
  const CharterOrg* org = electorate->org(own_org());
  const bool is_sent_all =
      self != nullptr && self->is_delegate && org != nullptr && org->standing == Standing::full;
  const bool is_suspect = last && is_clock_suspect(last->wall);
  return Picture{*electorate,
                 statements,
                 decisions,
                 mandates,
                 !is_sent_all,
                 &exclusions,
                 &*lineage,
                 &electorates,
                 is_suspect};
}

void Coalition::State::advance(Step& step) {
  if (!awake_since) {
    awake_since = step.now;
    is_starting = true;  // what was told before the restart is not told again
    observe_all(step);
    is_starting = false;
    retry_waiting(step);
  }
  last = step.now;
  if (!electorate) return;
  if (const auto at = next_in_force(); at && *at <= step.now.wall) learn_authority(step);
  if (was_suspect != is_clock_suspect(step.now.wall)) {
    was_suspect = !was_suspect;
    observe_all(step);  // what was held back by it, or is now
  }
  const auto skew = electorate->charter().value.params.fresh.skew;
  std::erase_if(early, [&](const auto& wait) { return !waiting.contains(wait.first); });
  const bool has_come = std::ranges::any_of(
      early, [&](const auto& wait) { return wait.second <= step.now.wall + skew; });
  if (has_come || step.opens) retry_waiting(step);
  std::vector<StatementId> ripe;
  for (const auto& [proposal, at] : due) {
    if (at <= step.now.wall) ripe.push_back(proposal);
  }
  for (const StatementId& proposal : ripe) observe(proposal, step);
}

std::optional<Instant> Reading::next_wakeup() const {
  if (!last) return std::nullopt;
  if (!pending.posts.empty() || !pending.events.empty()) return last->instant;
  std::optional<WallTime> next;
  const auto sooner = [&](WallTime at) { next = std::min(next.value_or(at), at); };
  for (const auto& [proposal, at] : due) sooner(at);
  if (const auto at = next_in_force()) sooner(*at);
  if (electorate) {
    for (const auto& [id, at] : early) sooner(at - electorate->charter().value.params.fresh.skew);
  }
  if (!next) return std::nullopt;
  return last->instant + std::max(Millis{1}, *next - last->wall);
}

void Coalition::State::due_at(const StatementId& proposal, WallTime at, Step& step) {
  if (at <= step.now.wall) return;
  const auto [found, is_new] = due.emplace(proposal, at);
  if (!is_new) found->second = std::min(found->second, at);
}

void Coalition::State::observe_all(Step& step) {
  std::vector<StatementId> proposals;
  if (!electorate) return;
  for (const Accepted* proposal : statements.of(StatementType::proposal))
    proposals.push_back(proposal->id);
  for (const StatementId& proposal : proposals) observe(proposal, step);
}

// Facts (reports, acks of drills) bear on every proposal; anything else on its own.
void Coalition::State::observe_subject(const StatementId& subject, Step& step) {
  if (!electorate) return;
  const Accepted* found = statements.find(subject);
  if (found == nullptr) return;
  const bool is_fact =
      found->statement.type == StatementType::report || is_drill(found->statement.domain.mode);
  if (found->statement.type == StatementType::debrief) {
    const bool is_complete = complete_since(picture(), *found).has_value();
    note_state(subject, StatementType::debrief, is_complete ? "COMPLETE" : "DRAFT", step);
  }
  if (found->statement.type == StatementType::report) {
    const auto state = is_complete_report(*found) ? "COMPLETE" : "DRAFT";
    note_state(subject, StatementType::report, state, step);
  }
  if (is_fact) {
    observe_all(step);
    return;
  }
  const Accepted* proposal = proposal_of(statements, subject);
  if (proposal != nullptr) observe(proposal->id, step);
}

void Coalition::State::observe(const StatementId& id, Step& step) {
  due.erase(id);
  const Accepted* proposal = statements.find(id);
  if (!electorate || proposal == nullptr) return;
  for (const Accepted* call : statements.about(id, StatementType::call))
    observe_call(*proposal, *call, step);
  const ProposalStanding standing = proposal_standing(picture(), *proposal, step.now.wall);
  if (standing.mandate && standing.state != ProposalState::dead)
    decisions.see(id, step.now.wall, step.outbox);
  note_state(id, StatementType::proposal, word(standing.state), step);
  for (const CountingStop& counting : counting_stops(picture(), id, *standing.ballots))
    note_state(counting.stop->id, StatementType::stop, "COUNTS", step);
  const Proposal& value = proposal->as<Proposal>();
  if (standing.state == ProposalState::draft || standing.state == ProposalState::open)
    due_at(id, value.vote_by + Millis{1}, step);
  if (standing.state == ProposalState::mandated) due_at(id, value.not_after + Millis{1}, step);
  if (standing.state == ProposalState::ended) {
    const auto next = looks_again_at(picture(), *proposal, step.now.wall);
    if (next) due_at(id, *next, step);
  }
}

void Coalition::State::observe_call(const Accepted& proposal, const Accepted& call, Step& step) {
  if (call.statement.domain.mode != proposal.statement.domain.mode) return;
  CallStanding standing = call_standing(picture(), call, step.now.wall);
  if (standing.mandate && !picture().takes_attested) mandates.emplace(call.id, *standing.mandate);
  if (standing.verdict.is_valid() && !decisions.first_seen(call.id)) {
    certify(proposal, call, standing, step);
    standing = call_standing(picture(), call, step.now.wall);
  }
  for (const CountingStop& counting : counting_stops(picture(), call.id, *standing.ballots))
    note_state(counting.stop->id, StatementType::stop, "COUNTS", step);
  if (decisions.first_seen(call.id)) flip(proposal, call, step);
  const CallStanding after = call_standing(picture(), call, step.now.wall);
  if (after.closing) due_at(proposal.id, after.closing->due, step);
  if (decisions.first_seen(call.id)) note_targets(call, after, step);
  note_state(call.id, StatementType::call, word(after.state), step);
}

void Coalition::State::note_targets(const Accepted& call,
                                    const CallStanding& standing,
                                    Step& step) {
  for (std::size_t i = 0; i < standing.targets.size(); ++i) {
    const TargetStanding& target = standing.targets[i];
    TargetState& known = target_states
                             .try_emplace({call.id, static_cast<std::uint16_t>(i)},
                                          is_starting ? target.state : TargetState::awaited)
                             .first->second;
    if (known == target.state) continue;
    Row row = event_row("target.state", call.id, StatementType::call, call.statement.domain.mode);
    row.set("org", Value{target.target.org.bytes()}).set("cell", cell_text(target.target.cell));
    row.set("from", word(known)).set("to", word(target.state));
    row.set("codes", Value{codes_of(target.codes)});
    known = target.state;
    step.out.events.push_back(std::move(row));
  }
}

Result<Proof> Reading::certificate_of(const Accepted& proposal,
                                      const Accepted& call,
                                      const CallStanding& standing) const {
  if (standing.certificate && standing.mandate) {
    const Signed<Proposal> about = signed_of<Proposal>(proposal);
    const Signed<Call> signed_call = signed_of<Call>(call);
    return compile_call({{electorate_of(proposal), about, *standing.mandate},
                         signed_call,
                         *standing.certificate,
                         false,
                         earlier_waves(statements, call.as<Call>())},
                        lookup());
  }
  // It stood once; what came later may not take the proof away.
  const auto kept = archive.value(Table::drafts, certificate_key(call.id));
  if (!kept) return fail(Errc::not_found, "this call is not certified");
  return wire::decode<Proof>(*kept);
}

void Coalition::State::certify(const Accepted& proposal,
                               const Accepted& call,
                               const CallStanding& standing,
                               Step& step) {
  if (!picture().takes_attested || is_drill(call.statement.domain.mode)) {
    const auto proof = certificate_of(proposal, call, standing);
    if (!proof) return;
    const Bytes bytes = wire::encode(*proof);
    if (!verify(bytes, Anchor{anchor(), identity.mode}).is_valid()) return;
    step.outbox.keep(Table::drafts, certificate_key(call.id), bytes);
    publish_parts(*proof, step);
  }
  decisions.see(call.id, step.now.wall, step.outbox);
  if (!is_drill(call.statement.domain.mode))
    decisions.trust(standing.certificate->call_time, step.outbox);
  const Resident* self = own_residence();
  const bool is_ahead = std::ranges::any_of(
      call.as<Call>().targets, [&](const CallTarget& target) { return target.t0 > step.now.wall; });
  if (self != nullptr && self->is_steward && is_ahead && may_sign())
    acknowledge(call.id, AckLevel::received, step);
}

// Members of our org hear of it from us; what they need besides is the authority they were welcomed
// with.
void Reading::publish_parts(const Proof& certificate, Step& step) const {
  const Resident* self = own_residence();
  if (self == nullptr || !self->is_delegate) return;
  for (const Statement& part : certificate.statements) {
    if (part.type == StatementType::charter || part.type == StatementType::manifest) continue;
    step.out.posts.push_back(Post{wire::encode(part), Reach::own_org, is_urgent(part)});
  }
}

void Coalition::State::note_state(const StatementId& id,
                                  StatementType type,
                                  std::string_view state,
                                  Step& step) {
  const auto [found, is_first] = states.emplace(id, std::string{});
  std::string& known = found->second;
  if (known == state) return;
  if (is_first && is_starting) {
    known = state;
    return;
  }
  const Accepted* subject = statements.find(id);
  const Mode mode = subject == nullptr ? Mode::none : subject->statement.domain.mode;
  Row row = event_row(std::string{type_name(type)} + ".state", id, type, mode);
  row.set("from", known).set("to", state);
  known = state;
  step.out.events.push_back(std::move(row));
}

}  // namespace tocsin::coalition
