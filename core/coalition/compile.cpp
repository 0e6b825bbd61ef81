#include "core/coalition/compile.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

Result<Proof> compile(ProofKind kind,
                      const std::vector<StatementId>& ids,
                      std::vector<StatementId> left_out,
                      const Lookup& lookup) {
  std::vector<Statement> statements;
  for (const StatementId& id : std::set<StatementId>{ids.begin(), ids.end()}) {
    auto statement = lookup(id);
    if (!statement) return fail(Errc::not_found, "a statement that this proof needs is not here");
    statements.push_back(std::move(*statement));
  }
  TRY(Proof proof, assemble(kind, std::move(statements)));
  if (left_out.size() > proof_left_out_max)
    return fail(Errc::limit_exceeded, "too many reports to leave out");
  std::ranges::sort(left_out);
  proof.left_out = std::move(left_out);
  return proof;
}

void add(std::vector<StatementId>& to, const std::vector<StatementId>& ids) {
  std::ranges::copy(ids, std::back_inserter(to));
}

std::vector<StatementId> mandate_ids(const MandateParts& parts, bool with_reports) {
  std::vector<StatementId> ids = authority(parts.electorate);
  ids.push_back(parts.proposal.id);
  add(ids, parts.mandate.approvals);
  add(ids, parts.mandate.drills);
  if (with_reports) {
    add(ids, parts.mandate.reports);
    add(ids, parts.mandate.report_signoffs);
  }
  return ids;
}

void add_approvals(std::vector<StatementId>& to, const Tally& votes) {
  for (const OrgTally& org : votes.orgs)
    for (std::size_t i = 0; i < org.approvals.size() && i < org.k; ++i)
      to.push_back(org.approvals[i].signoff->id);
}

}  // namespace

Result<Proof> assemble(ProofKind kind, std::vector<Statement> statements) {
  std::map<StatementId, Statement> sorted;
  std::size_t bytes = 0;
  for (Statement& statement : statements) {
    const StatementId id = statement.id();
    const std::size_t size = wire::statement_frame_bytes + statement.body.size();
    if (sorted.emplace(id, std::move(statement)).second) bytes += size;
  }
  if (sorted.size() > proof_statements_max || bytes > proof_bytes_max - 8 - 32 * proof_left_out_max)
    return fail(Errc::limit_exceeded, "more than a proof can hold");
  Proof proof{kind, {}, {}};
  for (auto& [id, statement] : sorted) proof.statements.push_back(std::move(statement));
  return proof;
}

Result<Proof> merge(const Proof& a, const Proof& b) {
  if (a.kind != b.kind) return fail(Errc::conflict, "drafts of different kinds");
  std::vector<Statement> statements = a.statements;
  std::ranges::copy(b.statements, std::back_inserter(statements));
  TRY(Proof merged, assemble(a.kind, std::move(statements)));
  std::set<StatementId> left_out{a.left_out.begin(), a.left_out.end()};
  left_out.insert(b.left_out.begin(), b.left_out.end());
  merged.left_out.assign(left_out.begin(), left_out.end());
  return merged;
}

std::vector<StatementId> authority(const Electorate& electorate) {
  std::vector<StatementId> ids{electorate.charter().id};
  // A manifest of version 1 is known by the id of its org.
  for (const auto& [org, manifest] : electorate.manifests()) ids.emplace_back(org.array());
  return ids;
}

Result<Proof> compile_mandate(const MandateParts& parts, const Lookup& lookup) {
  return compile(ProofKind::mandate, mandate_ids(parts, true), {}, lookup);
}

Result<Proof> compile_call(const CallParts& parts, const Lookup& lookup) {
  std::vector<StatementId> ids = mandate_ids(parts.mandate, parts.with_reports);
  ids.push_back(parts.call.id);
  add(ids, parts.waves);
  add(ids, parts.certificate.approvals);
  add(ids, parts.certificate.seen);
  std::vector<StatementId> left_out;
  if (!parts.with_reports) left_out = parts.mandate.mandate.reports;
  return compile(ProofKind::call, ids, std::move(left_out), lookup);
}

Result<Proof> compile_stop(const StopParts& parts, const Lookup& lookup) {
  std::vector<StatementId> ids = authority(parts.electorate);
  ids.push_back(parts.proposal);
  if (parts.call) ids.push_back(*parts.call);
  ids.push_back(parts.stop);
  add(ids, parts.signoffs);
  return compile(ProofKind::stop, ids, {}, lookup);
}

Result<Proof> compile_charter(const Electorate& electorate,
                              const Ballots& ballots,
                              const Lookup& lookup) {
  std::vector<StatementId> ids = authority(electorate);
  const Signed<Charter>& charter = electorate.charter();
  const Subject subject{charter.id, StatementType::charter, charter.mode};
  add_approvals(ids, tally(electorate, subject, ballots.signoffs));
  for (const Signed<Signoff>& signoff : ballots.signoffs) {
    const Signoff& value = signoff.value;
    if (value.subject_type != StatementType::manifest || value.stance != Stance::approve) continue;
    const Voter* voter = electorate.voter(value.head.author);
    if (voter != nullptr && value.subject.array() == voter->org.array()) ids.push_back(signoff.id);
  }
  return compile(ProofKind::charter, ids, {}, lookup);
}

}  // namespace tocsin::coalition
