#include "core/coalition/verify.h"

#include <algorithm>
#include <iterator>

#include "core/coalition/amendment.h"
#include "core/coalition/verify_steps.h"
#include "core/wire/proof_codec.h"

namespace tocsin::coalition {
namespace {

Verdict founded(std::vector<Lack> lacks) {
  if (lacks.empty()) return Verdict{Outcome::valid, {}, {}, false};
  return Verdict{Outcome::not_met, {lacks.front().reason}, std::move(lacks), false};
}

// The sign-offs on charters and manifests, which step 4 has let through.
Signoffs on_chains(const Content& content) {
  Signoffs out;
  std::ranges::copy_if(
      content.ballots.signoffs, std::back_inserter(out), [](const Signed<Signoff>& signoff) {
        const StatementType about = signoff.value.subject_type;
        return about == StatementType::charter || about == StatementType::manifest;
      });
  return out;
}

WallTime newest_of(const Signoffs& signoffs) {
  WallTime newest{};
  for (const Signed<Signoff>& signoff : signoffs) newest = std::max(newest, signoff.value.head.at);
  return newest;
}

Verdict examine_card(const Scanned& scanned, const Anchor& anchor, Verified& verified) {
  Chains chains;
  if (const Complaint complaint = read_card_chain(scanned, anchor, chains))
    return Verdict::invalid(*complaint);
  Content content;
  const Complaint of_content = read_content(scanned, chains.authors, content);
  verified.signatures = content.signatures;
  if (of_content) return Verdict::invalid(*of_content);
  chains.papers.signoffs = on_chains(content);
  const Lineage lineage{chains.papers};
  if (const Complaint complaint = check_lineage(chains.papers, lineage, false))
    return Verdict::invalid(*complaint);
  const ManifestLine& line = lineage.manifests().begin()->second;
  verified.subject = line.last().id;
  verified.name = line.last().value.name;
  verified.version = line.last().value.version;
  return founded(manifest_lacks(line.versions.front().paper, content.ballots));
}

// The founding's own sign-offs, those of each first manifest, and of a draft at the end.
Verdict judge_charter(const Chains& chains, const Lineage& lineage, const Content& content) {
  std::vector<Lack> lacks = charter_lacks(lineage.founders(), content.ballots);
  for (const auto& [org, line] : lineage.manifests()) {
    for (Lack& lack : manifest_lacks(line.versions.front().paper, content.ballots))
      lacks.push_back(std::move(lack));
  }
  const Signed<Charter>& newest = newest_charter(chains.papers);
  if (!lineage.place_of(newest.id)) {
    const Signoffs& signoffs = chains.papers.signoffs;
    auto more = successor_lacks(lineage, newest, signoffs, newest_of(signoffs));
    if (more.empty())
      more.push_back(Lack{Reason::lint, "lint", 0, 1, "it breaks a rule of charters"});
    std::ranges::move(more, std::back_inserter(lacks));
  }
  return founded(std::move(lacks));
}

Verdict judge(ProofKind kind,
              const Electorate& electorate,
              const Content& content,
              Verified& verified) {
  switch (kind) {
    case ProofKind::mandate:
      return judge_mandate(electorate, content, verified);
    case ProofKind::call:
      return judge_call(electorate, content, verified);
    case ProofKind::stop:
      return judge_stop(electorate, content, verified);
    case ProofKind::charter:
    case ProofKind::manifest:
    case ProofKind::evidence:
    case ProofKind::state:
      break;  // the first two and evidence have ways of their own; the other step 2 refused
  }
  return Verdict::invalid(Reason::type);
}

// Decided by the charter that its proposal names, which is in the line.
Verdict examine_decision(const Scanned& scanned,
                         const Lineage& lineage,
                         const Content& content,
                         Verified& verified) {
  std::size_t place = lineage.charters().versions.size() - 1;
  if (content.proposals.size() == 1) {
    const Signed<Proposal>& proposal = content.proposals.front();
    const auto named = lineage.place_of(proposal.value.charter);
    if (!named || !is_in_effect(lineage.charters().versions[*named].paper.value, proposal))
      return Verdict::invalid(Reason::charter_unknown);
    place = *named;
  }
  const Electorate electorate = lineage.electorate(place);
  show_charter(electorate.charter(), verified);
  return judge(scanned.kind, electorate, content, verified);
}

Verdict examine_anchored(const Scanned& scanned, const Anchor& anchor, Verified& verified) {
  Chains chains;
  if (const Complaint complaint = read_authority(scanned, anchor, chains))
    return Verdict::invalid(*complaint);
  if (scanned.kind == ProofKind::evidence)
    return judge_evidence(std::move(chains.papers), scanned, verified);
  Content content;
  const Complaint of_content = read_content(scanned, chains.authors, content);
  verified.signatures = content.signatures;
  if (of_content) return Verdict::invalid(*of_content);
  // Step 3 knew the first charter by its id, before there was anybody to ask whose device drafted
  // it.
  const auto is_of_its_org = [&](const Signed<Charter>& charter) {
    const auto drafter = chains.authors.find(charter.value.head.author);
    return drafter != chains.authors.end() && drafter->second.orgs.contains(charter.value.head.org);
  };
  if (!std::ranges::all_of(chains.papers.charters, is_of_its_org))
    return Verdict::invalid(Reason::delegate);
  chains.papers.signoffs = on_chains(content);
  const Lineage lineage{chains.papers};
  const bool is_charter = scanned.kind == ProofKind::charter;
  if (const Complaint complaint = check_lineage(chains.papers, lineage, is_charter))
    return Verdict::invalid(*complaint);
  if (!is_charter) return examine_decision(scanned, lineage, content, verified);
  show_charter(newest_charter(chains.papers), verified);
  return judge_charter(chains, lineage, content);
}

}  // namespace

void show_charter(const Signed<Charter>& charter, Verified& verified) {
  verified.subject = charter.id;
  verified.name = charter.value.name;
  verified.version = charter.value.version;
  verified.orgs_of = 0;
  for (const CharterOrg& org : charter.value.orgs) {
    verified.slugs.emplace_back(org.id, org.slug);
    if (org.standing == Standing::full) ++verified.orgs_of;
  }
}

Verification examine(ByteView proof, const Anchor& anchor) {
  Verification out;
  auto layout = wire::scan_proof(proof);
  if (!layout) {
    out.verdict = Verdict::invalid(layout.error());
    return out;
  }
  Scanned scanned{layout->proof.kind,
                  std::move(layout->proof.left_out),
                  std::move(layout->proof.statements),
                  std::move(layout->ids),
                  Mode::none,
                  Mode::none};
  out.verified.kind = scanned.kind;
  const Complaint complaint = check_domains(scanned, anchor);
  out.verified.mode = scanned.subject;
  out.verified.coalition = anchor.coalition;
  if (complaint) {
    out.verdict = Verdict::invalid(*complaint);
    return out;
  }
  out.verdict = scanned.kind == ProofKind::manifest
                    ? examine_card(scanned, anchor, out.verified)
                    : examine_anchored(scanned, anchor, out.verified);
  return out;
}

Verdict verify(ByteView proof, const Anchor& anchor) {
  return examine(proof, anchor).verdict;
}

Result<CoalitionId> founded_by(ByteView charter_proof) {
  const auto layout = wire::scan_proof(charter_proof);
  if (!layout || layout->proof.kind != ProofKind::charter)
    return fail(Errc::malformed, "not the proof of a charter");
  std::optional<CoalitionId> found;
  for (std::size_t i = 0; i < layout->ids.size(); ++i) {
    const Statement& statement = layout->proof.statements[i];
    if (statement.type != StatementType::charter || !statement.domain.coalition.is_zero()) continue;
    if (found) return fail(Errc::malformed, "more than one first charter");
    found = CoalitionId{layout->ids[i].array()};
  }
  if (!found) return fail(Errc::not_found, "no charter");
  return *found;
}

}  // namespace tocsin::coalition
