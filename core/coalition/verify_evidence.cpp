// Evidence (statements.md §9): two statements of one device in one slot. Its author is known by a
// manifest that stands, or by roll entries in the file that lead back to a device that one lists. A
// draft makes nobody known, or its author could list a key of his own as somebody else's.
#include <algorithm>
#include <map>
#include <set>

#include "core/coalition/evidence.h"
#include "core/coalition/roll.h"
#include "core/coalition/verify_steps.h"

namespace tocsin::coalition {
namespace {

// By any version of a manifest in the file: whose keys its signatures are checked with.
Authors listed(const Papers& papers) {
  Authors out;
  for (const Signed<Manifest>& manifest : papers.manifests) add_listed(out, manifest);
  return out;
}

// By versions that stand, of orgs that a charter which stands lists.
Authors listed(const Lineage& lineage) {
  Authors out;
  for (const Version<Charter>& charter : lineage.charters().versions) {
    for (const CharterOrg& org : charter.paper.value.orgs) {
      const auto line = lineage.manifests().find(org.id);
      if (line == lineage.manifests().end()) continue;
      for (const Version<Manifest>& version : line->second.versions) add_listed(out, version.paper);
    }
  }
  return out;
}

bool is_authority(StatementType type) {
  return type == StatementType::charter || type == StatementType::manifest;
}

struct Read {
  StatementId id;
  const Statement* statement;
  Body body;
};

Complaint check(const Read& read, const Author& author) {
  const Head& head = head_of(read.body);
  if (head.author != read.statement->author) return Reason::decode;
  const bool may_lack_org = read.statement->domain.coalition.is_zero();
  if (!author.orgs.contains(head.org) && !(may_lack_org && head.org.is_zero()))
    return Reason::delegate;
  return std::nullopt;
}

void add_admitted(Authors& out, const Roll& roll) {
  for (const RollAdd& add : roll.adds) {
    const auto known = out.emplace(device_id(add.keys), Author{add.keys.idk, {}, add.person}).first;
    known->second.orgs.insert(roll.head.org);
  }
}

// Signature before body; an entry that is good makes its newcomers known.
Complaint take(const Scanned& scanned, std::size_t at, Authors& authors, std::vector<Read>& out) {
  const Statement& statement = scanned.statements[at];
  const Author author = authors.at(statement.author);
  if (!statement.is_signed_by(author.key)) return Reason::sig;
  auto body = decode_body(statement);
  if (!body) return Reason::decode;
  Read read{scanned.ids[at], &statement, *std::move(body)};
  if (const Complaint complaint = check(read, author)) return complaint;
  if (const Roll* roll = std::get_if<Roll>(&read.body)) {
    if (!check_adds(statement.domain, *roll)) return Reason::sig;
    add_admitted(authors, *roll);
  }
  out.push_back(std::move(read));
  return std::nullopt;
}

// Known by their ids, and yet: a damaged file is never valid.
Complaint read_papers(const Scanned& scanned, Authors& authors, std::vector<Read>& out) {
  for (std::size_t i = 0; i < scanned.statements.size(); ++i) {
    if (!is_authority(scanned.statements[i].type)) continue;
    if (!authors.contains(scanned.statements[i].author)) return Reason::delegate;
    if (const Complaint complaint = take(scanned, i, authors, out)) return complaint;
  }
  return std::nullopt;
}

// In any order: what one entry makes known may have signed another.
Complaint read_all(const Scanned& scanned, Authors& authors, std::vector<Read>& out) {
  std::set<std::size_t> left;
  for (std::size_t i = 0; i < scanned.statements.size(); ++i) {
    if (!is_authority(scanned.statements[i].type)) left.insert(i);
  }
  for (bool has_moved = true; has_moved && !left.empty();) {
    has_moved = false;
    for (auto at = left.begin(); at != left.end();) {
      if (!authors.contains(scanned.statements[*at].author)) {
        ++at;
        continue;
      }
      if (const Complaint complaint = take(scanned, *at, authors, out)) return complaint;
      at = left.erase(at);
      has_moved = true;
    }
  }
  return left.empty() ? Complaint{} : Complaint{Reason::delegate};
}

// The two of them, of somebody known if there are any such; nothing where no two share a slot.
std::vector<const Read*> contradicting(const std::vector<Read>& reads, const Authors& known) {
  std::map<Slot, std::pair<StatementId, const Read*>> used;
  std::vector<const Read*> out;
  for (const Read& read : reads) {
    for (const Filled& filled : slots_of(read.id, read.body)) {
      const auto [held, is_first] = used.emplace(filled.slot, std::pair{filled.content, &read});
      if (is_first || held->second.first == filled.content) continue;
      const std::vector<const Read*> pair{held->second.second, &read};
      if (known.contains(read.statement->author)) return pair;
      if (out.empty()) out = pair;
    }
  }
  return out;
}

Signoffs on_chains(const std::vector<Read>& reads, Mode mode) {
  Signoffs out;
  for (const Read& read : reads) {
    const Signoff* signoff = std::get_if<Signoff>(&read.body);
    if (signoff != nullptr && read.statement->domain.mode == mode &&
        is_authority(signoff->subject_type))
      out.push_back(Signed<Signoff>{read.id, mode, *signoff});
  }
  return out;
}

// Who is listed, and whom the entries of those admit.
Authors known_by(const Lineage& lineage, const std::vector<Read>& reads) {
  Authors out = listed(lineage);
  for (std::size_t before = 0; before != out.size();) {
    before = out.size();
    for (const Read& read : reads) {
      const Roll* roll = std::get_if<Roll>(&read.body);
      const auto author = out.find(read.statement->author);
      if (roll != nullptr && author != out.end()) add_admitted(out, *roll);
    }
  }
  return out;
}

}  // namespace

Verdict judge_evidence(Papers papers, const Scanned& scanned, Verified& verified) {
  Authors authors = listed(papers);
  std::vector<Read> reads;
  if (const Complaint complaint = read_papers(scanned, authors, reads))
    return Verdict::invalid(*complaint);
  if (const Complaint complaint = read_all(scanned, authors, reads))
    return Verdict::invalid(*complaint);
  verified.signatures = scanned.statements.size();
  papers.signoffs = on_chains(reads, scanned.base);
  const Lineage lineage{papers};
  if (!lineage.charters().versions.empty()) show_charter(lineage.charters().last(), verified);
  const Authors known = known_by(lineage, reads);
  const auto pair = contradicting(reads, known);
  if (pair.empty()) return Verdict::invalid(Reason::slot);
  const auto author = known.find(pair.front()->statement->author);
  if (author == known.end()) return Verdict::invalid(Reason::delegate);
  verified.device = author->first;
  const std::set<OrgId>& orgs = author->second.orgs;
  const OrgId& said = head_of(pair.front()->body).org;
  verified.device_org = orgs.contains(said) ? said : *orgs.begin();
  verified.person = author->second.person;
  for (const Read* each : pair) verified.contradicting.push_back(each->id);
  return Verdict{Outcome::valid, {}, {}, false};
}

}  // namespace tocsin::coalition
