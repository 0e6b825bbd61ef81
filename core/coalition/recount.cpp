#include "core/coalition/recount.h"

#include <algorithm>
#include <iterator>

namespace tocsin::coalition {
namespace {

// Each costs a whole search.
constexpr std::size_t excluded_tries_max = 8;

// Without the reports its id cannot be recomputed; all else about the mandate can be checked.
std::optional<Mandate> attested_mandate(const Electorate& electorate,
                                        const Signed<Proposal>& about,
                                        Ballots ballots,
                                        const ProofId& quoted) {
  ballots.left_out = {StatementId::zero()};
  auto mandate = assess_mandate(electorate, about, ballots).mandate;
  if (mandate) mandate->id = quoted;
  return mandate;
}

// What the same mandate is worth without those who are left out.
bool is_upheld(const Picture& picture, const Signed<Proposal>& about, Ballots counting) {
  if (picture.exclusions == nullptr || picture.exclusions->is_empty()) return true;
  if (picture.takes_attested && !is_drill(about.mode)) counting.left_out = {StatementId::zero()};
  return assess_mandate(picture.electorate, about, counting).mandate.has_value();
}

}  // namespace

std::optional<Mandate> mandate_behind(const Picture& picture,
                                      const Signed<Proposal>& about,
                                      const Accepted& call,
                                      const Ballots& ballots) {
  const auto known = picture.mandates.find(call.id);
  if (known != picture.mandates.end()) return known->second;
  const ProofId& quoted = call.as<Call>().mandate;
  for (const auto& [of_wave, mandate] : picture.mandates)
    if (mandate.id == quoted) return mandate;
  if (auto found = find_mandate(picture.electorate, about, ballots, Quoted{quoted})) return found;
  // Who drafted the call may have counted without somebody who was left out then, or is now.
  std::size_t tries = 0;
  for (const Exclusions& each : ever_excluded(picture.electorate, picture.statements)) {
    if (++tries > excluded_tries_max) break;
    const Ballots fewer = without(ballots, each, picture.statements);
    if (auto found = find_mandate(picture.electorate, about, fewer, Quoted{quoted})) return found;
  }
  if (!picture.takes_attested || is_drill(about.mode)) return std::nullopt;
  return attested_mandate(picture.electorate, about, ballots, quoted);
}

// What stands on paper and would not stand without those who are left out says so first.
Judged judged(const Picture& picture,
              const CallQuestion& question,
              const Ballots& all,
              const Ballots& counting) {
  CallVerdict found = assess_call(picture.electorate, question, counting);
  const bool is_upheld_here = is_upheld(picture, question.proposal, counting);
  if (found.verdict.is_valid() && is_upheld_here)
    return Judged{std::move(found.verdict), std::move(found.certificate)};
  if (found.verdict.is_valid()) found.verdict = Verdict{Outcome::not_met, {}, {}, false};
  const bool is_by_exclusion = picture.exclusions != nullptr && !picture.exclusions->is_empty() &&
                               assess_call(picture.electorate, question, all).verdict.is_valid();
  if (!is_by_exclusion) return Judged{std::move(found.verdict), std::nullopt};
  std::vector<Reason> reasons = reasons_in(all, *picture.exclusions);
  for (const Reason reason : reasons)
    found.verdict.lacks.push_back(
        Lack{reason, "excluded", 0, 1, "somebody's sign-offs do not count while this stands"});
  std::ranges::copy(found.verdict.reasons, std::back_inserter(reasons));
  found.verdict.reasons = std::move(reasons);
  return Judged{std::move(found.verdict), std::nullopt};
}

}  // namespace tocsin::coalition
