// hold, abort, end: a stop and its author's sign-off in one act. Before T0 one aborts, after it one
// ends.
#include <algorithm>

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

Reply<void> fill_targets(Stop& stop,
                         const Row& arguments,
                         const Accepted& subject,
                         const OrgId& own,
                         const Electorate& electorate) {
  const std::vector<Target> known = targets_of(subject);
  for (const std::string& text : arguments.texts("targets")) {
    const auto target = parse_target(text, electorate);
    if (!target || std::ranges::find(known, *target) == known.end())
      return refuse(
          Reason::target, Exit::usage, "not a target of this: " + text, "slug:sector/region");
    stop.targets.push_back(*target);
  }
  if (arguments.flag("own")) {
    if (stop.targets.empty())
      std::ranges::copy_if(known, std::back_inserter(stop.targets), [&](const Target& target) {
        return target.org == own;
      });
    const bool is_own =
        std::ranges::all_of(stop.targets, [&](const Target& target) { return target.org == own; });
    const bool is_proposal_hold =
        stop.kind == StopKind::hold && subject.statement.type == StatementType::proposal;
    if (!is_own || (stop.targets.empty() && !is_proposal_hold))
      return refuse(
          Reason::target, Exit::usage, "your org is no target of this", "leave out --own");
  }
  std::ranges::sort(stop.targets);
  return {};
}

Reply<void> fill_end(Stop& stop, const Row& arguments, const Accepted& proposal) {
  const std::string form = arguments.text("form").value_or("");
  if (form != "settled" && form != "return")
    return refuse(Exit::usage, "E_USAGE", "an end is settled or return");
  stop.form = form == "settled" ? EndForm::settled : EndForm::go_back;
  for (const std::string& text : arguments.texts("outcomes")) {
    const auto outcome = outcome_of(text);
    if (!outcome) return refuse(Exit::usage, "E_USAGE", "an outcome is met, part or unmet");
    stop.outcomes.push_back(*outcome);
  }
  if (stop.outcomes.size() != proposal.as<Proposal>().demands.size())
    return refuse(Exit::usage,
                  "E_DEMAND",
                  "an end says of every demand: met, part or unmet",
                  "--outcome, once per demand");
  stop.next_review = arguments.time("next_review").value_or(WallTime{});
  return {};
}

}  // namespace

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
  const StatementId subject_id = about.id;
  const Mode mode = about.statement.domain.mode;
  Stop stop;
  stop.kind = kind;
  stop.subject = subject_id;
  stop.reason = arguments.text("reason").value_or("");
  if (auto done = fill_targets(stop, arguments, about, own_org(), *electorate); !done) return done;
  if (kind == StopKind::hold) {
    stop.at = arguments.time("until").value_or(WallTime{});
    const WallTime latest = step.now.wall + limits::hold_max;
    const bool needs_end = !(is_call && arguments.flag("own"));
    if ((needs_end && stop.at == WallTime{}) || stop.at > latest)
      return refuse(Reason::hold,
                    Exit::usage,
                    "a hold says until when, at most 72 hours from now",
                    "--until TIME");
  }
  if (kind == StopKind::end) {
    if (auto done = fill_end(stop, arguments, *proposal); !done) return done;
  }
  if (is_call) {
    const CallStanding standing = call_standing(picture(), about, step.now.wall);
    const bool runs = standing.state == CallState::in_effect;
    if (standing.state == CallState::ended || standing.state == CallState::closed ||
        standing.state == CallState::dead)
      return refuse(Reason::stopped, Exit::held, "this call is over already");
    if (kind == StopKind::end && !runs)
      return refuse(Exit::usage, "E_TYPE", "it has not started: nothing to end", "tocsin abort");
    if (kind == StopKind::abort && runs)
      return refuse(Exit::usage, "E_TYPE", "it runs: an abort would change nothing", "tocsin end");
  } else if (kind == StopKind::end) {
    return refuse(Exit::usage, "E_TYPE", "a proposal has nothing to end", "tocsin abort");
  }
  // An own hold is the one act that waits for nobody: no review, no words.
  const bool is_own_hold = kind == StopKind::hold && is_call && arguments.flag("own");
  Signoff signoff;
  signoff.stance = Stance::approve;
  signoff.language = electorate->charter().value.languages.front();
  if (!is_own_hold) {
    const auto window = ready_to_sign(about, arguments, step.now);
    if (!window) return tl::unexpected<Refusal>{window.error()};
    signoff.language = window->language;
    reviews.close(subject_id, step.outbox);
  }
  const StatementId id = issue(StatementType::stop, mode, Body{std::move(stop)}, step);
  const Accepted& kept = *statements.find(id);
  const auto proof = assemble(ProofKind::state, {kept.statement});
  step.rows.push_back(
      draft_row({id, StatementType::stop, mode, proof ? wire::encode(*proof) : Bytes{}, false}));
  const auto shown = wording(electorate->charter().value,
                             signed_of<Proposal>(*proposal),
                             signed_of<Stop>(kept),
                             signoff.language);
  ENSURE(shown.has_value());
  signoff.wording = wording_version;
  signoff.shown = shown->shown;
  return sign_off(kept, std::move(signoff), step);
}

}  // namespace tocsin::coalition
