// When the call rule is met and every called org has joined, by which set, and whether that set may
// start anything: hold, block, checklists, wording, leads.
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "core/coalition/assess.h"
#include "core/coalition/checklist.h"
#include "core/coalition/facts.h"

namespace tocsin::coalition {
namespace {

struct CallCase {
  const Electorate& electorate;
  const CallQuestion& question;
  const Ballots& ballots;
  const Rule& rule;
  Involved involved;
  WallTime hold_until;

  Mode mode() const { return question.call.mode; }
};

// The hold after the mandate is over, and each hold of the proposal one knew of. One of the call
// moves its start and keeps nobody from signing.
bool has_held(const CallCase& of, const Signoff& signoff) {
  if (signoff.head.at < of.hold_until) return false;
  return std::ranges::none_of(of.ballots.stops, [&](const Signed<Stop>& stop) {
    return stop.value.kind == StopKind::hold && stop.value.subject == of.question.proposal.id &&
           signoff.head.at < stop.value.at && std::ranges::binary_search(signoff.seen, stop.id);
  });
}

bool is_present(const Ballots& ballots, const StatementId& id) {
  return std::ranges::find(ballots.signoffs, id, &Signed<Signoff>::id) != ballots.signoffs.end() ||
         std::ranges::find(ballots.stops, id, &Signed<Stop>::id) != ballots.stops.end();
}

// A join answers each checklist that the charter asks of its org; a drill asks for none.
bool has_answered(const CallCase& of, const Signoff& signoff) {
  const CharterOrg* org = of.electorate.org(signoff.head.org);
  if (!signoff.has_join || is_drill(of.mode())) return true;
  return org != nullptr && is_attested(*org, signoff.checklist);
}

// Votes that may count, and why others may not.
struct Sifted {
  Tally tally;
  std::map<Reason, std::uint64_t> dropped;
};

Sifted sift(const CallCase& of, const Tally& all) {
  Sifted out{all, {}};
  const auto may_not = [&](const Ballot& ballot) {
    const Signoff& signoff = ballot.signoff->value;
    const bool is_seen_here = std::ranges::all_of(
        signoff.seen, [&](const StatementId& id) { return is_present(of.ballots, id); });
    const bool is_ready = has_answered(of, signoff);
    if (!has_held(of, signoff)) ++out.dropped[Reason::hold];
    if (!is_seen_here) ++out.dropped[Reason::missing];
    if (!is_ready) ++out.dropped[Reason::checklist];
    return !has_held(of, signoff) || !is_seen_here || !is_ready;
  };
  for (OrgTally& org : out.tally.orgs) std::erase_if(org.approvals, may_not);
  return out;
}

std::vector<Lack> join_lacks(const CallCase& of, const Tally& live) {
  std::vector<Lack> out;
  if (is_drill(of.mode())) return out;  // a drill asks nobody to join
  for (const OrgId& id : of.involved.called) {
    const OrgTally* org = live.of(id);
    if (org != nullptr && org->joined()) continue;
    out.push_back(Lack{Reason::join,
                       "join",
                       org == nullptr ? 0 : org->joins(),
                       org == nullptr ? 1 : org->k,
                       "joins by delegates of " + of.electorate.org(id)->slug});
  }
  return out;
}

Evaluation evaluate_now(const CallCase& of, const Tally& live) {
  Evaluation out = evaluate(of.rule, plain_facts(of.electorate, live.approving(), of.involved));
  std::vector<Lack> joins = join_lacks(of, live);
  out.met = out.met && joins.empty();
  std::ranges::move(joins, std::back_inserter(out.lacks));
  return out;
}

std::vector<WallTime> moments_of(const Tally& tally) {
  std::vector<WallTime> out;
  for (const OrgTally& org : tally.orgs)
    for (const Ballot& ballot : org.approvals) out.push_back(ballot.signoff->value.head.at);
  std::ranges::sort(out);
  return out;
}

void keep_earliest(OrgTally& org, bool joins_only) {
  if (joins_only)
    std::erase_if(org.approvals,
                  [](const Ballot& ballot) { return !ballot.signoff->value.has_join; });
  if (org.approvals.size() > org.k)
    org.approvals.erase(org.approvals.begin() + org.k, org.approvals.end());
}

// k persons of each org, joiners of a called one; then whole orgs are left out, the latest first.
Tally as_few_as_will_do(const CallCase& of, Tally live) {
  std::vector<std::pair<WallTime, OrgId>> latest_first;
  for (OrgTally& org : live.orgs) {
    if (!org.approves()) {
      org.approvals.clear();
      continue;
    }
    keep_earliest(org, !is_drill(of.mode()) && of.involved.called.contains(org.org));
    latest_first.emplace_back(*org.time(), org.org);
  }
  std::ranges::sort(latest_first, std::greater{});
  for (const auto& [time, id] : latest_first) {
    Tally fewer = live;
    std::ranges::find(fewer.orgs, id, &OrgTally::org)->approvals.clear();
    if (evaluate_now(of, fewer).met) live = std::move(fewer);
  }
  return live;
}

Certificate certificate_of(const Tally& used) {
  Certificate out{WallTime{}, {}, {}, {}};
  std::vector<WallTime> times;
  std::set<StatementId> seen;
  for (const OrgTally& org : used.orgs) {
    if (!org.approves()) continue;
    out.orgs.push_back(org.org);
    times.push_back(*org.time());
    for (const Ballot& ballot : org.approvals) {
      out.approvals.push_back(ballot.signoff->id);
      seen.insert(ballot.signoff->value.seen.begin(), ballot.signoff->value.seen.end());
    }
  }
  out.call_time = upper_median(std::move(times));
  out.seen.assign(seen.begin(), seen.end());
  std::ranges::sort(out.approvals);
  std::ranges::sort(out.orgs);
  return out;
}

// Objections that the signers themselves have seen.
bool is_blocked(const CallCase& of, const Certificate& certificate) {
  Signoffs seen;
  for (const Signed<Signoff>& signoff : of.ballots.signoffs)
    if (std::ranges::binary_search(certificate.seen, signoff.id)) seen.push_back(signoff);
  std::set<OrgId> objecting;
  const Subject subjects[] = {{of.question.proposal.id, StatementType::proposal, of.mode()},
                              {of.question.call.id, StatementType::call, of.mode()}};
  for (const Subject& subject : subjects) {
    const std::vector<OrgId> orgs = tally(of.electorate, subject, seen).objecting();
    objecting.insert(orgs.begin(), orgs.end());
  }
  const Rule& rule = block_rule(of.electorate.charter().value, of.mode());
  const std::vector<OrgId> orgs{objecting.begin(), objecting.end()};
  return evaluate(rule, plain_facts(of.electorate, orgs, of.involved)).met;
}

bool saw_one_text(const Tally& used) {
  std::map<std::pair<std::string, std::uint16_t>, crypto::Hash> shown;
  for (const OrgTally& org : used.orgs) {
    for (const Ballot& ballot : org.approvals) {
      const Signoff& signoff = ballot.signoff->value;
      const auto [known, is_first] =
          shown.try_emplace(std::pair{signoff.language, signoff.wording}, signoff.shown);
      if (!is_first && known->second != signoff.shown) return false;
    }
  }
  return true;
}

std::optional<Reason> check_leads(const CallCase& of, const Tally& used, WallTime call_time) {
  WallTime latest = call_time;
  for (const OrgId& id : of.involved.called) {
    const OrgTally* org = used.of(id);
    if (org != nullptr) latest = std::max(latest, org->join_time().value_or(latest));
  }
  const Charter& charter = of.electorate.charter().value;
  for (const CallTarget& target : of.question.call.value.targets)
    if (target.t0 - latest < min_lead_of(charter, of.mode())) return Reason::lead_min;
  for (const CallTarget& target : of.question.call.value.targets)
    if (target.t0 - call_time > charter.params.start.max_lead) return Reason::lead_max;
  return std::nullopt;
}

Verdict not_met(Reason reason) {
  return Verdict{Outcome::not_met, {reason}, {}, false};
}

Verdict not_met(std::vector<Lack> lacks, const std::map<Reason, std::uint64_t>& dropped) {
  for (const auto& [reason, sign_offs] : dropped)
    lacks.push_back(Lack{reason, "dropped", 0, sign_offs, "sign-offs that do not count"});
  Verdict out{Outcome::not_met, {}, std::move(lacks), false};
  for (const Lack& lack : out.lacks)
    if (std::ranges::find(out.reasons, lack.reason) == out.reasons.end())
      out.reasons.push_back(lack.reason);
  return out;
}

CallVerdict judge(const CallCase& of, const Tally& used) {
  Certificate certificate = certificate_of(used);
  if (certificate.call_time >= of.electorate.charter().value.review_by)
    return CallVerdict{Verdict::invalid(Reason::expired), std::nullopt};
  if (is_blocked(of, certificate)) return CallVerdict{not_met(Reason::blocked), std::nullopt};
  if (!saw_one_text(used)) return CallVerdict{not_met(Reason::render), std::nullopt};
  if (const auto reason = check_leads(of, used, certificate.call_time))
    return CallVerdict{not_met(*reason), std::nullopt};
  return CallVerdict{Verdict{Outcome::valid, {}, {}, false}, std::move(certificate)};
}

}  // namespace

CallVerdict assess_call(const Electorate& electorate,
                        const CallQuestion& question,
                        const Ballots& ballots) {
  if (const auto reason = check_call(electorate, question.proposal, question.call))
    return CallVerdict{Verdict::invalid(*reason), std::nullopt};
  if (question.call.value.mandate != question.mandate.id)
    return CallVerdict{Verdict::invalid(Reason::missing), std::nullopt};
  const Charter& charter = electorate.charter().value;
  const Mode mode = question.call.mode;
  const Action* action = electorate.action(question.proposal.value.action);
  if (action == nullptr) return CallVerdict{Verdict::invalid(Reason::type), std::nullopt};
  const CallCase of{
      electorate,
      question,
      ballots,
      call_rule(charter, *action, mode),
      Involved{orgs_of(question.proposal.value.targets), orgs_of(question.call.value.targets)},
      question.mandate.time + hold_of(charter, mode)};
  const Sifted sifted = sift(
      of,
      tally(electorate, Subject{question.call.id, StatementType::call, mode}, ballots.signoffs));
  const std::vector<WallTime> moments = moments_of(sifted.tally);
  for (const WallTime at : moments) {
    const Tally live = live_at(sifted.tally, at);
    if (evaluate_now(of, live).met) return judge(of, as_few_as_will_do(of, live));
  }
  const WallTime last = moments.empty() ? question.call.value.head.at : moments.back();
  const Evaluation missing = evaluate_now(of, live_at(sifted.tally, last));
  return CallVerdict{not_met(missing.lacks, sifted.dropped), std::nullopt};
}

}  // namespace tocsin::coalition
