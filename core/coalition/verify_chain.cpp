// Step 3: charters and manifests. First ones are known by their ids; a successor is parsed once a
// device that an older one lists has signed it. Whether successors are complete shows after step 4,
// when the sign-offs can be read.
#include <algorithm>
#include <utility>

#include "core/coalition/lint.h"
#include "core/coalition/verify_steps.h"
#include "core/wire/charter_codec.h"

namespace tocsin::coalition {
namespace {

class ChainReader {
 public:
  ChainReader(const Scanned& scanned, const Anchor& anchor, Chains& out)
      : scanned_{scanned}, anchor_{anchor}, out_{out}, is_read_(scanned.statements.size()) {}

  Complaint run() {
    out_.papers.anchor = StatementId{anchor_.coalition.array()};
    if (const Complaint complaint = first_charter()) return complaint;
    return others();
  }

  // Of a card: the chain of one org, whose first version is not anchored.
  Complaint run_card() {
    for (std::size_t i = 0; i < scanned_.statements.size(); ++i) {
      if (of(i).type == StatementType::charter) return Reason::type;
      if (of(i).type != StatementType::manifest || !of(i).domain.coalition.is_zero()) continue;
      if (!out_.papers.manifests.empty()) return Reason::type;  // a card is of one org
      if (const Complaint complaint = take_manifest(i)) return complaint;
    }
    if (out_.papers.manifests.empty()) return Reason::missing;
    return others();
  }

 private:
  const Statement& of(std::size_t i) const { return scanned_.statements[i]; }

  static bool is_of_chain(const Statement& statement) {
    return statement.type == StatementType::charter || statement.type == StatementType::manifest;
  }

  Complaint first_charter() {
    for (std::size_t i = 0; i < scanned_.statements.size(); ++i) {
      const bool is_first =
          of(i).type == StatementType::charter && of(i).domain.coalition.is_zero();
      if (!is_first) continue;
      if (scanned_.ids[i].array() != anchor_.coalition.array()) return Reason::charter_unknown;
      if (const Complaint complaint = take_charter(i)) return complaint;
    }
    return out_.papers.charters.empty() ? Complaint{Reason::charter_unknown} : std::nullopt;
  }

  // Until nothing moves: what one version vouches for may be what another waits for.
  Complaint others() {
    for (bool has_moved = true; has_moved;) {
      has_moved = false;
      for (std::size_t i = 0; i < scanned_.statements.size(); ++i) {
        if (!is_of_chain(of(i)) || is_read_[i] || !is_vouched_for(i)) continue;
        if (const Complaint complaint = take(i)) return complaint;
        has_moved = true;
      }
    }
    for (std::size_t i = 0; i < scanned_.statements.size(); ++i)
      if (is_of_chain(of(i)) && !is_read_[i]) return Reason::delegate;
    return std::nullopt;
  }

  bool is_vouched_for(std::size_t i) const {
    if (!of(i).domain.coalition.is_zero()) return out_.authors.contains(of(i).author);
    const OrgId org{scanned_.ids[i].array()};
    return std::ranges::any_of(out_.papers.charters, [&](const Signed<Charter>& charter) {
      const auto& orgs = charter.value.orgs;
      return std::ranges::find(orgs, org, &CharterOrg::id) != orgs.end();
    });
  }

  Complaint take(std::size_t i) {
    const bool is_successor = !of(i).domain.coalition.is_zero();
    if (is_successor && !of(i).is_signed_by(out_.authors.at(of(i).author).key)) return Reason::sig;
    return of(i).type == StatementType::charter ? take_charter(i) : take_manifest(i);
  }

  Complaint take_charter(std::size_t i) {
    is_read_[i] = true;
    auto charter = wire::decode_signed<Charter>(of(i).body);
    if (!charter || charter->head.author != of(i).author) return Reason::decode;
    const bool is_first = of(i).domain.coalition.is_zero();
    if (is_first != (charter->version == 1) || !charter->features.empty()) return Reason::feature;
    if (charter->is_rehearsal != is_rehearsal(scanned_.base)) return Reason::mode;
    out_.papers.charters.push_back(
        Signed<Charter>{scanned_.ids[i], scanned_.base, std::move(*charter)});
    return std::nullopt;
  }

  Complaint take_manifest(std::size_t i) {
    is_read_[i] = true;
    auto manifest = wire::decode_signed<Manifest>(of(i).body);
    const bool is_first = of(i).domain.coalition.is_zero();
    if (!manifest || manifest->head.author != of(i).author ||
        manifest->head.org.is_zero() != is_first)
      return Reason::decode;
    if (is_first != (manifest->version == 1)) return Reason::feature;
    // Whether its author belongs to that org shows with what completes it: check_lineage.
    out_.papers.manifests.push_back(
        Signed<Manifest>{scanned_.ids[i], scanned_.base, std::move(*manifest)});
    add_listed(out_.authors, out_.papers.manifests.back());
    return std::nullopt;
  }

  const Scanned& scanned_;
  const Anchor& anchor_;
  Chains& out_;
  std::vector<bool> is_read_;
};

// The newest charter of the proof, with the first manifests of its orgs. What an org writes into
// later ones is its own affair, or any org could make every proof fail.
Complaint check_newest(const Papers& papers) {
  const Signed<Charter>& charter = newest_charter(papers);
  std::map<OrgId, Manifest> manifests;
  for (const Signed<Manifest>& manifest : papers.manifests) {
    const auto& orgs = charter.value.orgs;
    const bool is_listed = std::ranges::find(orgs, org_of(manifest), &CharterOrg::id) != orgs.end();
    if (manifest.value.version == 1 && is_listed)
      manifests.emplace(org_of(manifest), manifest.value);
  }
  if (manifests.size() != charter.value.orgs.size()) return Reason::missing;
  // Before lint, which knows it too, for the sharper code.
  if (repeats_key(manifests) != nullptr) return Reason::key_dup;
  if (has_error(lint(charter.value, manifests))) return Reason::lint;
  return std::nullopt;
}

}  // namespace

OrgId org_of(const Signed<Manifest>& manifest) {
  return manifest.value.head.org.is_zero() ? OrgId{manifest.id.array()} : manifest.value.head.org;
}

void add_listed(Authors& authors, const Signed<Manifest>& manifest) {
  for (const Delegate& delegate : manifest.value.delegates) {
    for (const DeviceKeys& keys : delegate.devices) {
      const auto known =
          authors.emplace(device_id(keys), Author{keys.idk, {}, delegate.handle}).first;
      known->second.orgs.insert(org_of(manifest));
    }
  }
}

const Signed<Charter>& newest_charter(const Papers& papers) {
  return *std::ranges::max_element(
      papers.charters, {}, [](const Signed<Charter>& charter) { return charter.value.version; });
}

Complaint read_authority(const Scanned& scanned, const Anchor& anchor, Chains& out) {
  if (const Complaint complaint = ChainReader{scanned, anchor, out}.run()) return complaint;
  // What contradicts itself may be a draft that nobody would take; it makes nobody known either.
  if (scanned.kind == ProofKind::evidence) return std::nullopt;
  return check_newest(out.papers);
}

Complaint read_card_chain(const Scanned& scanned, const Anchor& anchor, Chains& out) {
  if (const Complaint complaint = ChainReader{scanned, anchor, out}.run_card()) return complaint;
  const Manifest& newest =
      std::ranges::max_element(out.papers.manifests, {}, [](const Signed<Manifest>& manifest) {
        return std::pair{manifest.value.version, manifest.id};
      })->value;
  if (repeats_key({{OrgId::zero(), newest}}) != nullptr) return Reason::key_dup;
  if (has_error(lint(newest))) return Reason::lint;
  return std::nullopt;
}

Complaint check_lineage(const Papers& papers, const Lineage& lineage, bool may_end_in_draft) {
  for (const Signed<Charter>& charter : papers.charters) {
    if (lineage.place_of(charter.id)) continue;
    const auto& rivals = lineage.charters().rivals;
    if (std::ranges::find(rivals, charter.id) != rivals.end()) return Reason::charter_fork;
    const bool is_draft = may_end_in_draft && charter.id == newest_charter(papers).id &&
                          charter.value.prev == lineage.charters().last().id;
    if (!is_draft) return Reason::charter_unknown;
  }
  for (const Signed<Manifest>& manifest : papers.manifests) {
    const ManifestLine& line = lineage.manifests().at(org_of(manifest));
    if (std::ranges::find(line.rivals, manifest.id) != line.rivals.end())
      return Reason::charter_fork;
    const auto is_it = [&](const Version<Manifest>& version) {
      return version.paper.id == manifest.id;
    };
    if (std::ranges::none_of(line.versions, is_it)) return Reason::delegate;
  }
  return std::nullopt;
}

}  // namespace tocsin::coalition
