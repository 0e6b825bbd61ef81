#include "core/coalition/verify.h"

#include "core/coalition/verify_steps.h"
#include "core/wire/proof_codec.h"

namespace tocsin::coalition {
namespace {

Verdict invalid(Reason reason) {
  return Verdict{Outcome::invalid, {reason}, {}, false};
}

Verdict founded(std::vector<Lack> lacks) {
  if (lacks.empty()) return Verdict{Outcome::valid, {}, {}, false};
  return Verdict{Outcome::not_met, {lacks.front().reason}, std::move(lacks), false};
}

void show_charter(const Electorate& electorate, Verified& verified) {
  const Charter& charter = electorate.charter().value;
  verified.subject = electorate.charter().id;
  verified.name = charter.name;
  verified.version = charter.version;
  verified.orgs_of = electorate.full().size();
  for (const CharterOrg& org : charter.orgs) verified.slugs.emplace_back(org.id, org.slug);
}

Verdict examine_card(const Scanned& scanned, Verified& verified) {
  std::optional<Signed<Manifest>> manifest;
  if (const Complaint complaint = read_manifest(scanned, manifest)) return invalid(*complaint);
  verified.subject = manifest->id;
  verified.name = manifest->value.name;
  verified.version = manifest->value.version;
  Content content;
  const Voters voters = voters_of(OrgId{manifest->id.array()}, manifest->value);
  if (const Complaint complaint = read_content(scanned, voters, content))
    return invalid(*complaint);
  verified.signatures = content.signatures;
  return founded(manifest_lacks(*manifest, content.ballots));
}

// The charter's own sign-offs, and those of each manifest it rests on.
Verdict judge_charter(const Electorate& electorate, const Content& content) {
  std::vector<Lack> lacks = charter_lacks(electorate, content.ballots);
  for (const auto& [org, manifest] : electorate.manifests()) {
    const Signed<Manifest> card{StatementId{org.array()}, electorate.charter().mode, manifest};
    for (Lack& lack : manifest_lacks(card, content.ballots)) lacks.push_back(std::move(lack));
  }
  return founded(std::move(lacks));
}

Verdict judge(const Scanned& scanned,
              const Electorate& electorate,
              const Content& content,
              Verified& verified) {
  switch (scanned.kind) {
    case ProofKind::charter:
      return judge_charter(electorate, content);
    case ProofKind::mandate:
      return judge_mandate(electorate, content, verified);
    case ProofKind::call:
      return judge_call(electorate, content, verified);
    case ProofKind::stop:
      return judge_stop(electorate, content, verified);
    case ProofKind::manifest:
    case ProofKind::evidence:
    case ProofKind::state:
      break;  // a card and evidence have their own ways; the other step 2 refused
  }
  return invalid(Reason::type);
}

Verdict examine_decision(const Scanned& scanned, const Anchor& anchor, Verified& verified) {
  std::optional<Electorate> electorate;
  if (const Complaint complaint = read_authority(scanned, anchor, electorate))
    return invalid(*complaint);
  show_charter(*electorate, verified);
  if (scanned.kind == ProofKind::evidence) return judge_evidence(*electorate, scanned, verified);
  Voters voters;
  for (const auto& [org, manifest] : electorate->manifests())
    voters.merge(voters_of(org, manifest));
  Content content;
  if (const Complaint complaint = read_content(scanned, voters, content))
    return invalid(*complaint);
  verified.signatures = content.signatures;
  return judge(scanned, *electorate, content, verified);
}

}  // namespace

Verification examine(ByteView proof, const Anchor& anchor) {
  Verification out;
  auto layout = wire::scan_proof(proof);
  if (!layout) {
    out.verdict = invalid(layout.error());
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
    out.verdict = invalid(*complaint);
    return out;
  }
  out.verdict = scanned.kind == ProofKind::manifest
                    ? examine_card(scanned, out.verified)
                    : examine_decision(scanned, anchor, out.verified);
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
    if (layout->proof.statements[i].type != StatementType::charter) continue;
    if (found) return fail(Errc::malformed, "more than one charter");
    found = CoalitionId{layout->ids[i].array()};
  }
  if (!found) return fail(Errc::not_found, "no charter");
  return *found;
}

}  // namespace tocsin::coalition
