#include "core/coalition/matrix.h"

#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {

Matrix matrix_of(const Tally& tally, std::size_t demands) {
  Matrix out{{}, std::vector<MatrixDemand>(demands)};
  for (const OrgTally& org : tally.orgs) {
    MatrixLine line{org.org, org.k, org.approves(), std::vector<std::uint32_t>(demands)};
    for (const Ballot& ballot : org.approvals) {
      for (const std::uint32_t index : ballot.signoff->value.demands) {
        if (index < demands) ++line.counts[index];
      }
    }
    for (std::size_t i = 0; i < demands; ++i) {
      out.demands[i].ratified += line.ratifies(i) ? 1 : 0;
      out.demands[i].approving += line.approves ? 1 : 0;
    }
    out.lines.push_back(std::move(line));
  }
  for (MatrixDemand& demand : out.demands)
    demand.is_divergent = demand.ratified > 0 && demand.ratified < demand.approving;
  return out;
}

Reply<void> Reading::matrix(const Row& arguments, Step& step) const {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted* proposal = proposal_of(statements, (*found)->id);
  if (proposal == nullptr)
    return refuse(Reason::type, Exit::usage, "only a proposal has demands", "tocsin status");
  const Proposal& value = proposal->as<Proposal>();
  const Mode mode = proposal->statement.domain.mode;
  const Ballots ballots = ballots_for(picture(), proposal->id);
  const Tally votes =
      tally(*electorate, {proposal->id, StatementType::proposal, mode}, ballots.signoffs);
  const Matrix matrix = matrix_of(votes, value.demands.size());
  step.rows.push_back(Row{"matrix"}
                          .set("id", Value{proposal->id.bytes()})
                          .set("mode", word(mode))
                          .set("full", electorate->full().size()));
  for (std::size_t i = 0; i < value.demands.size(); ++i) {
    const Demand& demand = value.demands[i];
    const MatrixDemand& said = matrix.demands[i];
    Row row{"matrix_demand"};
    row.set("number", i + 1).set("demand", demand.kind == DemandKind::win ? "win" : "stop");
    row.set("addressee", demand.addressee)
        .set("text", demand.text.empty() ? std::string{} : demand.text.front());
    row.set("ratified", said.ratified)
        .set("approving", said.approving)
        .set("diverges", said.is_divergent);
    step.rows.push_back(std::move(row));
  }
  for (const MatrixLine& line : matrix.lines) {
    std::vector<std::string> counts;
    std::vector<std::string> ratified;
    for (std::size_t i = 0; i < line.counts.size(); ++i) {
      counts.push_back(std::to_string(line.counts[i]));
      if (line.ratifies(i)) ratified.push_back(std::to_string(i + 1));
    }
    const CharterOrg* org = electorate->org(line.org);
    Row row{"matrix_org"};
    row.set("org", Value{line.org.bytes()}).set("slug", org->slug).set("org_kind", org->kind);
    const OrgTally* said = votes.of(line.org);
    row.set("approves", line.approves)
        .set("objects", said != nullptr && said->objects())
        .set("k", line.k);
    row.set("counts", Value{std::move(counts)}).set("ratified", Value{std::move(ratified)});
    step.rows.push_back(std::move(row));
  }
  return {};
}

}  // namespace tocsin::coalition
