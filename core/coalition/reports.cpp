// Readiness reports: counts that core/readiness made, as statements with two signers
// (readiness.md).
#include <algorithm>

#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/wording.h"
#include "core/wire/proof_codec.h"
#include "core/wire/readiness_codec.h"

namespace tocsin::coalition {

// Its author has seen the table it is made from, so the first sign-off is made with it; the second
// delegate's makes it count.
Reply<void> Coalition::State::publish_report(Report report, Step& step) {
  if (!is_known())
    return refuse(Exit::later, "E_CHARTER_UNKNOWN", "this device knows no charter in force yet");
  if (auto may = need_delegate(); !may) return may;
  report.head = Head{identity.keys->id, own_org(), step.now.wall, 0};
  if (wire::encode(report).size() > statement_body_bytes_max)
    return refuse(Reason::size, Exit::invalid, "this report is longer than a statement may be");
  const StatementId id = issue(StatementType::report, identity.mode, Body{std::move(report)}, step);
  const Accepted& kept = *statements.find(id);
  const auto proof = assemble(ProofKind::state, {kept.statement});
  step.rows.push_back(draft_row(
      {id, StatementType::report, identity.mode, proof ? wire::encode(*proof) : Bytes{}, false}));
  const std::string language = electorate->charter().value.languages.front();
  const auto shown = wording(electorate->charter().value, signed_of<Report>(kept), language);
  if (!shown) return refuse(shown.error());
  Signoff signoff;
  signoff.stance = Stance::approve;
  signoff.language = language;
  signoff.wording = wording_version;
  signoff.shown = shown->shown;
  return sign_off(kept, std::move(signoff), step);
}

bool Reading::is_complete_report(const Accepted& report) const {
  const Subject subject{report.id, StatementType::report, report.statement.domain.mode};
  const Tally votes = tally(*electorate, subject, counted_ballots(report.id).signoffs);
  return is_report_complete(*electorate, report.as<Report>().head.org, votes);
}

std::vector<PublishedReport> Reading::reports() const {
  std::vector<PublishedReport> out;
  if (!electorate) return out;
  std::map<OrgId, PublishedReport> newest;
  for (const Accepted* accepted : statements.of(StatementType::report)) {
    const Report& report = accepted->as<Report>();
    const Ballots ballots = counted_ballots(accepted->id);
    const Tally votes =
        tally(*electorate,
              {accepted->id, StatementType::report, accepted->statement.domain.mode},
              ballots.signoffs);
    const OrgTally* org = votes.of(report.head.org);
    if (org == nullptr || !is_report_complete(*electorate, report.head.org, votes)) continue;
    // The second signer's time, or the first's of a solo org.
    const std::size_t needed =
        std::min<std::size_t>(2, electorate->manifest(report.head.org)->delegates.size());
    const WallTime at = org->approvals[needed - 1].signoff->value.head.at;
    const PublishedReport published{
        report.head.org, electorate->org(report.head.org)->slug, report, at};
    const auto [found, is_first] = newest.emplace(report.head.org, published);
    if (!is_first &&
        std::pair{report.as_of, at} > std::pair{found->second.report.as_of, found->second.org_time})
      found->second = published;
  }
  for (auto& [org, published] : newest) out.push_back(std::move(published));
  return out;
}

}  // namespace tocsin::coalition
