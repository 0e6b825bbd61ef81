// The steps of a verification (coalition.md §10), each a pure function over what the steps before
// let through. Only verify*.cpp include it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/coalition/assess.h"
#include "core/coalition/electorate.h"
#include "core/coalition/lineage.h"
#include "core/coalition/verify.h"

namespace tocsin::coalition {

// A step's complaint; nothing: go on.
using Complaint = std::optional<Reason>;

// Statements with their ids, in the order of the proof.
struct Scanned {
  ProofKind kind;
  std::vector<StatementId> left_out;
  std::vector<Statement> statements;
  std::vector<StatementId> ids;
  Mode base = Mode::none;     // actual or rehearsal
  Mode subject = Mode::none;  // of what is decided: base, or its drill mode
};

// Step 2.
Complaint check_domains(Scanned& scanned, const Anchor& anchor);

// Whose key statements are checked with, and which orgs it may speak for: more than one may list a
// device. Whether its word counts is electorate.h.
struct Author {
  crypto::SignPublicKey key;
  std::set<OrgId> orgs;
  std::string person;
};

using Authors = std::map<DeviceId, Author>;
void add_listed(Authors& authors, const Signed<Manifest>& manifest);

// What a proof says of charters and manifests.
struct Chains {
  Papers papers;    // the sign-offs come with step 4
  Authors authors;  // by every version
};

// Step 3. From the charter of the anchor on, and the manifests of all its orgs.
Complaint read_authority(const Scanned& scanned, const Anchor& anchor, Chains& out);
// Of a manifest card.
Complaint read_card_chain(const Scanned& scanned, const Anchor& anchor, Chains& out);
const Signed<Charter>& newest_charter(const Papers& papers);
OrgId org_of(const Signed<Manifest>& manifest);
// After step 4, with the sign-offs: every version in the proof stands. The newest charter of a
// draft may still lack sign-offs.
Complaint check_lineage(const Papers& papers, const Lineage& lineage, bool may_end_in_draft);

// What the other statements say.
struct Content {
  Ballots ballots;
  std::vector<Signed<Proposal>> proposals;
  std::vector<Signed<Call>> calls;  // of the subject's mode
  std::vector<Signed<Stop>> stops;
  std::size_t signatures = 0;
};

// Step 4.
Complaint read_content(const Scanned& scanned, const Authors& authors, Content& out);

void show_charter(const Signed<Charter>& charter, Verified& verified);

// Steps 5 to 7 of each kind; fill in what is to be displayed.
Verdict judge_mandate(const Electorate& electorate, const Content& content, Verified& verified);
Verdict judge_call(const Electorate& electorate, const Content& content, Verified& verified);
Verdict judge_stop(const Electorate& electorate, const Content& content, Verified& verified);
// Step 4 for evidence, whose authors need not be delegates, and what it shows: E_SLOT if nothing.
Verdict judge_evidence(Papers papers, const Scanned& scanned, Verified& verified);

}  // namespace tocsin::coalition
