#include "core/coalition/amendment.h"

#include <algorithm>
#include <span>

namespace tocsin::coalition {
namespace {

// The charters that stand after the one a proposal names.
std::span<const Version<Charter>> later_than(const Picture& picture, const StatementId& charter) {
  if (picture.lineage == nullptr) return {};
  const auto place = picture.lineage->place_of(charter);
  if (!place) return {};
  return std::span{picture.lineage->charters().versions}.subspan(*place + 1);
}

std::optional<WallTime> first_without(const Picture& picture,
                                      const StatementId& charter,
                                      const StatementId& proposal,
                                      const StatementId* call) {
  for (const Version<Charter>& version : later_than(picture, charter)) {
    if (!carries(version.paper.value, proposal, call)) return version.paper.value.effective_at;
  }
  return std::nullopt;
}

bool has_rival_without(const Picture& picture, const AmendedCall& amended) {
  if (picture.lineage == nullptr) return false;
  return std::ranges::any_of(picture.lineage->charters().rivals, [&](const StatementId& rival) {
    const Charter* charter = picture.statements.find_as<Charter>(rival);
    return charter == nullptr || !carries(*charter, amended.proposal.id, &amended.call.id);
  });
}

// By the rules of a charter that carries it, as if the proposal had named that one.
std::vector<Reason> recount(const Electorate& newer,
                            const AmendedCall& amended,
                            const Ballots& ballots) {
  Signed<Proposal> proposal = amended.proposal;
  proposal.value.charter = newer.charter().id;
  const Verdict mandate = assess_mandate(newer, proposal, ballots).verdict;
  if (!mandate.is_valid()) return mandate.reasons;
  if (!amended.mandate) return {};
  return assess_call(newer, {proposal, amended.call, *amended.mandate}, ballots).verdict.reasons;
}

}  // namespace

bool carries(const Charter& charter, const StatementId& proposal, const StatementId* call) {
  const auto has = [&](const StatementId& id) {
    return std::ranges::find(charter.carry, id) != charter.carry.end();
  };
  return has(proposal) || (call != nullptr && has(*call));
}

bool is_in_effect(const Charter& charter, const Signed<Proposal>& proposal) {
  return charter.version == 1 || proposal.value.head.at >= charter.effective_at;
}

std::optional<WallTime> is_void_from(const Picture& picture, const Signed<Proposal>& proposal) {
  return first_without(picture, proposal.value.charter, proposal.id, nullptr);
}

Amendment::Amendment(const Picture& picture,
                     const AmendedCall& amended,
                     const Ballots& ballots,
                     WallTime now)
    : void_from_{first_without(
          picture, amended.proposal.value.charter, amended.proposal.id, &amended.call.id)},
      is_outgrown_{void_from_.has_value() || has_rival_without(picture, amended)},
      is_forked_{picture.lineage != nullptr && picture.lineage->charters().is_forked()},
      now_{now} {
  Ballots attested = ballots;
  if (picture.takes_attested) attested.left_out = {StatementId::zero()};
  for (const Version<Charter>& version : later_than(picture, amended.proposal.value.charter)) {
    const bool is_in_force = version.paper.value.effective_at <= now;
    if (!is_in_force || void_from_ || !recount_.empty()) continue;
    recount_ = recount(picture.electorates->at(version.paper.id), amended, attested);
  }
}

void Amendment::weigh(TargetStanding& target, bool is_certified) const {
  if (void_from_ && now_ >= *void_from_ && *void_from_ <= target.t0) target.stops.is_aborted = true;
  if (!is_certified) return;
  const auto caution = [&](Reason reason) {
    if (std::ranges::find(target.codes, reason) == target.codes.end())
      target.codes.push_back(reason);
  };
  if (is_outgrown_) caution(Reason::charter_stale);
  if (is_forked_) caution(Reason::charter_fork);
  std::ranges::for_each(recount_, caution);
}

}  // namespace tocsin::coalition
