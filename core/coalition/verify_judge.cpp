// Steps 5 to 7: what the statements of a proof decide together.
#include <algorithm>
#include <set>

#include "core/coalition/facts.h"
#include "core/coalition/verify_steps.h"

namespace tocsin::coalition {
namespace {

// A delegate whose manifest had run out signed, and is missed now.
bool has_expired_voter(const Electorate& electorate, const Content& content) {
  return std::ranges::any_of(content.ballots.signoffs, [&](const Signed<Signoff>& signoff) {
    const Voter* voter = electorate.voter(signoff.value.head.author);
    return voter != nullptr && signoff.value.head.at > electorate.ends(voter->org);
  });
}

Verdict with_expiry(const Electorate& electorate, const Content& content, Verdict verdict) {
  const bool is_missed = verdict.outcome == Outcome::not_met;
  if (is_missed && has_expired_voter(electorate, content))
    return Verdict::invalid(Reason::manifest_expired);
  return verdict;
}

// Every objection and hold that a signer of the call names is there to be weighed.
bool has_all_seen(const Content& content, const StatementId& call) {
  std::set<StatementId> present;
  for (const Signed<Signoff>& signoff : content.ballots.signoffs) present.insert(signoff.id);
  for (const Signed<Stop>& stop : content.stops) present.insert(stop.id);
  return std::ranges::all_of(content.ballots.signoffs, [&](const Signed<Signoff>& signoff) {
    return signoff.value.subject != call ||
           std::ranges::all_of(signoff.value.seen,
                               [&](const StatementId& id) { return present.contains(id); });
  });
}

// The calls beside it are the waves before it, all of them and no other.
Complaint check_chain(const Content& content, const Signed<Call>& call) {
  const auto find = [&](const StatementId& id) -> const Call* {
    const auto found = std::ranges::find(content.calls, id, &Signed<Call>::id);
    return found == content.calls.end() ? nullptr : &found->value;
  };
  if (const Complaint complaint = check_waves(call, find)) return complaint;
  if (content.calls.size() != call.value.wave) return Reason::missing;
  return std::nullopt;
}

void show_proposal(const Signed<Proposal>& proposal, Verified& verified) {
  verified.subject = proposal.id;
  verified.action = proposal.value.action;
  verified.mode = proposal.mode;
}

void show_mandate(const Mandate& mandate, Verified& verified) {
  verified.mandate = mandate.id;
  verified.mandate_time = mandate.time;
  verified.orgs = mandate.orgs.size();
}

}  // namespace

Verdict judge_mandate(const Electorate& electorate, const Content& content, Verified& verified) {
  if (content.proposals.size() != 1 || !content.ballots.left_out.empty())
    return Verdict::invalid(Reason::missing);
  const Signed<Proposal>& proposal = content.proposals.front();
  show_proposal(proposal, verified);
  const MandateVerdict found = assess_mandate(electorate, proposal, content.ballots);
  if (found.mandate) show_mandate(*found.mandate, verified);
  return with_expiry(electorate, content, found.verdict);
}

Verdict judge_call(const Electorate& electorate, const Content& content, Verified& verified) {
  if (content.proposals.size() != 1 || content.calls.empty())
    return Verdict::invalid(Reason::missing);
  const Signed<Proposal>& proposal = content.proposals.front();
  const Signed<Call>& call = *std::ranges::max_element(
      content.calls, {}, [](const Signed<Call>& one) { return one.value.wave; });
  show_proposal(proposal, verified);
  verified.subject = call.id;
  verified.targets = call.value.targets;
  if (!has_all_seen(content, call.id)) return Verdict::invalid(Reason::missing);
  if (const auto reason = check_proposal(electorate, proposal)) return Verdict::invalid(*reason);
  if (const auto reason = check_call(electorate, proposal, call)) return Verdict::invalid(*reason);
  if (const Complaint complaint = check_chain(content, call)) return Verdict::invalid(*complaint);
  const auto mandate = find_mandate(
      electorate, proposal, content.ballots, Quoted{call.value.mandate, Search::exact});
  if (!mandate) {
    // Either its rule is not met, which has a reason, or it is not the set that the call quotes.
    const Verdict verdict = assess_mandate(electorate, proposal, content.ballots).verdict;
    return verdict.is_valid() ? Verdict::invalid(Reason::missing)
                              : with_expiry(electorate, content, verdict);
  }
  show_mandate(*mandate, verified);
  CallVerdict found =
      assess_call(electorate, CallQuestion{proposal, call, *mandate}, content.ballots);
  if (found.certificate) {
    verified.call_time = found.certificate->call_time;
    verified.orgs = found.certificate->orgs.size();
  }
  found.verdict.mandate_attested = found.verdict.is_valid() && !content.ballots.left_out.empty();
  return with_expiry(electorate, content, found.verdict);
}

Verdict judge_stop(const Electorate& electorate, const Content& content, Verified& verified) {
  if (content.proposals.size() != 1 || content.stops.size() != 1 || content.calls.size() > 1 ||
      !content.ballots.left_out.empty())
    return Verdict::invalid(Reason::missing);
  const Signed<Proposal>& proposal = content.proposals.front();
  const Signed<Stop>& stop = content.stops.front();
  const Signed<Call>* call = content.calls.empty() ? nullptr : &content.calls.front();
  show_proposal(proposal, verified);
  verified.subject = stop.id;
  verified.stop = stop.value.kind;
  verified.form = stop.value.form;
  verified.outcomes = stop.value.outcomes;
  if (call != nullptr) verified.targets = call->value.targets;
  if (const auto reason = check_proposal(electorate, proposal)) return Verdict::invalid(*reason);
  const StopQuestion question{stop, proposal, call};
  if (const Complaint complaint = check_stop(question)) return Verdict::invalid(*complaint);
  const StopWeight weight = weigh_stop(electorate, question, content.ballots);
  verified.stopped_by = weight.own;
  if (weight.counts()) return Verdict{Outcome::valid, {}, {}, false};
  Verdict verdict{Outcome::not_met, {}, weight.lacks, false};
  verdict.reasons.push_back(weight.lacks.empty() ? Reason::count : weight.lacks.front().reason);
  return verdict;
}

}  // namespace tocsin::coalition
