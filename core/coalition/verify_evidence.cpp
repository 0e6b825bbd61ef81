// Evidence (statements.md §9): two statements of one device in one slot. Its author is known by a
// manifest, or by roll entries in the file that lead back to a device that one lists.
#include <algorithm>
#include <map>
#include <set>

#include "core/coalition/evidence.h"
#include "core/coalition/roll.h"
#include "core/coalition/verify_steps.h"

namespace tocsin::coalition {
namespace {

struct Author {
  OrgId org;
  crypto::SignPublicKey key;
  std::string person;
};

using Authors = std::map<DeviceId, Author>;

// By any version of a manifest in the file.
Authors listed(const Chains& chains) {
  Authors out;
  for (const Signed<Manifest>& manifest : chains.papers.manifests) {
    for (const Delegate& delegate : manifest.value.delegates) {
      for (const DeviceKeys& keys : delegate.devices)
        out.emplace(device_id(keys), Author{org_of(manifest), keys.idk, delegate.handle});
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
  if (head.org != author.org && !(may_lack_org && head.org.is_zero())) return Reason::delegate;
  return std::nullopt;
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
    for (const RollAdd& add : roll->adds)
      authors.emplace(device_id(add.keys), Author{author.org, add.keys.idk, add.person});
  }
  out.push_back(std::move(read));
  return std::nullopt;
}

// Known by their ids, and yet: a damaged file is never valid.
Complaint check_authority(const Scanned& scanned, const Authors& authors) {
  for (const Statement& statement : scanned.statements) {
    if (!is_authority(statement.type)) continue;
    const auto author = authors.find(statement.author);
    if (author == authors.end()) return Reason::delegate;
    if (!statement.is_signed_by(author->second.key)) return Reason::sig;
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

// The two of them; nothing where no two share a slot.
std::vector<const Read*> contradicting(const std::vector<Read>& reads) {
  std::map<Slot, std::pair<StatementId, const Read*>> used;
  for (const Read& read : reads) {
    for (const Filled& filled : slots_of(read.id, read.body)) {
      const auto [held, is_first] = used.emplace(filled.slot, std::pair{filled.content, &read});
      if (!is_first && held->second.first != filled.content) return {held->second.second, &read};
    }
  }
  return {};
}

}  // namespace

Verdict judge_evidence(const Chains& chains, const Scanned& scanned, Verified& verified) {
  Authors authors = listed(chains);
  std::vector<Read> reads;
  if (const Complaint complaint = check_authority(scanned, authors))
    return Verdict{Outcome::invalid, {*complaint}, {}, false};
  if (const Complaint complaint = read_all(scanned, authors, reads))
    return Verdict{Outcome::invalid, {*complaint}, {}, false};
  verified.signatures = scanned.statements.size();
  const auto pair = contradicting(reads);
  if (pair.empty()) return Verdict{Outcome::invalid, {Reason::slot}, {}, false};
  const Author& author = authors.at(pair.front()->statement->author);
  verified.device = pair.front()->statement->author;
  verified.device_org = author.org;
  verified.person = author.person;
  for (const Read* each : pair) verified.contradicting.push_back(each->id);
  return Verdict{Outcome::valid, {}, {}, false};
}

}  // namespace tocsin::coalition
