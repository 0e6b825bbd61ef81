// How things stand, in rows: reading only.
#include <algorithm>

#include "core/coalition/agenda.h"
#include "core/coalition/objections.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {
namespace {

Row proposal_row(const Accepted& proposal,
                 const ProposalStanding& standing,
                 const Electorate& electorate) {
  const Proposal& value = proposal.as<Proposal>();
  const Mode mode = proposal.statement.domain.mode;
  std::size_t approve = 0;
  std::size_t object = 0;
  std::size_t silent = 0;
  for (const OrgTally& org : standing.tally.orgs) {
    approve += org.approves() ? 1U : 0U;
    object += org.objects() ? 1U : 0U;
    const bool is_silent =
        org.approvals.empty() && org.objections.empty() && org.abstentions.empty();
    silent += is_silent ? 1U : 0U;
  }
  Row row{"proposal"};
  row.set("id", Value{proposal.id.bytes()}).set("mode", word(mode)).set("action", value.action);
  row.set("title", value.title.empty() ? std::string{} : value.title.front())
      .set("state", word(standing.state));
  if (!standing.dead.empty()) row.set("reason", standing.dead);
  row.set("blocked", standing.is_blocked)
      .set("full", electorate.full().size())
      .set("approve", approve);
  if (standing.is_blocked)
    row.set("blocked_by", Value{objecting_slugs(standing.tally, electorate)});
  row.set("object", object).set("silent", silent).set("vote_by", Value{value.vote_by});
  row.set("not_before", Value{value.not_before})
      .set("not_after", Value{value.not_after})
      .set("at", Value{value.head.at});
  if (standing.mandate) {
    row.set("mandate", Value{standing.mandate->id.bytes()})
        .set("mandate_time", Value{standing.mandate->time});
    row.set("hold_until", Value{standing.hold_until});
  }
  return row;
}

// As they were issued: what is listed by id stands elsewhere in each coalition.
std::vector<const Accepted*> in_order(std::vector<const Accepted*> subjects) {
  std::ranges::stable_sort(subjects, {}, [](const Accepted* one) { return head_of(one->body).at; });
  return subjects;
}

// What an org that is not called does meanwhile: the supporting ask of its kind.
std::string supporting_ask(const Electorate& electorate,
                           const Accepted* proposal,
                           const OrgId& own) {
  const CharterOrg* org = electorate.org(own);
  const Action* action =
      proposal == nullptr ? nullptr : electorate.action(proposal->as<Proposal>().action);
  if (org == nullptr || action == nullptr) return "";
  const auto ask = std::ranges::find(action->asks, org->kind, &Ask::kind);
  return ask == action->asks.end() ? std::string{} : ask->ask;
}

// Held by nothing but that this device was asleep (decisions.md §8).
bool is_listening(const TargetStanding& target) {
  return target.codes == std::vector{Reason::unconfirmed};
}

std::string instruction(const Electorate& electorate,
                        const Accepted* proposal,
                        const CallStanding& standing,
                        const OrgId& own) {
  if (standing.state == CallState::dead) return "CALLED OFF. NOBODY IS CALLED.";
  if (standing.state == CallState::ended || standing.state == CallState::closed)
    return "IT IS OVER.";
  const std::string ask = supporting_ask(electorate, proposal, own);
  bool is_called = false;
  for (const TargetStanding& target : standing.targets) {
    if (target.target.org != own) continue;
    if (target.state == TargetState::unconfirmed)
      return "UNCONFIRMED: ASK YOUR DELEGATES BEFORE DOING ANYTHING.";
    if (target.state == TargetState::held)
      return is_listening(target) ? "WAIT A MINUTE: this laptop slept through the start and hears "
                                    "the others first."
                                  : "HELD: DO NOT START.";
    if (target.state == TargetState::paused)
      return target.stops.voted_out_at ? "PAUSED FOR A VOTE: WAIT. It ends unless it is resumed."
                                       : "PAUSED: WAIT. It goes on by itself.";
    is_called =
        is_called || target.state == TargetState::called || target.state == TargetState::in_effect;
  }
  if (is_called) return "YOUR MEMBERS ARE CALLED: " + ask;
  const bool is_support = ask != "stop_work" && ask != "close" && !ask.empty();
  return std::string{"YOUR MEMBERS ARE NOT CALLED. KEEP WORKING."} +
         (is_support ? " Support: " + ask : "");
}

// Each code once; nothing once it runs or is over.
std::vector<Reason> held_by(const CallStanding& standing) {
  std::vector<Reason> out;
  for (const TargetStanding& target : standing.targets) {
    if (target.state != TargetState::held && target.state != TargetState::unconfirmed) continue;
    for (const Reason reason : target.codes)
      if (std::ranges::find(out, reason) == out.end()) out.push_back(reason);
  }
  return out;
}

Row call_row(const Accepted& call,
             const CallStanding& standing,
             const Picture& picture,
             const OrgId& own) {
  const Call& value = call.as<Call>();
  const Accepted* proposal = picture.statements.find(value.proposal);
  WallTime first = WallTime::max();
  std::size_t joined = 0;
  std::set<OrgId> orgs;
  for (const CallTarget& target : value.targets) {
    orgs.insert(target.org);
    first = std::min(first, target.t0);
  }
  for (const OrgId& org : orgs) {
    const OrgTally* tally = standing.tally.of(org);
    joined += tally != nullptr && tally->joined() ? 1U : 0U;
  }
  Row row{"call"};
  row.set("id", Value{call.id.bytes()}).set("mode", word(call.statement.domain.mode));
  row.set("proposal", Value{value.proposal.bytes()})
      .set("state", word(standing.state))
      .set("wave", value.wave);
  if (standing.certificate) row.set("call_time", Value{standing.certificate->call_time});
  row.set("public_after", Value{value.public_after});
  if (first != WallTime::max())
    row.set("last_safe_abort",
            Value{first - 2 * picture.electorate.charter().value.params.start.spread});
  const bool is_practice = is_drill(call.statement.domain.mode);
  // A drill asks nobody to join.
  if (!is_practice) row.set("targets", orgs.size()).set("joined", joined);
  if (standing.state != CallState::open)
    row.set("instruction",
            is_practice ? std::string{"THIS IS PRACTICE. NOBODY IS CALLED."}
                        : instruction(picture.electorate, proposal, standing, own));
  // Valid for anybody, and held back by what is known here.
  const std::vector<Reason> held = held_by(standing);
  if (!held.empty()) row.set("verdict", "HELD").set("codes", Value{codes_of(held)});
  return row;
}

// Slugs, sorted, of the orgs whose manifest lists this device.
std::vector<std::string> listing(const Electorate& electorate, const DeviceId& device) {
  std::vector<std::string> out;
  for (const CharterOrg& org : electorate.charter().value.orgs) {
    const Manifest* manifest = electorate.manifest(org.id);
    if (manifest != nullptr && voters_of(org.id, *manifest).contains(device))
      out.push_back(org.slug);
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

Reply<void> Reading::status(const Row& arguments, Step& step) const {
  const WallTime now = step.now.wall;
  if (arguments.has("subject")) {
    auto found = subject(arguments);
    if (!found) return tl::unexpected<Refusal>{found.error()};
    return status_of(**found, step);
  }
  const auto proposals = in_order(statements.of(StatementType::proposal));
  const auto calls = in_order(statements.of(StatementType::call));
  Row row{"coalition"};
  const CharterOrg* org = electorate->org(own_org());
  row.set("coalition", Value{anchor().bytes()})
      .set("charter", Value{electorate->charter().id.bytes()});
  row.set("name", electorate->charter().value.name).set("mode", word(identity.mode));
  row.set("org", org == nullptr ? std::string{} : org->slug)
      .set("clock", is_clock_suspect(now) ? "suspect" : "ok");
  row.set("proposals", proposals.size()).set("calls", calls.size());
  // Of two orgs it speaks for neither, and nothing else would say so to its owner.
  if (const auto slugs = listing(*electorate, identity.keys->id); slugs.size() > 1)
    row.set("listed_by", Value{slugs});
  step.rows.push_back(std::move(row));
  std::set<StatementId> standing;
  for (const auto& [device, freeze] : exclusions.frozen) standing.insert(freeze);
  for (const StatementId& freeze : standing)
    step.rows.push_back(freeze_row(*statements.find(freeze)));
  for (const auto& [device, found] : statements.evidence())
    step.rows.push_back(evidence_row(device, found));
  for (const Accepted* proposal : proposals)
    step.rows.push_back(
        proposal_row(*proposal, proposal_standing(picture(), *proposal, now), *electorate));
  for (const Accepted* call : calls)
    step.rows.push_back(
        call_row(*call, call_standing(picture(), *call, now), picture(), own_org()));
  std::ranges::move(agenda_rows(*this, step.now), std::back_inserter(step.rows));
  return {};
}

// As it is now: what was told once may not be so any more, and after a restart was not told.
std::string Reading::state_word(const Accepted& about) const {
  if (about.statement.type == StatementType::stop) {
    const Accepted* proposal = proposal_of(statements, about.id);
    if (proposal == nullptr) return "DRAFT";
    const Ballots ballots = counting_for(picture(), proposal->id);
    return weight_of(picture(), about, ballots).counts() ? "COUNTS" : "DRAFT";
  }
  if (about.statement.type == StatementType::debrief)
    return complete_since(picture(), about) ? "COMPLETE" : "DRAFT";
  if (about.statement.type == StatementType::report)
    return is_complete_report(about) ? "COMPLETE" : "DRAFT";
  const auto known = states.find(about.id);
  return known == states.end() || known->second.empty() ? "DRAFT" : known->second;
}

Reply<void> Reading::status_of(const Accepted& about, Step& step) const {
  const auto tell =
      [&](const Tally& votes, const Verdict& verdict, const std::set<OrgId>& targets) {
        for (const OrgTally& org : votes.orgs)
          step.rows.push_back(org_row(org, *electorate, targets.contains(org.org)));
        std::ranges::move(objection_rows(votes, *electorate), std::back_inserter(step.rows));
        if (verdict.outcome == Outcome::invalid) {
          for (const Reason reason : verdict.reasons)
            step.rows.push_back(
                lack_row(Lack{reason, "invalid", 0, 1, "this can never be met as it stands"}));
        }
        // Of a call nothing else is missing then, and the rows would be silent about it.
        if (verdict.lacks.empty() &&
            std::ranges::find(verdict.reasons, Reason::blocked) != verdict.reasons.end())
          step.rows.push_back(lack_row(
              Lack{Reason::blocked, "block", 0, 1, "objections that its signers have seen"}));
        std::ranges::move(lack_rows(verdict.lacks), std::back_inserter(step.rows));
      };
  std::set<OrgId> targets;
  if (const Proposal* proposal = std::get_if<Proposal>(&about.body)) {
    for (const Target& target : proposal->targets) targets.insert(target.org);
    const ProposalStanding standing = proposal_standing(picture(), about, step.now.wall);
    step.rows.push_back(proposal_row(about, standing, *electorate));
    tell(standing.tally, standing.verdict, targets);
    return {};
  }
  if (const Call* call = std::get_if<Call>(&about.body)) {
    for (const CallTarget& target : call->targets) targets.insert(target.org);
    const CallStanding standing = call_standing(picture(), about, step.now.wall);
    Row row = call_row(about, standing, picture(), own_org());
    if (decisions.first_seen(about.id)) row.set("cut_off", is_cut_off(step.now.wall));
    step.rows.push_back(std::move(row));
    for (const TargetStanding& target : standing.targets)
      step.rows.push_back(target_row(target, *electorate));
    tell(standing.tally, standing.verdict, targets);
    return {};
  }
  if (std::holds_alternative<Freeze>(about.body)) {
    step.rows.push_back(freeze_row(about));
    for (const Accepted* thaw : statements.about(about.id, StatementType::freeze))
      step.rows.push_back(freeze_row(*thaw));
    return {};
  }
  Row row{type_name(about.statement.type)};
  row.set("id", Value{about.id.bytes()}).set("mode", word(about.statement.domain.mode));
  row.set("state", state_word(about));
  step.rows.push_back(std::move(row));
  const Ballots ballots = counted_ballots(about.id);
  const Subject subject_of{about.id, about.statement.type, about.statement.domain.mode};
  const Accepted* proposal = proposal_of(statements, about.id);
  std::vector<Lack> lacks;
  if (about.statement.type == StatementType::stop && proposal != nullptr) {
    const StopWeight weight = weight_of(picture(), about, ballots_for(picture(), proposal->id));
    if (!weight.counts()) lacks = weight.lacks;
  } else if (about.statement.type == StatementType::charter && !lineage->place_of(about.id)) {
    lacks = successor_lacks(*lineage, signed_of<Charter>(about), ballots.signoffs, step.now.wall);
  } else if (about.statement.type == StatementType::manifest && states.at(about.id) == "DRAFT") {
    lacks = successor_lacks(*lineage, signed_of<Manifest>(about), ballots.signoffs, step.now.wall);
  }
  tell(tally(*electorate, subject_of, ballots.signoffs),
       Verdict{Outcome::not_met, {}, lacks, false},
       {});
  return {};
}

}  // namespace tocsin::coalition
