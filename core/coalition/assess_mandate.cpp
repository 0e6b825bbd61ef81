// When the mandate rule is met, by which set, and which set a call quotes.
#include <algorithm>
#include <iterator>
#include <set>

#include "core/coalition/assess.h"
#include "core/coalition/facts.h"
#include "core/crypto/hash.h"
#include "core/model/labels.h"

namespace tocsin::coalition {
namespace {

// A search for the set behind an id tries leaving out single sign-offs: this many, no more.
constexpr std::size_t left_out_tries_max = 64;

struct MandateCase {
  const Electorate& electorate;
  const Signed<Proposal>& proposal;
  const Rule& rule;
  FactSheet facts;
  Tally votes;
};

MandateCase case_of(const Electorate& electorate,
                    const Signed<Proposal>& proposal,
                    const Action& action,
                    const Ballots& ballots) {
  return MandateCase{electorate,
                     proposal,
                     mandate_rule(electorate.charter().value, action, proposal.mode),
                     FactSheet{electorate, proposal, ballots},
                     tally(electorate,
                           Subject{proposal.id, StatementType::proposal, proposal.mode},
                           ballots.signoffs)};
}

// The rule, and the author's org, without which a proposal is not open.
Evaluation evaluate_at(const MandateCase& of, const Tally& live, WallTime at) {
  Evaluation out = evaluate(of.rule, of.facts.at(live, at));
  const OrgId& author = of.proposal.value.head.org;
  const OrgTally* org = live.of(author);
  if (org == nullptr || !org->approves()) {
    const std::uint64_t have = org == nullptr ? 0 : org->approvals.size();
    const std::uint64_t need = org == nullptr ? 1 : org->k;
    out.lacks.insert(
        out.lacks.begin(),
        Lack{Reason::count,
             "author",
             have,
             need,
             "delegates of " + of.electorate.org(author)->slug + ", which proposes it"});
    out.met = false;
  }
  return out;
}

std::vector<WallTime> moments_of(const MandateCase& of) {
  std::vector<WallTime> moments = of.facts.moments();
  for (const OrgTally& org : of.votes.orgs)
    for (const Ballot& ballot : org.approvals) moments.push_back(ballot.signoff->value.head.at);
  std::ranges::sort(moments);
  const auto repeats = std::ranges::unique(moments);
  moments.erase(repeats.begin(), repeats.end());
  return moments;
}

std::optional<WallTime> first_moment(const MandateCase& of) {
  for (const WallTime at : moments_of(of))
    if (evaluate_at(of, live_at(of.votes, at), at).met) return at;
  return std::nullopt;
}

// Leaves out whole orgs, then persons, the latest first, as long as the rule holds.
Tally as_few_as_will_do(const MandateCase& of, Tally live, WallTime at) {
  std::vector<std::pair<WallTime, OrgId>> latest_first;
  for (const OrgTally& org : live.orgs) {
    if (org.approves()) latest_first.emplace_back(*org.time(), org.org);
  }
  std::ranges::sort(latest_first, std::greater{});
  const auto without = [&](auto&& change) {
    Tally fewer = live;
    change(fewer);
    if (evaluate_at(of, fewer, at).met) live = std::move(fewer);
  };
  for (OrgTally& org : live.orgs)
    if (!org.approves()) org.approvals.clear();
  for (const auto& [time, id] : latest_first) {
    without([&](Tally& fewer) {
      std::ranges::find(fewer.orgs, id, &OrgTally::org)->approvals.clear();
    });
  }
  for (std::size_t i = 0; i < live.orgs.size(); ++i) {
    for (std::size_t j = live.orgs[i].approvals.size(); j > live.orgs[i].k; --j) {
      without([&](Tally& fewer) {
        auto& approvals = fewer.orgs[i].approvals;
        approvals.erase(approvals.begin() + static_cast<std::ptrdiff_t>(j - 1));
      });
    }
  }
  return live;
}

bool has_op(const Rule& rule, RuleOp op) {
  return std::ranges::find(rule, op, &RuleNode::op) != rule.end();
}

void take_reports(const MandateCase& of, WallTime at, Mandate& mandate) {
  const bool wants_votes = has_op(of.rule, RuleOp::vote);
  for (const OrgId& org : of.electorate.full()) {
    if (!wants_votes && !of.facts.bearing().contains(org)) continue;
    const CompleteReport* report = of.facts.report_of(org, at);
    if (report == nullptr) continue;
    mandate.reports.push_back(report->report->id);
    std::ranges::copy(report->signoffs, std::back_inserter(mandate.report_signoffs));
  }
}

// The drill that most orgs answered by then; of equals, the one with the smaller id.
void take_drill(const MandateCase& of, WallTime at, Mandate& mandate) {
  if (!has_op(of.rule, RuleOp::drill)) return;
  std::vector<StatementId> best;
  for (const AnsweredDrill& drill : of.facts.drills()) {
    std::vector<StatementId> ids{drill.call->id};
    std::uint32_t span = 0;
    for (const RuleNode& node : of.rule)
      if (node.op == RuleOp::drill) span = std::max(span, node.span_s);
    const WallTime called = drill.call->value.head.at;
    if (called > at || at - called > Seconds{span}) continue;
    for (const DrillAnswer& answer : drill.answers)
      if (answer.at <= at) ids.push_back(answer.ack);
    if (ids.size() > best.size() || (ids.size() == best.size() && ids < best)) best = ids;
  }
  mandate.drills = std::move(best);
}

Mandate mandate_of(const MandateCase& of, const Tally& used, WallTime at, const Ballots& ballots) {
  Mandate out{ProofId::zero(), at, {}, {}, {}, {}, {}};
  for (const OrgTally& org : used.orgs) {
    if (org.approves()) out.orgs.push_back(org.org);
    for (const Ballot& ballot : org.approvals) out.approvals.push_back(ballot.signoff->id);
  }
  take_reports(of, at, out);
  take_drill(of, at, out);
  std::ranges::sort(out.approvals);
  std::ranges::sort(out.reports);
  std::ranges::sort(out.report_signoffs);
  std::ranges::sort(out.drills);
  std::ranges::sort(out.orgs);
  std::vector<StatementId> ids = out.approvals;
  std::ranges::copy(out.reports, std::back_inserter(ids));
  std::ranges::copy(out.drills, std::back_inserter(ids));
  std::ranges::copy(ballots.left_out, std::back_inserter(ids));
  out.id = mandate_id(of.proposal.id, std::move(ids));
  return out;
}

std::optional<Mandate> solve(const MandateCase& of, const Ballots& ballots, bool use_all) {
  const auto at = first_moment(of);
  if (!at) return std::nullopt;
  Tally live = live_at(of.votes, *at);
  if (!use_all) live = as_few_as_will_do(of, std::move(live), *at);
  return mandate_of(of, live, *at, ballots);
}

bool is_in_time(const MandateCase& of, WallTime time) {
  return time <= of.proposal.value.vote_by && time < of.electorate.charter().value.review_by;
}

bool is_blocked(const MandateCase& of) {
  const Rule& rule = block_rule(of.electorate.charter().value, of.proposal.mode);
  const Facts facts =
      plain_facts(of.electorate, of.votes.objecting(), Involved{of.facts.bearing(), {}});
  return evaluate(rule, facts).met;
}

Verdict not_met(std::vector<Lack> lacks) {
  Verdict out{Outcome::not_met, {}, std::move(lacks), false};
  for (const Lack& lack : out.lacks)
    if (std::ranges::find(out.reasons, lack.reason) == out.reasons.end())
      out.reasons.push_back(lack.reason);
  if (out.reasons.empty()) out.reasons.push_back(Reason::count);
  return out;
}

}  // namespace

ProofId mandate_id(const StatementId& proposal, std::vector<StatementId> used) {
  std::ranges::sort(used);
  const auto repeats = std::ranges::unique(used);
  used.erase(repeats.begin(), repeats.end());
  Writer ids;
  for (const StatementId& id : used) ids.bytes(id.view());
  return ProofId{crypto::hash(labels::mandate, {proposal.view(), ids.view()})};
}

MandateVerdict assess_mandate(const Electorate& electorate,
                              const Signed<Proposal>& proposal,
                              const Ballots& ballots) {
  if (const auto reason = check_proposal(electorate, proposal))
    return MandateVerdict{Verdict::invalid(*reason), std::nullopt, false};
  const MandateCase of =
      case_of(electorate, proposal, *electorate.action(proposal.value.action), ballots);
  MandateVerdict out;
  out.is_blocked = is_blocked(of);
  auto mandate = solve(of, ballots, false);
  if (!mandate) {
    const std::vector<WallTime> moments = moments_of(of);
    const WallTime last = moments.empty() ? proposal.value.head.at : moments.back();
    out.verdict = not_met(evaluate_at(of, live_at(of.votes, last), last).lacks);
    return out;
  }
  if (!is_in_time(of, mandate->time)) {
    out.verdict = Verdict::invalid(Reason::expired);
    return out;
  }
  out.verdict = Verdict{Outcome::valid, {}, {}, !ballots.left_out.empty()};
  out.mandate = std::move(mandate);
  return out;
}

namespace {

Ballots approvals_alone(Ballots ballots, const StatementId& proposal) {
  std::erase_if(ballots.signoffs, [&](const Signed<Signoff>& signoff) {
    return signoff.value.subject == proposal && signoff.value.stance != Stance::approve;
  });
  return ballots;
}

// None of its signers had thought better of it by then.
bool stood_then(const Electorate& electorate,
                const Signed<Proposal>& proposal,
                const Ballots& ballots,
                const Mandate& mandate) {
  const Subject by_then{
      proposal.id, StatementType::proposal, proposal.mode, std::nullopt, mandate.time};
  std::set<StatementId> standing;
  for (const OrgTally& org : tally(electorate, by_then, ballots.signoffs).orgs)
    for (const Ballot& ballot : org.approvals) standing.insert(ballot.signoff->id);
  return std::ranges::includes(standing, mandate.approvals);
}

}  // namespace

std::optional<Mandate> find_mandate(const Electorate& electorate,
                                    const Signed<Proposal>& proposal,
                                    const Ballots& ballots,
                                    const Quoted& quoted) {
  const Action* action = electorate.action(proposal.value.action);
  if (action == nullptr || check_proposal(electorate, proposal)) return std::nullopt;
  const auto solved = [&](const Ballots& known, bool use_all) {
    const MandateCase of = case_of(electorate, proposal, *action, known);
    auto mandate = solve(of, known, use_all);
    const bool is_it = mandate && mandate->id == quoted.mandate && is_in_time(of, mandate->time);
    return is_it ? std::move(mandate) : std::nullopt;
  };
  // A proof holds just the set; a store holds more, of which everybody takes the same few.
  if (auto mandate = solved(ballots, true)) return mandate;
  // Whoever objects once it stands takes no part of it back: or one person's word, seen by a signer
  // of the call, would undo what many decided. It counts where objections do, and as a caution.
  if (auto mandate = solved(approvals_alone(ballots, proposal.id), true);
      mandate && stood_then(electorate, proposal, ballots, *mandate))
    return mandate;
  if (quoted.search == Search::exact) return std::nullopt;
  if (auto mandate = solved(ballots, false)) return mandate;
  // The drafter of the call may not have had one of the sign-offs that are here.
  std::size_t tries = 0;
  for (std::size_t i = 0; i < ballots.signoffs.size() && tries < left_out_tries_max; ++i) {
    if (ballots.signoffs[i].value.subject != proposal.id) continue;
    ++tries;
    Ballots fewer = ballots;
    fewer.signoffs.erase(fewer.signoffs.begin() + static_cast<std::ptrdiff_t>(i));
    if (auto mandate = solved(fewer, false)) return mandate;
  }
  return std::nullopt;
}

}  // namespace tocsin::coalition
