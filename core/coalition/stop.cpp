// hold, abort, pause, resume, end: a stop and its author's sign-off in one act. Before T0 one holds
// or aborts, after it one pauses or ends.
#include <algorithm>
#include <iterator>

#include "core/base/ensure.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/wording.h"
#include "core/model/limits/statements.h"
#include "core/wire/proof_codec.h"

namespace tocsin::coalition {
namespace {

std::vector<Target> targets_of(const Accepted& subject) {
  std::vector<Target> out;
  if (const Proposal* proposal = std::get_if<Proposal>(&subject.body)) return proposal->targets;
  if (const Call* call = std::get_if<Call>(&subject.body)) {
    for (const CallTarget& target : call->targets) out.push_back(Target{target.org, target.cell});
  }
  return out;
}

// "slug:sector/region[/code]"
std::optional<Target> parse_target(std::string_view text, const Electorate& electorate) {
  const auto colon = text.find(':');
  const auto slash = text.find('/', colon == std::string_view::npos ? 0 : colon);
  if (colon == std::string_view::npos || slash == std::string_view::npos) return std::nullopt;
  const std::string_view slug = text.substr(0, colon);
  const auto& orgs = electorate.charter().value.orgs;
  const auto org = std::ranges::find(orgs, slug, &CharterOrg::slug);
  if (org == orgs.end()) return std::nullopt;
  const auto second = text.find('/', slash + 1);
  Cell cell;
  cell.sector = std::string{text.substr(colon + 1, slash - colon - 1)};
  cell.region = std::string{
      text.substr(slash + 1, second == std::string_view::npos ? second : second - slash - 1)};
  if (second != std::string_view::npos) cell.code = std::string{text.substr(second + 1)};
  return Target{org->id, std::move(cell)};
}

std::optional<DemandOutcome> outcome_of(const std::string& text) {
  if (text == "met") return DemandOutcome::met;
  if (text == "part") return DemandOutcome::part;
  if (text == "unmet") return DemandOutcome::unmet;
  return std::nullopt;
}

Reply<void> fill_outcomes(Stop& stop, const Row& arguments, const Proposal& proposal) {
  for (const std::string& text : arguments.texts("outcomes")) {
    const auto outcome = outcome_of(text);
    if (!outcome) return refuse(Exit::usage, "E_USAGE", "an outcome is met, part or unmet");
    stop.outcomes.push_back(*outcome);
  }
  if (stop.outcomes.size() != proposal.demands.size())
    return refuse(Reason::demand,
                  Exit::usage,
                  "an end says of every demand: met, part or unmet",
                  "--outcome, once per demand");
  stop.next_review = arguments.time("next_review").value_or(WallTime{});
  if (stop.next_review == WallTime{})
    return refuse(Reason::demand,
                  Exit::usage,
                  "an end says when you will look at the outcome again",
                  "--next-review TIME");
  return {};
}

Reply<void> fill_end(Stop& stop, const Row& arguments, const Proposal& proposal, WallTime now) {
  const std::string form = arguments.text("form").value_or("");
  if (form == "settled" || form == "return") {
    stop.form = form == "settled" ? EndForm::settled : EndForm::go_back;
    return fill_outcomes(stop, arguments, proposal);
  }
  if (form != "vote") return refuse(Exit::usage, "E_USAGE", "an end is settled, vote or return");
  stop.form = EndForm::vote;
  stop.vote_by = arguments.time("vote_by").value_or(WallTime{});
  if (stop.vote_by <= now)
    return refuse(Reason::vote,
                  Exit::usage,
                  "a vote whether to end says by when; until then the action is paused",
                  "--vote-by TIME");
  if (!arguments.texts("outcomes").empty())
    return refuse(Reason::vote,
                  Exit::usage,
                  "a vote has no outcomes yet: they are said when it is settled",
                  "leave out --outcome");
  return {};
}

// A hold of a call moves its start and may be as long as the proposal allows; any other is short.
Reply<void> fill_hold(Stop& stop, const Row& arguments, const Accepted& subject, WallTime now) {
  stop.at = arguments.time("until").value_or(WallTime{});
  const bool is_call = subject.statement.type == StatementType::call;
  if (stop.at == WallTime{}) {
    if (is_call && arguments.flag("own")) return {};
    return refuse(Reason::hold, Exit::usage, "a hold says until when", "--until TIME");
  }
  if (stop.at <= now) return refuse(Reason::hold, Exit::usage, "that time is past", "--until TIME");
  if (!is_call && stop.at > now + limits::hold_max)
    return refuse(
        Reason::hold, Exit::usage, "a proposal is held at most 72 hours from now", "--until TIME");
  return {};
}

Reply<void> fill_pause(Stop& stop, const Row& arguments, WallTime now) {
  stop.at = arguments.time("until").value_or(WallTime{});
  if (stop.at > now && stop.at <= now + limits::pause_max) return {};
  return refuse(Reason::hold,
                Exit::usage,
                "a pause says until when, at most 24 hours from now; then it is on by itself",
                "--until TIME");
}

Reply<void> fill_kind(Stop& stop, const Row& arguments, const Accepted& subject, WallTime now) {
  switch (stop.kind) {
    case StopKind::hold:
      return fill_hold(stop, arguments, subject, now);
    case StopKind::pause:
      return fill_pause(stop, arguments, now);
    case StopKind::resume:
      stop.at = arguments.time("from").value_or(WallTime{});
      return {};
    case StopKind::abort:
    case StopKind::end:
      return {};  // an end: fill_end
  }
  return {};
}

}  // namespace

Reply<Target> Reading::named_target(const std::string& text, const Accepted& about) const {
  const std::vector<Target> known = targets_of(about);
  const auto target = parse_target(text, *electorate);
  if (target && std::ranges::find(known, *target) != known.end()) return *target;
  return refuse(Reason::target, Exit::usage, "not a target of this: " + text, "slug:sector/region");
}

Reply<void> Reading::fill_targets(Stop& stop, const Row& arguments, const Accepted& about) const {
  for (const std::string& text : arguments.texts("targets")) {
    const auto target = named_target(text, about);
    if (!target) return tl::unexpected<Refusal>{target.error()};
    stop.targets.push_back(*target);
  }
  if (arguments.flag("own")) {
    const auto is_mine = [own = own_org()](const Target& target) { return target.org == own; };
    if (stop.targets.empty())
      std::ranges::copy_if(targets_of(about), std::back_inserter(stop.targets), is_mine);
    // Any org holds a proposal back, and lets it go on.
    const bool is_any = about.statement.type == StatementType::proposal &&
                        (stop.kind == StopKind::hold || stop.kind == StopKind::resume);
    if (!std::ranges::all_of(stop.targets, is_mine) || (stop.targets.empty() && !is_any))
      return refuse(
          Reason::target, Exit::usage, "your org is no target of this", "leave out --own");
  }
  std::ranges::sort(stop.targets);
  const auto twice = std::ranges::unique(stop.targets);
  stop.targets.erase(twice.begin(), twice.end());
  return {};
}

// By what is known here: what is not carried yet holds nothing.
Reply<void> Reading::may_resume(const Stop& resume, const Accepted& subject, Now now) const {
  const auto is_stopped = [&](const TargetStanding& target) {
    const Stopped& stops = target.stops;
    return stops.is_held(now.wall) || stops.is_paused(now.wall) || stops.voted_out_at ||
           (stops.postponed_by && stops.t0 > now.wall) || !target.codes.empty() ||
           target.state == TargetState::held;
  };
  const auto is_meant = [&](const TargetStanding& target) {
    const Target named{target.target.org, target.target.cell};
    return resume.targets.empty() ||
           std::ranges::find(resume.targets, named) != resume.targets.end();
  };
  bool is_held = false;
  if (subject.statement.type == StatementType::proposal) {
    const Ballots ballots = counting_for(picture(), subject.id);
    is_held = held_until(counting_stops(picture(), subject.id, ballots)) > now.wall;
  } else {
    const CallStanding standing = call_standing(picture(), subject, now.wall);
    is_held = std::ranges::any_of(standing.targets, [&](const TargetStanding& target) {
      return is_meant(target) && is_stopped(target);
    });
  }
  if (is_held) return {};
  return refuse(Exit::usage,
                "E_TYPE",
                "nothing of it is held, paused or voted on: there is nothing to resume",
                "tocsin status " + subject.id.short_hex());
}

// Which stop goes with which moment of a call; a proposal is held, resumed or aborted.
Reply<void> Reading::may_stop(const Stop& stop, const Accepted& subject, Now now) const {
  const bool is_call = subject.statement.type == StatementType::call;
  const bool is_for_running = stop.kind == StopKind::end || stop.kind == StopKind::pause;
  if (!is_call) {
    if (is_for_running)
      return refuse(Exit::usage, "E_TYPE", "a proposal does not run", "name the call");
    return stop.kind == StopKind::resume ? may_resume(stop, subject, now) : Reply<void>{};
  }
  const CallStanding standing = call_standing(picture(), subject, now.wall);
  const bool has_started =
      standing.state == CallState::in_effect || standing.state == CallState::paused;
  if (standing.state == CallState::ended || standing.state == CallState::closed ||
      standing.state == CallState::dead)
    return refuse(Reason::stopped, Exit::held, "this call is over already");
  if (stop.kind == StopKind::resume) return may_resume(stop, subject, now);
  if (is_for_running && !has_started)
    return refuse(Exit::usage,
                  "E_TYPE",
                  stop.kind == StopKind::end ? "it has not started: nothing to end"
                                             : "it has not started: nothing to pause",
                  stop.kind == StopKind::end ? "tocsin abort" : "tocsin hold");
  if (stop.kind == StopKind::hold && stop.at > WallTime{}) {
    const Accepted* proposal = proposal_of(statements, subject.id);
    if (stop.at > proposal->as<Proposal>().not_after)
      return refuse(Reason::expired,
                    Exit::usage,
                    "the proposal's window is over by then: held so long it would be dead",
                    "tocsin abort");
  }
  const bool is_late = stop.kind == StopKind::abort || stop.kind == StopKind::hold;
  const auto is_ahead = [&](const TargetStanding& target) {
    const bool is_meant =
        stop.targets.empty() ||
        std::ranges::find(stop.targets, Target{target.target.org, target.target.cell}) !=
            stop.targets.end();
    return is_meant && target.state != TargetState::in_effect &&
           target.state != TargetState::paused && target.state != TargetState::ended;
  };
  if (is_late && has_started && std::ranges::none_of(standing.targets, is_ahead))
    return refuse(Exit::usage,
                  "E_TYPE",
                  stop.kind == StopKind::abort ? "it runs: an abort would change nothing"
                                               : "it runs: a hold would change nothing",
                  stop.kind == StopKind::abort ? "tocsin end" : "tocsin pause");
  return stop.kind == StopKind::pause ? may_pause(subject, now) : Reply<void>{};
}

// Who carried one rests: a pause that is renewed for ever would be an end that nobody voted for.
Reply<void> Reading::may_pause(const Accepted& call, Now now) const {
  const StatementId& proposal = call.as<Call>().proposal;
  const Ballots ballots = ballots_for(picture(), proposal);
  if (!resting(picture(), proposal, ballots, now.wall).contains(own_org())) return {};
  return refuse(Reason::hold,
                Exit::held,
                "your org carried a pause less than 72 hours ago and carries none now",
                "tocsin end, or another org's pause");
}

Reply<void> Coalition::State::stop(StopKind kind, const Row& arguments, Step& step) {
  if (auto may = need_delegate(); !may) return may;
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& about = **found;
  const bool is_call = about.statement.type == StatementType::call;
  if (!is_call && about.statement.type != StatementType::proposal)
    return refuse(Reason::type, Exit::usage, "a proposal or a call is stopped", "tocsin status");
  const Accepted* proposal = proposal_of(statements, about.id);
  if (proposal == nullptr)
    return refuse(Reason::missing, Exit::later, "the proposal it belongs to is not here yet");
  Stop stop;
  stop.kind = kind;
  stop.subject = about.id;
  stop.reason = arguments.text("reason").value_or("");
  if (auto done = fill_targets(stop, arguments, about); !done) return done;
  if (auto done = fill_kind(stop, arguments, about, step.now.wall); !done) return done;
  if (auto may = may_stop(stop, about, step.now); !may) return may;
  if (kind == StopKind::end) {
    const Proposal& value = proposal->as<Proposal>();
    if (auto done = fill_end(stop, arguments, value, step.now.wall); !done) return done;
  }
  // An own hold is the one act that waits for nobody: no review, no words.
  const bool is_own_hold =
      kind == StopKind::hold && is_call && arguments.flag("own") && stop.at == WallTime{};
  std::string language = electorate->charter().value.languages.front();
  if (!is_own_hold) {
    const auto window = ready_to_sign(about, arguments, step.now);
    if (!window) return tl::unexpected<Refusal>{window.error()};
    language = window->language;
    reviews.close(about.id, step.outbox);
  }
  return issue_stop(std::move(stop), about, language, step);
}

// The stop and its author's sign-off in one act.
Reply<void> Coalition::State::issue_stop(Stop stop,
                                         const Accepted& about,
                                         std::string language,
                                         Step& step) {
  const Accepted* proposal = proposal_of(statements, about.id);
  const Mode mode = about.statement.domain.mode;
  const StatementId id = issue(StatementType::stop, mode, Body{std::move(stop)}, step);
  const Accepted& kept = *statements.find(id);
  const auto proof = assemble(ProofKind::state, {kept.statement});
  step.rows.push_back(
      draft_row({id, StatementType::stop, mode, proof ? wire::encode(*proof) : Bytes{}, false}));
  const auto shown = wording(
      electorate->charter().value, signed_of<Proposal>(*proposal), signed_of<Stop>(kept), language);
  ENSURE(shown.has_value());
  Signoff signoff;
  signoff.stance = Stance::approve;
  signoff.language = std::move(language);
  signoff.wording = wording_version;
  signoff.shown = shown->shown;
  return sign_off(kept, std::move(signoff), step);
}

}  // namespace tocsin::coalition
