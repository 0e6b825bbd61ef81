#include "core/coalition/stops.h"

#include <algorithm>
#include <map>

#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

// A stop of this proposal or of one of its calls, ready to be weighed.
struct Posed {
  const Accepted* accepted;
  Signed<Stop> stop;
  const Accepted* call;  // null: of the proposal
};

// By the times their authors give: the same for everybody, whatever arrived first.
bool is_posed_earlier(const Posed& a, const Posed& b) {
  return std::tie(a.stop.value.head.at, a.stop.id) < std::tie(b.stop.value.head.at, b.stop.id);
}

std::vector<Posed> posed(const Picture& picture, const Accepted& proposal, StopKind kind) {
  std::vector<Posed> out;
  const auto take = [&](const StatementId& subject, const Accepted* call) {
    for (const Accepted* stop : picture.statements.about(subject, StatementType::stop)) {
      const bool is_same = stop->statement.domain.mode == proposal.statement.domain.mode;
      if (is_same && stop->as<Stop>().kind == kind)
        out.push_back(Posed{stop, signed_of<Stop>(*stop), call});
    }
  };
  take(proposal.id, nullptr);
  for (const Accepted* call : picture.statements.about(proposal.id, StatementType::call))
    take(call->id, call);
  std::ranges::sort(out, is_posed_earlier);
  return out;
}

struct Scales {
  const Picture& picture;
  const Accepted& proposal;
  const Ballots& ballots;

  StopWeight weigh(const Posed& one, std::set<OrgId> spent) const {
    const Signed<Proposal> about = signed_of<Proposal>(proposal);
    std::optional<Signed<Call>> call;
    if (one.call != nullptr) call = signed_of<Call>(*one.call);
    const StopQuestion question{one.stop, about, call ? &*call : nullptr, std::move(spent)};
    if (check_stop(question)) return {};
    return weigh_stop(picture.electorate, question, ballots);
  }

  std::vector<OrgId> approving(const Posed& one) const {
    const Subject subject{one.stop.id, StatementType::stop, one.stop.mode};
    return tally(picture.electorate, subject, ballots.signoffs).approving();
  }
};

// One hold of a proposal per org; a second only with another org beside it; never a third.
std::set<OrgId> spent_on_holds(const Scales& scales, const StatementId& until) {
  std::map<OrgId, std::size_t> carried;
  for (const Posed& hold : posed(scales.picture, scales.proposal, StopKind::hold)) {
    if (hold.call != nullptr) continue;
    std::set<OrgId> spent;
    std::size_t able = 0;
    bool has_fresh = false;
    const std::vector<OrgId> approving = scales.approving(hold);
    for (const OrgId& org : approving) {
      const std::size_t before = carried[org];
      has_fresh = has_fresh || before == 0;
      if (before < limits::proposal_holds_max) {
        ++able;
      } else {
        spent.insert(org);
      }
    }
    if (!has_fresh && able < 2) spent.insert(approving.begin(), approving.end());
    if (hold.stop.id == until) return spent;
    if (!scales.weigh(hold, spent).counts()) continue;
    for (const OrgId& org : approving)
      if (!spent.contains(org)) ++carried[org];
  }
  return {};
}

struct Rest {
  std::map<OrgId, WallTime> until;

  std::set<OrgId> at(WallTime time) const {
    std::set<OrgId> out;
    for (const auto& [org, end] : until)
      if (time < end) out.insert(org);
    return out;
  }
};

// Who carried a pause rests after it: what is paused again and again has ended.
Rest rest_before(const Scales& scales, const StatementId* until) {
  Rest rest;
  for (const Posed& pause : posed(scales.picture, scales.proposal, StopKind::pause)) {
    if (until != nullptr && pause.stop.id == *until) return rest;
    const StopWeight weight = scales.weigh(pause, rest.at(pause.stop.value.head.at));
    if (!weight.counts()) continue;
    const std::set<OrgId> spent = rest.at(pause.stop.value.head.at);
    const std::vector<OrgId> all = weight.by_rule ? scales.approving(pause) : weight.own;
    for (const OrgId& org : all) {
      if (spent.contains(org)) continue;
      WallTime& end = rest.until[org];
      end = std::max(end, pause.stop.value.at + limits::pause_rest);
    }
  }
  return rest;
}

StopWeight weigh_one(const Scales& scales, const Posed& one) {
  const Stop& stop = one.stop.value;
  std::set<OrgId> spent;
  if (stop.kind == StopKind::pause)
    spent = rest_before(scales, &one.stop.id).at(stop.head.at);
  else if (stop.kind == StopKind::hold && one.call == nullptr)
    spent = spent_on_holds(scales, one.stop.id);
  return scales.weigh(one, std::move(spent));
}

bool is_named(const Stop& stop, const OrgId& org, const Cell& cell) {
  return stop.targets.empty() ||
         std::ranges::find(stop.targets, Target{org, cell}) != stop.targets.end();
}

std::optional<WallTime> own_since(const StopWeight& weight, const OrgId& org) {
  const auto found = std::ranges::find(weight.own, org);
  if (found == weight.own.end()) return std::nullopt;
  return weight.own_since[static_cast<std::size_t>(found - weight.own.begin())];
}

std::optional<WallTime> earlier(std::optional<WallTime> a, std::optional<WallTime> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

bool is_of(const CountingStop& counting, StopKind kind) {
  return counting.stop->as<Stop>().kind == kind;
}

class Folder {
 public:
  Folder(const CallTarget& target, const std::vector<CountingStop>& stops)
      : target_{target}, stops_{stops} {
    out_.t0 = target.t0;
  }

  Stopped run() {
    for (const CountingStop& counting : stops_) {
      const auto since = binds(counting);
      if (since) take(counting, *since);
    }
    std::ranges::sort(out_.resumes);
    return std::move(out_);
  }

 private:
  std::optional<WallTime> binds(const CountingStop& counting) const {
    return binds_since(counting, target_.org, target_.cell);
  }

  void take(const CountingStop& counting, WallTime since) {
    const Stop& stop = counting.stop->as<Stop>();
    switch (stop.kind) {
      case StopKind::abort:
        out_.is_aborted = true;
        return;
      case StopKind::hold:
        take_hold(counting, since);
        return;
      case StopKind::pause:
        pause_until(std::min(stop.at, lifted_at(counting, since).value_or(stop.at)));
        return;
      case StopKind::end:
        take_end(counting, since);
        return;
      case StopKind::resume:
        out_.resumes.push_back(std::max(stop.at, since));
        return;
    }
  }

  void take_hold(const CountingStop& counting, WallTime since) {
    const Stop& stop = counting.stop->as<Stop>();
    const auto lifted = lifted_at(counting, since);
    if (stop.at == WallTime{}) {
      const WallTime until = lifted.value_or(WallTime::max());
      out_.held_until = std::max(out_.held_until.value_or(until), until);
      return;
    }
    const WallTime start = lifted ? std::min(stop.at, *lifted) : stop.at;
    if (start < out_.t0 || start <= target_.t0) return;
    const bool is_same = start == out_.t0 && out_.postponed_by;
    out_.postponed_by =
        is_same ? std::min(*out_.postponed_by, counting.stop->id) : counting.stop->id;
    out_.t0 = start;
  }

  void take_end(const CountingStop& counting, WallTime since) {
    const Stop& stop = counting.stop->as<Stop>();
    if (stop.form != EndForm::vote) {
      out_.is_ended = true;
      return;
    }
    const auto answered = answered_at(counting, since);
    pause_until(answered.value_or(stop.vote_by));
    if (!answered)
      out_.voted_out_at = std::min(out_.voted_out_at.value_or(stop.vote_by), stop.vote_by);
  }

  void pause_until(WallTime until) {
    out_.paused_until = std::max(out_.paused_until.value_or(until), until);
  }

  // From when on a later resume lifts it; nothing: none does. An earlier one meant others.
  std::optional<WallTime> lifted_at(const CountingStop& lifted, WallTime since) const {
    std::optional<WallTime> out;
    for (const CountingStop& resume : stops_) {
      if (resume.stop->as<Stop>().subject != lifted.stop->as<Stop>().subject ||
          !is_of(resume, StopKind::resume))
        continue;
      const auto from = binds(resume);
      if (from && *from > since) out = earlier(out, std::max(resume.stop->as<Stop>().at, *from));
    }
    return out;
  }

  // A vote is answered by those who may end, before its day; an org's own vote by that org too.
  std::optional<WallTime> answered_at(const CountingStop& vote, WallTime since) const {
    const WallTime day = vote.stop->as<Stop>().vote_by;
    std::optional<WallTime> out;
    for (const CountingStop& resume : stops_) {
      const Stop& stop = resume.stop->as<Stop>();
      if (!is_of(resume, StopKind::resume) || !is_named(stop, target_.org, target_.cell)) continue;
      auto from = resume.weight.by_end;
      if (!vote.weight.by_rule) from = earlier(from, binds(resume));
      if (from && *from > since && *from <= day) out = earlier(out, std::max(stop.at, *from));
    }
    return out;
  }

  const CallTarget& target_;
  const std::vector<CountingStop>& stops_;
  Stopped out_;
};

std::optional<WallTime> lifted_by_carriers(const CountingStop& hold, const CountingStop& resume) {
  if (hold.weight.own.empty() || hold.weight.by_rule) return std::nullopt;
  WallTime from{};
  for (std::size_t i = 0; i < hold.weight.own.size(); ++i) {
    const auto own = own_since(resume.weight, hold.weight.own[i]);
    if (!own || *own <= hold.weight.own_since[i]) return std::nullopt;
    from = std::max(from, *own);
  }
  return from;
}

// A hold of a proposal is lifted by all who carry it, or by the call rule.
std::optional<WallTime> hold_lifted_at(const CountingStop& hold,
                                       const std::vector<CountingStop>& stops) {
  std::optional<WallTime> out;
  WallTime last = hold.weight.by_rule.value_or(WallTime{});
  for (const WallTime since : hold.weight.own_since) last = std::max(last, since);
  for (const CountingStop& resume : stops) {
    if (!is_of(resume, StopKind::resume)) continue;
    auto from = lifted_by_carriers(hold, resume);
    const auto by_rule = resume.weight.by_rule;
    if (by_rule && *by_rule > last) from = earlier(from, by_rule);
    if (from) out = earlier(out, std::max(resume.stop->as<Stop>().at, *from));
  }
  return out;
}

}  // namespace

StopWeight weight_of(const Picture& current, const Accepted& stop, const Ballots& ballots) {
  const Accepted* proposal = proposal_of(current.statements, stop.id);
  if (proposal == nullptr || proposal->statement.domain.mode != stop.statement.domain.mode)
    return {};
  const Picture picture = current.under(proposal->as<Proposal>().charter);
  const Accepted* subject = picture.statements.find(stop.as<Stop>().subject);
  const bool is_of_call = subject->statement.type == StatementType::call;
  return weigh_one(Scales{picture, *proposal, ballots},
                   Posed{&stop, signed_of<Stop>(stop), is_of_call ? subject : nullptr});
}

std::vector<CountingStop> counting_stops(const Picture& picture,
                                         const StatementId& subject,
                                         const Ballots& ballots) {
  std::vector<CountingStop> out;
  for (const Accepted* stop : picture.statements.about(subject, StatementType::stop)) {
    StopWeight weight = weight_of(picture, *stop, ballots);
    if (weight.counts()) out.push_back(CountingStop{stop, std::move(weight)});
  }
  return out;
}

std::set<OrgId> resting(const Picture& current,
                        const StatementId& proposal,
                        const Ballots& ballots,
                        WallTime at) {
  const Accepted* about = current.statements.find(proposal);
  if (about == nullptr) return {};
  const Picture picture = current.under(about->as<Proposal>().charter);
  return rest_before(Scales{picture, *about, ballots}, nullptr).at(at);
}

std::optional<WallTime> binds_since(const CountingStop& counting,
                                    const OrgId& org,
                                    const Cell& cell) {
  if (!is_named(counting.stop->as<Stop>(), org, cell)) return std::nullopt;
  return earlier(counting.weight.by_rule, own_since(counting.weight, org));
}

bool Stopped::is_resumed(WallTime since, WallTime now) const {
  return std::ranges::any_of(resumes, [&](WallTime from) { return since <= from && from <= now; });
}

std::optional<WallTime> Stopped::next_change(WallTime now) const {
  std::optional<WallTime> out;
  const auto take = [&](std::optional<WallTime> at) {
    if (at && *at > now && *at < WallTime::max()) out = earlier(out, at);
  };
  take(held_until);
  take(paused_until);
  take(voted_out_at);
  for (const WallTime from : resumes) take(from);
  return out;
}

Stopped fold(const CallTarget& target, const std::vector<CountingStop>& stops) {
  return Folder{target, stops}.run();
}

WallTime held_until(const std::vector<CountingStop>& stops_of_proposal) {
  WallTime out{};
  for (const CountingStop& hold : stops_of_proposal) {
    if (!is_of(hold, StopKind::hold)) continue;
    const WallTime at = hold.stop->as<Stop>().at;
    out = std::max(out, std::min(at, hold_lifted_at(hold, stops_of_proposal).value_or(at)));
  }
  return out;
}

std::vector<StatementId> standing_holds(const std::vector<CountingStop>& stops) {
  std::vector<StatementId> out;
  for (const CountingStop& hold : stops)
    if (is_of(hold, StopKind::hold) && !hold_lifted_at(hold, stops)) out.push_back(hold.stop->id);
  return out;
}

}  // namespace tocsin::coalition
