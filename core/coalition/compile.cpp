#include "core/coalition/compile.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "core/coalition/roll.h"
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
  std::vector<StatementId> ids = parts.electorate.papers();
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
  std::vector<StatementId> ids = parts.electorate.papers();
  ids.push_back(parts.proposal);
  if (parts.call) ids.push_back(*parts.call);
  ids.push_back(parts.stop);
  add(ids, parts.signoffs);
  return compile(ProofKind::stop, ids, {}, lookup);
}

Result<Proof> compile_charter(const Lineage& lineage,
                              std::size_t place,
                              const Signoffs& signoffs,
                              const Lookup& lookup) {
  std::vector<StatementId> ids = lineage.electorate(place).papers();
  const Signed<Charter>& root = lineage.charters().versions.front().paper;
  const Electorate founders = lineage.electorate(0, root.value.head.at);
  add_approvals(ids, tally(founders, {root.id, StatementType::charter, root.mode}, signoffs));
  const std::set<StatementId> papers{ids.begin(), ids.end()};
  for (const Signed<Signoff>& signoff : signoffs) {
    const Signoff& value = signoff.value;
    const auto line = lineage.manifests().find(OrgId{value.subject.array()});
    const bool is_on_first = value.subject_type == StatementType::manifest &&
                             line != lineage.manifests().end() && papers.contains(value.subject);
    if (!is_on_first || value.stance != Stance::approve) continue;
    const Manifest& first = line->second.versions.front().paper.value;
    if (is_delegate_device(first, value.head.author)) ids.push_back(signoff.id);
  }
  return compile(ProofKind::charter, ids, {}, lookup);
}

// A manifest rests on the chain of its org alone.
Result<Proof> compile_manifest(const ManifestLine& line,
                               const Signoffs& signoffs,
                               const Lookup& lookup) {
  std::vector<StatementId> ids;
  for (const Version<Manifest>& version : line.versions) {
    ids.push_back(version.paper.id);
    add(ids, version.signoffs);
  }
  const Signed<Manifest>& first = line.versions.front().paper;
  for (const Signed<Signoff>& signoff : signoffs) {
    const Signoff& value = signoff.value;
    if (value.subject == first.id && value.stance == Stance::approve &&
        is_delegate_device(first.value, value.head.author))
      ids.push_back(signoff.id);
  }
  return compile(ProofKind::manifest, ids, {}, lookup);
}

}  // namespace tocsin::coalition
